// The example for libevent as a driver.

#include "tests/loops/libevent_loop.h"
#include "tests/loops/loop_driver.h"

#include <event2/thread.h>

namespace penstock {

namespace {

struct FreeBase {
    void operator()(event_base* base) const noexcept { event_base_free(base); }
};

struct FreeEvent {
    void operator()(event* known) const noexcept { event_free(known); }
};

event_base* makeBase() {
    evthread_use_pthreads();  // before the base; doing it again does nothing
    return event_base_new();
}

class LibeventDriver final : public LoopDriver {
public:
    LoopCallbacks callbacks() override { return loop_.callbacks(); }

    void attach(Engine& engine) override { loop_.drive(engine); }

    void detach() override {}

    [[nodiscard]] std::size_t watchedSockets() const override { return loop_.watchedSockets(); }

    [[nodiscard]] bool timerArmed() const override { return loop_.timerArmed(); }

private:
    void turn(std::chrono::milliseconds longest) override {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(longest);
        const timeval wait{seconds.count(), std::chrono::microseconds(longest - seconds).count()};
        event_add(limit_.get(), &wait);
        event_base_loop(base_.get(), EVLOOP_ONCE);
        event_del(limit_.get());
    }

    std::unique_ptr<event_base, FreeBase> base_{makeBase()};
    LibeventLoop loop_{*base_};
    // Ends a wait, and does nothing else.
    std::unique_ptr<event, FreeEvent> limit_{evtimer_new(
        base_.get(), [](evutil_socket_t, short, void*) {}, nullptr)};
};

}  // namespace

std::unique_ptr<LoopDriver> makeLibeventDriver() {
    return std::make_unique<LibeventDriver>();
}

}  // namespace penstock
