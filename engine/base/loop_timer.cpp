#include "engine/base/loop_timer.h"

#include <algorithm>
#include <limits>

namespace penstock {

std::optional<std::chrono::milliseconds> waitUntil(const NextCall& call, TimePoint now) {
    using std::chrono::milliseconds;
    constexpr milliseconds kLongest{std::numeric_limits<int>::max()};
    switch (call.when) {
        case NextCall::When::Never:
            return std::nullopt;
        case NextCall::When::Soon:
            return milliseconds(0);
        case NextCall::When::At:
            break;
    }
    const Duration left = std::max(call.at - now, Duration::zero());
    return std::min(std::chrono::ceil<milliseconds>(left), kLongest);
}

Verdict LoopTimer::tell(NextCall call, TimePoint now) {
    if (wasted_ && call.when == NextCall::When::Never) {
        call.when = NextCall::When::Soon;  // there is none pending that could be dropped
    }
    told_ = call;
    wasted_ = false;
    const Verdict verdict = callbacks_->timer(waitUntil(call, now));
    if (verdict == Verdict::Refused) {
        fired();
    }
    return verdict;
}

void LoopTimer::drop() {
    if (told_.when != NextCall::When::Never) {
        fired();
        callbacks_->timer(std::nullopt);
    }
}

}  // namespace penstock
