#include "tests/loops/loop_driver.h"

#include <array>

namespace penstock {

namespace {

constexpr std::array kKinds{
    LoopDriverKind{"epoll", nullptr, &makeEpollDriver},
    LoopDriverKind{"poll", nullptr, &makePollDriver},
    LoopDriverKind{"select", nullptr, &makeSelectDriver},
    LoopDriverKind{"qt_ours", "penstock::EpollDispatcher", &makeQtDriver},
    LoopDriverKind{"qt_unix", "QEventDispatcherUNIX", &makeQtDriver},
    LoopDriverKind{"qt_glib", "QEventDispatcherGlib", &makeQtDriver},
#ifdef PENSTOCK_WITH_LIBEVENT
    LoopDriverKind{"libevent", nullptr, &makeLibeventDriver},
#endif
#ifdef PENSTOCK_WITH_LIBUV
    LoopDriverKind{"libuv", nullptr, &makeLibuvDriver},
#endif
};

}  // namespace

std::span<const LoopDriverKind> loopDriverKinds() {
    return kKinds;
}

bool LoopDriver::runUntil(const std::function<bool()>& done, std::chrono::milliseconds atMost) {
    const auto end = std::chrono::steady_clock::now() + atMost;
    while (!done()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left <= std::chrono::milliseconds::zero()) {
            return false;
        }
        turn(left);
    }
    return true;
}

}  // namespace penstock
