#include "tests/bench/window/window_stage.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <string>
#include <time.h>

namespace penstock::bench {

namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr std::uint64_t kSize = std::uint64_t{1} << 30U;
constexpr std::uint64_t kStep = 100'000;  // bytes a tick
constexpr std::uint64_t kSocketsEach = 4;

double cpuMilliseconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Until nothing is left to do: signals that were posted, layouts, paints.
void settle() {
    for (int i = 0; i < 3; ++i) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

}  // namespace

WindowStage::WindowStage(int rows, bool sockets) {
    const auto count = static_cast<std::uint64_t>(rows);
    fillTransfers(static_cast<int>(sockets ? count / kSocketsEach + 1 : count));
    if (sockets) {
        fillSockets(rows);
    }
    window_.resize(1440, 900);
    window_.show();
    settle();
    if (sockets) {
        transfers().selectAll();  // whose sockets are shown below
        settle();
    }
}

QTreeView& WindowStage::transfers() {
    return *window_.findChild<QTreeView*>(QStringLiteral("transferView"));
}

double WindowStage::cost(const std::function<void()>& work) {
    const double before = cpuMilliseconds();
    work();
    settle();
    return cpuMilliseconds() - before;
}

void WindowStage::fillTransfers(int count) {
    std::vector<TransferSnapshot> rows;
    for (int i = 1; i <= count; ++i) {
        const auto id = static_cast<std::uint64_t>(i);
        TransferSnapshot row =
            transferRow(id, TransferState::Receiving, "file-" + std::to_string(i * 7919) + ".iso");
        row.host = "host-" + std::to_string(i % 37) + ".example.org";
        row.total = kSize;
        row.received = random_() % (kSize / 2);
        row.position = i;
        received_.push_back(row.received);
        rows.push_back(std::move(row));
    }
    transferCount_ = static_cast<std::uint64_t>(count);
    mirror_.apply(rows);
}

void WindowStage::fillSockets(int count) {
    std::vector<SocketSnapshot> rows;
    for (int i = 0; i < count; ++i) {
        const auto serial = static_cast<std::uint64_t>(i) + 1;
        rows.push_back(socketRow(serial, 1 + (serial - 1) / kSocketsEach));
    }
    socketCount_ = static_cast<std::uint64_t>(count);
    mirror_.apply(rows);
}

std::vector<std::uint64_t> WindowStage::some(int count, std::uint64_t of) {
    std::vector<std::uint64_t> which;
    for (int i = 0; i < count; ++i) {
        which.push_back(1 + random_() % of);
    }
    std::ranges::sort(which);
    which.erase(std::ranges::unique(which).begin(), which.end());
    return which;
}

void WindowStage::moveTransfers(int count) {
    now_ += kTick;
    std::vector<TransferProgress> moved;
    for (const std::uint64_t id : some(count, transferCount_)) {
        TransferProgress progress;
        progress.id = static_cast<TransferId>(id);
        progress.received = received_[id - 1] += kStep;
        progress.total = kSize;
        progress.rangeEnd = progress.received;
        progress.bytesPerSecond = kStep * 10;
        progress.activeSockets = 1;
        moved.push_back(progress);
    }
    mirror_.progress(moved);
    transfers_.tick(now_);
    sockets_.tick(now_);
}

void WindowStage::moveSockets(int count) {
    now_ += kTick;
    std::vector<SocketProgress> moved;
    for (const std::uint64_t serial : some(count, socketCount_)) {
        SocketProgress progress = progressOf(socketRow(serial, 1));
        progress.received = progress.lifeReceived = random_() % kSize;
        progress.bytesPerSecond = kStep * 10;
        moved.push_back(progress);
    }
    mirror_.progress(moved);
    transfers_.tick(now_);
    sockets_.tick(now_);
}

}  // namespace penstock::bench
