#include "app/engine_pace.h"

#include "app/epoll_dispatcher.h"

#include <algorithm>

namespace penstock {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{1'000};
constexpr milliseconds kLongestWatched{60};
constexpr milliseconds kLongest{800};
constexpr milliseconds kShortest{15};        // less saves nothing
constexpr std::uint64_t kGathered = 32'768;  // half of the smallest usual receive window

}  // namespace

milliseconds restFor(const EngineLoad& load) {
    if (load.changing || load.limited || load.fastestSocket == 0) {
        return milliseconds::zero();
    }
    const milliseconds most = load.watched ? kLongestWatched : kLongest;
    const auto until = static_cast<std::int64_t>(kGathered * 1'000 / load.fastestSocket);
    const milliseconds rest = std::min(most, milliseconds{until});
    return rest < kShortest ? milliseconds::zero() : rest;
}

EnginePace::EnginePace(Engine& engine, EpollDispatcher& dispatcher)
    : engine_(engine), dispatcher_(dispatcher) {
    timer_.setInterval(kLook);
    connect(&timer_, &QTimer::timeout, this, &EnginePace::look);
}

void EnginePace::changed() {
    changing_ = true;
    dispatcher_.setRest(milliseconds::zero());
    if (!timer_.isActive()) {
        timer_.start();
    }
}

void EnginePace::setWatched(bool watched) {
    watched_ = watched;
    if (watched) {
        dispatcher_.setRest(milliseconds::zero());
    }
}

void EnginePace::look() {
    engine_.progressSince(cursor_, transfers_, sockets_);
    if (transfers_.empty() && sockets_.empty()) {
        dispatcher_.setRest(milliseconds::zero());
        timer_.stop();
        return;
    }
    EngineLoad load;
    load.changing = changing_;
    load.watched = watched_;
    for (const SocketProgress& socket : sockets_) {
        load.fastestSocket = std::max(load.fastestSocket, socket.bytesPerSecond);
        load.limited = load.limited || socket.waitsFor == WaitsFor::RateTokens;
    }
    for (const TransferProgress& transfer : transfers_) {
        load.limited = load.limited || transfer.wait.waitsFor == WaitsFor::RateTokens;
    }
    changing_ = false;
    dispatcher_.setRest(restFor(load));
}

}  // namespace penstock
