#include "engine/transfer/admission.h"

#include <utility>

namespace penstock {

bool Admission::change(TransferId id, Ticket& ticket, bool waits, bool holds) {
    const bool mayBegin = (waits && !ticket.waits) || (ticket.holds && !holds);
    forget(ticket);
    ticket.waits = waits;
    ticket.holds = holds;
    waiting_ += waits ? 1U : 0U;
    holding_ += holds ? 1U : 0U;
    if (waits && !std::exchange(ticket.inLine, true)) {
        line_.push_back(id);
        std::push_heap(line_.begin(), line_.end(), std::greater<>());
    }
    return mayBegin;
}

void Admission::forget(const Ticket& ticket) noexcept {
    waiting_ -= ticket.waits ? 1U : 0U;
    holding_ -= ticket.holds ? 1U : 0U;
}

void Admission::dropFront() {
    std::pop_heap(line_.begin(), line_.end(), std::greater<>());
    line_.pop_back();
}

}  // namespace penstock
