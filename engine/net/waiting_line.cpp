#include "engine/net/waiting_line.h"

namespace penstock {

void WaitingLine::join(PoolWaiter& waiter, bool ahead, Rank rank) {
    waiter.ticket = {this, false, ahead, ++last_, rank};
    line_.insert(&waiter);
}

void WaitingLine::setRank(PoolWaiter& waiter, Rank rank) {
    if (waiter.ticket.line == this && !waiter.ticket.called) {
        line_.erase(&waiter);
        waiter.ticket.rank = rank;
        line_.insert(&waiter);
    }
}

bool WaitingLine::answered(PoolWaiter& waiter) noexcept {
    if (waiter.ticket.line != this || !waiter.ticket.called) {
        return false;
    }
    waiter.ticket = {};
    --called_;
    return true;
}

void WaitingLine::leave(PoolWaiter& waiter) {
    if (answered(waiter)) {
        callNext();
    } else if (waiter.ticket.line == this) {
        line_.erase(&waiter);
        waiter.ticket = {};
    }
}

void WaitingLine::callNext() {
    if (line_.empty()) {
        return;
    }
    for (std::size_t left = room(); called_ < left && !line_.empty();) {
        PoolWaiter* first = *line_.begin();
        line_.erase(line_.begin());
        first->ticket.called = true;
        ++called_;
        first->offerChanged();  // marks, and asks later
    }
}

}  // namespace penstock
