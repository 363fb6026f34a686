#pragma once
// Which transfer may begin next. Those that want a slot wait in the order of their ids, which is
// that of being added. Thread: the engine's. Nothing here is proportional to those that wait.

#include "engine/transfer_types.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace penstock {

class Admission {
public:
    /// Of one transfer; kept with it, changed by update() alone.
    struct Ticket {
        bool waits = false;
        bool holds = false;   // a slot
        bool inLine = false;  // perhaps without waiting any more: see line_
    };

    /// It wants a slot, has one, or neither. Returns whether one may begin
    /// now that could not before.
    bool update(TransferId id, Ticket& ticket, bool waits, bool holds) {
        return (waits != ticket.waits || holds != ticket.holds) && change(id, ticket, waits, holds);
    }

    /// It is gone.
    void forget(const Ticket& ticket) noexcept;

    /// Whether anybody waits who may begin now; `limit` slots, 0: any number.
    [[nodiscard]] bool admits(int limit) const noexcept { return waiting_ > 0 && slotFree(limit); }

    /// Which of them is the first; TransferId::Nothing if none is. `find` leads from an id to its
    /// Ticket*, null for one that is gone.
    template <typename Find>
    TransferId first(int limit, Find find) {
        while (!line_.empty() && slotFree(limit)) {
            Ticket* ticket = find(line_.front());
            if (ticket != nullptr && ticket->waits) {
                return line_.front();
            }
            if (ticket != nullptr) {
                ticket->inLine = false;
            }
            dropFront();
        }
        return TransferId::Nothing;
    }

private:
    [[nodiscard]] bool slotFree(int limit) const noexcept {
        return limit <= 0 || holding_ < static_cast<std::size_t>(limit);
    }

    bool change(TransferId id, Ticket& ticket, bool waits, bool holds);
    void dropFront();

    // A heap, the smallest id on top. One that waits no longer stays in it until it comes to the
    // top.
    std::vector<TransferId> line_;
    std::size_t waiting_ = 0;
    std::size_t holding_ = 0;
};

}  // namespace penstock
