#include "engine/transfer/transfer_timeouts.h"

#include <string>
#include <utility>

namespace penstock {

void TransferTimeouts::begin(TransferState state) {
    if (state != TransferState::Queued && state != TransferState::Waiting) {
        return;
    }
    const EngineTimeouts& timeouts = services_->limits.timeouts;
    const TimePoint now = services_->now;
    if (timeouts.queue.count() > 0) {
        arm(DeadlineKind::Queue, now + timeouts.queue);
    }
    if (timeouts.total.count() > 0) {
        arm(DeadlineKind::Total, now + timeouts.total);
    }
}

void TransferTimeouts::expired(TimePoint now) {
    if (deadlines_.popped(now)) {
        due_ = true;
        turn_.run();
    }
}

std::vector<DeadlineKind> TransferTimeouts::reached() {
    if (!std::exchange(due_, false)) {
        return {};
    }
    return deadlines_.collect(services_->now);
}

Error TransferTimeouts::whatEnds(DeadlineKind kind, TransferState state, const std::string& name,
                                 std::uint64_t here) {
    if (kind == DeadlineKind::Queue && state == TransferState::Queued) {
        return {ErrorKind::TimeoutQueue, name + " did not get its turn in time", {}, 0};
    }
    // A rename that is under way ends in a moment.
    if (kind == DeadlineKind::Total && state != TransferState::Verifying) {
        return {ErrorKind::TimeoutTotal, name + " was not complete in time",
                std::to_string(here) + " bytes are here", 0};
    }
    return {};
}

}  // namespace penstock
