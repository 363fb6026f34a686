#include "engine/transfer/admission.h"

#include <algorithm>

namespace penstock {

namespace {

bool after(const Admission::Entry& a, const Admission::Entry& b) noexcept {
    return b.before(a);
}

}  // namespace

void Admission::place(TransferId id, Ticket& ticket, Line* line, Rank rank) {
    line = line == nullptr ? others_.get() : line;
    if (ticket.line == line && ticket.rank == rank) {
        return;
    }
    count(ticket, false);
    ticket.line = line;
    ticket.rank = rank;
    ticket.inLine = false;
    ticket.aside = false;
    count(ticket, true);
    if (ticket.waits) {
        enter(id, ticket);
    }
}

bool Admission::change(TransferId id, Ticket& ticket, bool waits, bool holds) {
    const bool mayBegin = (waits && !ticket.waits) || (ticket.holds && !holds);
    ticket.line = ticket.line == nullptr ? others_.get() : ticket.line;
    count(ticket, false);
    ticket.waits = waits;
    ticket.holds = holds;
    ticket.aside = false;
    count(ticket, true);
    if (waits) {
        enter(id, ticket);
    }
    return mayBegin;
}

void Admission::forget(Ticket& ticket) noexcept {
    count(ticket, false);
    ticket = {};
}

void Admission::count(const Ticket& ticket, bool in) noexcept {
    if (ticket.line == nullptr) {
        return;
    }
    const std::size_t one = in ? 1 : std::size_t{0} - 1;
    ticket.line->waiting += ticket.waits && !ticket.aside ? one : 0;
    ticket.line->holding += ticket.holds ? one : 0;
    holding_ += ticket.holds ? one : 0;
}

void Admission::enter(TransferId id, Ticket& ticket) {
    if (!std::exchange(ticket.inLine, true)) {
        push(ticket.line->waits, {ticket.rank, id});
    }
}

// If it does not stand there any more, it is about to be dropped.
bool Admission::isCurrent(Line& line, Ticket* ticket) const noexcept {
    if (ticket == nullptr || ticket->line != &line || !(ticket->rank == line.waits.front().rank)) {
        return false;
    }
    if (!ticket->waits || ticket->aside) {
        ticket->inLine = false;
        return false;
    }
    return true;
}

void Admission::setAside(Line& line, Ticket& ticket, const HostName& host) {
    const Entry entry = line.waits.front();
    pop(line.waits);
    count(ticket, false);
    ticket.aside = true;
    ticket.inLine = false;
    count(ticket, true);
    moved_.push_back(entry.id);
    push(aside_[{std::string(host.host), host.port}], entry);
}

bool Admission::admits(int limit) const noexcept {
    return slotFree(limit) && std::ranges::any_of(lines_, [](const Line* line) {
               return line->waiting > 0 && line->hasSlot();
           });
}

void Admission::push(std::vector<Entry>& heap, const Entry& entry) {
    heap.push_back(entry);
    std::push_heap(heap.begin(), heap.end(), after);
}

void Admission::pop(std::vector<Entry>& heap) {
    std::pop_heap(heap.begin(), heap.end(), after);
    heap.pop_back();
}

}  // namespace penstock
