#include "engine/net/deadlines.h"

#include <algorithm>

namespace penstock {

void Deadlines::arm(DeadlineKind kind, TimePoint since, TimePoint until) {
    slot(kind) = {true, since, until, {}};
    placeNode();
}

void Deadlines::armLazy(DeadlineKind kind, TimePoint now, Duration after) {
    touched_ = std::max(touched_, now);
    slot(kind) = {true, now, now + after, after};
    placeNode();
}

void Deadlines::disarm(DeadlineKind kind) {
    if (slot(kind).armed) {
        slot(kind).armed = false;
        placeNode();
    }
}

void Deadlines::disarmAll() {
    slots_ = {};
    queue_->disarm(node_);
}

bool Deadlines::popped(TimePoint now) {
    bool reached = false;
    for (Slot& each : slots_) {
        if (each.armed) {
            each.until = spanOf(each).until;
            reached = reached || each.until <= now;
        }
    }
    if (!reached) {
        placeNode();
    }
    return reached;
}

std::vector<DeadlineKind> Deadlines::collect(TimePoint now) {
    std::vector<DeadlineKind> reached;
    for (std::size_t i = 0; i < kKinds; ++i) {
        Slot& each = slots_[i];
        if (!each.armed) {
            continue;
        }
        const TimePoint until = spanOf(each).until;
        if (until <= now) {
            each.armed = false;
            reached.push_back(static_cast<DeadlineKind>(i));
        } else {
            each.until = until;
        }
    }
    placeNode();
    return reached;
}

std::optional<DeadlineSpan> Deadlines::span(DeadlineKind kind) const {
    const Slot& asked = slots_[static_cast<std::size_t>(kind)];
    return asked.armed ? std::optional(spanOf(asked)) : std::nullopt;
}

DeadlineSpan Deadlines::spanOf(const Slot& slot) const {
    if (slot.after == Duration::zero()) {
        return {slot.since, slot.until};
    }
    const TimePoint since = std::max(slot.since, touched_);
    return {since, since + slot.after};
}

void Deadlines::placeNode() {
    std::optional<TimePoint> nearest;
    for (const Slot& each : slots_) {
        if (each.armed && (!nearest || each.until < *nearest)) {
            nearest = each.until;
        }
    }
    if (!nearest) {
        queue_->disarm(node_);
    } else if (!node_.armed() || node_.at() != *nearest) {
        queue_->arm(node_, *nearest);
    }
}

}  // namespace penstock
