#include "tests/support/pumped.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace penstock {

namespace {

/// For pump(): rounded up, so that the deadline has passed when the wait is over.
int millisecondsUntil(std::optional<TimePoint> deadline) {
    if (!deadline) {
        return -1;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(
        std::clamp<std::int64_t>(left.count(), 0, std::numeric_limits<int>::max()));
}

}  // namespace

PumpThread::PumpThread(Pumped& server) : server_(server), thread_([this] { run(); }) {}

PumpThread::~PumpThread() {
    stop();
}

void PumpThread::stop() {
    stopping_ = true;
    server_.wake();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void PumpThread::run() {
    while (!stopping_) {
        server_.pump(millisecondsUntil(server_.nextDeadline()));
    }
}

std::function<TimePoint()> steadyClock() {
    return [] {
        return std::chrono::steady_clock::now();
    };
}

}  // namespace penstock
