// The example for libuv as a driver.

#include "tests/loops/libuv_loop.h"
#include "tests/loops/loop_driver.h"

#include <QtGlobal>

#include <optional>

namespace penstock {

namespace {

class LibuvDriver final : public LoopDriver {
public:
    LibuvDriver() {
        uv_loop_init(&uv_);
        uv_timer_init(&uv_, &limit_);
        loop_.emplace(uv_);
    }

    ~LibuvDriver() override {
        loop_.reset();
        uv_close(reinterpret_cast<uv_handle_t*>(&limit_), nullptr);
        uv_run(&uv_, UV_RUN_DEFAULT);  // ends, since every handle is closed or closing
        if (uv_loop_close(&uv_) != 0) {
            qFatal("a libuv handle was not closed");
        }
    }

    LoopCallbacks callbacks() override { return loop_->callbacks(); }

    void attach(Engine& engine) override { loop_->drive(engine); }

    void detach() override {}

    // After a timer libuv waits for a descriptor in the same round. Outside of a round it would end
    // the next one before that has begun.
    void handedOn() override {
        if (running_) {
            uv_stop(&uv_);
        }
    }

    [[nodiscard]] std::size_t watchedSockets() const override { return loop_->watchedSockets(); }

    [[nodiscard]] bool timerArmed() const override { return loop_->timerArmed(); }

private:
    void turn(std::chrono::milliseconds longest) override {
        uv_update_time(&uv_);
        uv_timer_start(
            &limit_, [](uv_timer_t*) {}, static_cast<std::uint64_t>(longest.count()), 0);
        running_ = true;
        uv_run(&uv_, UV_RUN_ONCE);
        running_ = false;
        uv_timer_stop(&limit_);
    }

    bool running_ = false;
    uv_loop_t uv_{};
    uv_timer_t limit_{};  // ends a wait, and does nothing else
    std::optional<LibuvLoop> loop_;
};

}  // namespace

std::unique_ptr<LoopDriver> makeLibuvDriver() {
    return std::make_unique<LibuvDriver>();
}

}  // namespace penstock
