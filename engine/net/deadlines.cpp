#include "engine/net/deadlines.h"

#include <algorithm>

namespace penstock {

void Deadlines::arm(DeadlineKind kind, TimePoint since, TimePoint until, StreamId of) {
    set({kind, since, until, Duration::zero(), of});
}

// Moves the node once, where disarming first would move it twice.
void Deadlines::armOnly(DeadlineKind kind, TimePoint since, TimePoint until) {
    slots_.clear();
    arm(kind, since, until);
}

void Deadlines::armLazy(DeadlineKind kind, TimePoint now, Duration after, StreamId of) {
    if (of == StreamId::Nothing) {
        touched_ = std::max(touched_, now);
    }
    set({kind, now, now + after, after, of});
}

void Deadlines::armHeld(DeadlineKind kind, TimePoint since, TimePoint until) {
    set({kind, since, until, Duration::zero(), StreamId::Nothing, true});
}

void Deadlines::set(const Slot& slot) {
    if (Slot* const armed = find(slot.kind, slot.of); armed != nullptr) {
        *armed = slot;
    } else {
        slots_.push_back(slot);
    }
    placeNode();
}

// Null if it is not armed.
Deadlines::Slot* Deadlines::find(DeadlineKind kind, StreamId of) noexcept {
    for (Slot& slot : slots_) {
        if (slot.kind == kind && slot.of == of) {
            return &slot;
        }
    }
    return nullptr;
}

void Deadlines::disarm(DeadlineKind kind, StreamId of) {
    if (Slot* const armed = find(kind, of); armed != nullptr) {
        *armed = slots_.back();
        slots_.pop_back();
        placeNode();
    }
}

void Deadlines::disarmStream(StreamId of) {
    if (slots_.eraseIf([of](const Slot& slot) { return slot.of == of; }) != 0) {
        placeNode();
    }
}

// A lazy slot of a stream begins anew; the node stays where it is.
void Deadlines::touch(TimePoint now, StreamId of) noexcept {
    for (Slot& slot : slots_) {
        if (slot.of == of && slot.after > Duration::zero()) {
            slot.since = now;
        }
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
    std::vector<DeadlineKind> kinds;
    for (const Reached& each : collectOfStreams(now)) {
        kinds.push_back(each.kind);
    }
    return kinds;
}

std::vector<Deadlines::Reached> Deadlines::collectOfStreams(TimePoint now) {
    std::vector<Reached> reached;
    for (Slot& each : slots_) {
        each.until = spanOf(each).until;
    }
    slots_.eraseIf([&](const Slot& each) {
        if (each.until > now) {
            return false;
        }
        if (!each.held) {
            reached.push_back({each.kind, each.of});
        }
        return true;
    });
    placeNode();
    return reached;
}

std::optional<DeadlineSpan> Deadlines::span(DeadlineKind kind) const {
    std::optional<DeadlineSpan> nearest;
    for (const Slot& slot : slots_) {
        if (slot.kind != kind) {
            continue;
        }
        const DeadlineSpan span = spanOf(slot);
        if (!nearest || span.until < nearest->until) {
            nearest = span;
        }
    }
    return nearest;
}

DeadlineSpan Deadlines::spanOf(const Slot& slot) const {
    if (slot.after == Duration::zero()) {
        return {slot.since, slot.until};
    }
    const TimePoint since =
        slot.of == StreamId::Nothing ? std::max(slot.since, touched_) : slot.since;
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
