#include "engine/net/deadlines.h"

#include <algorithm>

namespace penstock {

void Deadlines::arm(DeadlineKind kind, TimePoint since, TimePoint until) {
    set({kind, since, until, Duration::zero()});
}

// Moves the node once, where disarming first would move it twice.
void Deadlines::armOnly(DeadlineKind kind, TimePoint since, TimePoint until) {
    slots_.clear();
    arm(kind, since, until);
}

void Deadlines::armLazy(DeadlineKind kind, TimePoint now, Duration after) {
    touched_ = std::max(touched_, now);
    set({kind, now, now + after, after});
}

void Deadlines::armHeld(DeadlineKind kind, TimePoint since, TimePoint until) {
    set({kind, since, until, Duration::zero(), true});
}

void Deadlines::set(const Slot& slot) {
    const auto armed = std::ranges::find(slots_, slot.kind, &Slot::kind);
    if (armed != slots_.end()) {
        *armed = slot;
    } else {
        slots_.push_back(slot);
    }
    placeNode();
}

void Deadlines::disarm(DeadlineKind kind) {
    const auto armed = std::ranges::find(slots_, kind, &Slot::kind);
    if (armed != slots_.end()) {
        *armed = slots_.back();
        slots_.pop_back();
        placeNode();
    }
}

void Deadlines::disarmAll() noexcept {
    slots_.clear();
    queue_->disarm(node_);
}

bool Deadlines::popped(TimePoint now) {
    bool reached = false;
    for (Slot& each : slots_) {
        each.until = spanOf(each).until;
        reached = reached || each.until <= now;
    }
    if (!reached) {
        placeNode();
    }
    return reached;
}

std::vector<DeadlineKind> Deadlines::collect(TimePoint now) {
    std::vector<DeadlineKind> reached;
    std::erase_if(slots_, [&](Slot& each) {
        each.until = spanOf(each).until;
        if (each.until > now) {
            return false;
        }
        if (!each.held) {
            reached.push_back(each.kind);
        }
        return true;
    });
    placeNode();
    return reached;
}

std::optional<DeadlineSpan> Deadlines::span(DeadlineKind kind) const {
    const auto armed = std::ranges::find(slots_, kind, &Slot::kind);
    return armed != slots_.end() ? std::optional(spanOf(*armed)) : std::nullopt;
}

DeadlineSpan Deadlines::spanOf(const Slot& slot) const {
    if (slot.after == Duration::zero()) {
        return {slot.since, slot.until};
    }
    const TimePoint since = std::max(slot.since, touched_);
    return {since, since + slot.after};
}

void Deadlines::placeNode() {
    const auto nearest = std::ranges::min_element(slots_, {}, &Slot::until);
    if (nearest == slots_.end()) {
        queue_->disarm(node_);
    } else if (!node_.armed() || node_.at() != nearest->until) {
        queue_->arm(node_, nearest->until);
    }
}

void Deadline::arm(TimePoint until) {
    if (!armed_ || until_ != until) {
        armed_ = true;
        until_ = until;
        all_->armHeld(kind_, *now_, until);
    }
}

void Deadline::disarm() {
    if (armed_) {
        armed_ = false;
        all_->disarm(kind_);
    }
}

}  // namespace penstock
