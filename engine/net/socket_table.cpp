#include "engine/net/socket_table.h"

#include <algorithm>

namespace penstock {

SocketTable::Row& SocketTable::open(SocketSnapshot row, const DeadlineSource* source) {
    const std::uint64_t serial = row.serial;
    Row& added = rows_[serial];
    added.serial = serial;
    added.snapshot = std::move(row);
    added.source = source;
    if (!added.snapshot.transfers.empty()) {
        added.servedFor = added.snapshot.transfers.front();
    }
    announce(added);
    return added;
}

void SocketTable::close(std::uint64_t serial) {
    Row* row = find(serial);
    if (row == nullptr) {
        return;
    }
    row->closed = true;
    row->source = nullptr;
    closed_.push_back(serial);
    const Error& why = row->snapshot.lastError;
    notices_->add(Notice::Kind::SocketClosed, serial,
                  why.ok() ? nullptr : std::make_unique<const Error>(why));
}

void SocketTable::step(Row& row, const SocketStep& step) {
    SocketSnapshot& shown = row.snapshot;
    const bool restarted = step.deadline != DeadlineKind::Nothing;
    if (shown.state == step.state && shown.waitsFor == step.waitsFor &&
        shown.deadline == step.deadline) {
        if (restarted) {
            touch(row);
        }
        return;
    }
    const bool majorStep = shown.state != step.state;
    shown.state = step.state;
    shown.waitsFor = step.waitsFor;
    shown.deadline = step.deadline;
    if (majorStep) {
        announce(row);
        return;
    }
    // Held back and let go again many times a second by a limit: that is progress, not news.
    touch(row);
    if (!row.waited && !row.announced) {
        row.waited = true;
        notices_->add(Notice::Kind::SocketWait, row.serial);
    }
}

const SocketSnapshot* SocketTable::noticed(std::uint64_t serial) {
    const auto found = rows_.find(serial);
    if (found == rows_.end()) {
        return nullptr;
    }
    Row& row = found->second;
    row.announced = false;
    SocketSnapshot& shown = row.snapshot;
    shown.received = row.received - row.before;
    shown.lifeReceived = row.received;
    const auto span = row.source != nullptr && shown.deadline != DeadlineKind::Nothing
                          ? row.source->deadline(shown.deadline)
                          : std::nullopt;
    shown.since = span ? std::optional(span->since) : std::nullopt;
    shown.until = span ? std::optional(span->until) : std::nullopt;
    return &shown;
}

std::span<const TransferId> SocketTable::waitNoticed(std::uint64_t serial) {
    const auto found = rows_.find(serial);
    if (found == rows_.end()) {
        return {};
    }
    found->second.waited = false;
    return found->second.snapshot.transfers;
}

void SocketTable::dropClosed() {
    for (const std::uint64_t serial : closed_) {
        rows_.erase(serial);
    }
    closed_.clear();
}

void SocketTable::progressSince(std::uint64_t& cursor, std::vector<SocketProgress>& out,
                                TimePoint now) {
    std::size_t kept = 0;
    for (const std::uint64_t serial : moving_) {
        Row* row = find(serial);
        if (row == nullptr) {
            continue;
        }
        const SocketProgress progress = progressOf(*row, now);
        if (row->moved > cursor || progress.bytesPerSecond != 0 || row->warm) {
            out.push_back(progress);
        }
        row->warm = progress.bytesPerSecond != 0;
        if (row->warm) {
            moving_[kept++] = serial;
        } else {
            row->moved = 0;
        }
    }
    moving_.resize(kept);
    cursor = clock_;
}

SocketTable::Row* SocketTable::find(std::uint64_t serial) {
    const auto found = rows_.find(serial);
    return found == rows_.end() || found->second.closed ? nullptr : &found->second;
}

void SocketTable::announce(Row& row) {
    if (!row.announced) {
        row.announced = true;
        notices_->add(Notice::Kind::Socket, row.serial);
    }
}

SocketProgress SocketTable::progressOf(Row& row, TimePoint now) {
    SocketProgress progress;
    progress.serial = row.serial;
    progress.received = row.received - row.before;
    progress.lifeReceived = row.received;
    progress.bytesPerSecond = row.meter.bytesPerSecond(now);
    progress.waitsFor = row.snapshot.waitsFor;
    progress.state = row.snapshot.state;
    if (row.source != nullptr && row.snapshot.deadline != DeadlineKind::Nothing) {
        if (const auto span = row.source->deadline(row.snapshot.deadline)) {
            progress.deadline = row.snapshot.deadline;
            progress.since = span->since;
            progress.until = span->until;
        }
    }
    return progress;
}

}  // namespace penstock
