#pragma once
// Drives an engine with libevent 2.1. An example to copy: it is whole, and needs nothing of ours
// but engine/engine.h.
//
//     evthread_use_pthreads();  // before the base is made: the engine's workers wake it
//     event_base* base = event_base_new();
//     LibeventLoop loop(*base);
//     Engine engine(config, loop.callbacks(), {}, observer);
//     loop.drive(engine);
//     engine.add(request);
//     event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);  // until event_base_loopbreak()
//
// Thread: the one that runs the base. Lifetime: base, loop, engine, made in this order and
// destroyed in the reverse one.

#include "engine/engine.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <event2/event.h>
#include <memory>
#include <optional>
#include <unordered_map>

namespace penstock {

class LibeventLoop {
public:
    explicit LibeventLoop(event_base& base);

    /// For the engine that is to be driven; one at a time.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Events go to `engine` from here on.
    void drive(Engine& engine) noexcept { engine_ = &engine; }

    [[nodiscard]] std::size_t watchedSockets() const noexcept { return sockets_.size(); }

    [[nodiscard]] bool timerArmed() const noexcept {
        return event_pending(timer_.get(), EV_TIMEOUT, nullptr) != 0;
    }

private:
    struct FreeEvent {
        void operator()(event* known) const noexcept { event_free(known); }
    };

    using Event = std::unique_ptr<event, FreeEvent>;

    Verdict watch(const Watch& change);
    Verdict arm(std::optional<std::chrono::milliseconds> delay);
    void wake();

    event_base* base_;
    Engine* engine_ = nullptr;
    std::unordered_map<int, Event> sockets_;
    Event timer_;
    Event wake_;
    std::atomic<bool> wakePending_ = false;
};

}  // namespace penstock
