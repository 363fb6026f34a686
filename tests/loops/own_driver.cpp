// The loops of engine/loops as drivers.

#include "engine/loops/epoll_loop.h"
#include "engine/loops/poll_loop.h"
#include "engine/loops/select_loop.h"
#include "tests/loops/loop_driver.h"

#include <vector>

namespace penstock {

namespace {

template <typename Loop>
class OwnDriver final : public LoopDriver {
public:
    LoopCallbacks callbacks() override { return loop_.callbacks(); }

    void attach(Engine& engine) override { engine_ = &engine; }

    void detach() override { engine_ = nullptr; }

    [[nodiscard]] std::size_t watchedSockets() const override {
        if constexpr (requires { loop_.watchedSockets(); }) {
            return loop_.watchedSockets();
        }
        std::vector<Watch> watched;
        if (engine_ != nullptr) {
            engine_->watched(watched);
        }
        return watched.size();
    }

    [[nodiscard]] bool timerArmed() const override {
        if constexpr (requires { loop_.timerArmed(); }) {
            return loop_.timerArmed();
        }
        return engine_ != nullptr && engine_->timeout().has_value();
    }

private:
    void turn(std::chrono::milliseconds longest) override { loop_.runOnce(*engine_, longest); }

    Loop loop_;
    Engine* engine_ = nullptr;
};

}  // namespace

std::unique_ptr<LoopDriver> makeEpollDriver() {
    return std::make_unique<OwnDriver<EpollLoop>>();
}

std::unique_ptr<LoopDriver> makePollDriver() {
    return std::make_unique<OwnDriver<PollLoop>>();
}

std::unique_ptr<LoopDriver> makeSelectDriver() {
    return std::make_unique<OwnDriver<SelectLoop>>();
}

}  // namespace penstock
