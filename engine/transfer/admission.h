#pragma once
// Which transfer may begin next. Those that want a slot wait by rank, each in the line of its
// queue, which may have limits of its own; one whose host has others waiting stands aside until it
// has none, so that it keeps no slot from those that could use it.
//
//   line of a queue ─▶ first of all lines that are open ─▶ begins
//        ▲                        │ its host is crowded
//        └──── set aside ◀────────┘
//
// Thread: the engine's. Nothing here is proportional to those that wait.

#include "engine/base/rank.h"
#include "engine/net/host_key.h"
#include "engine/transfer_types.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

class Admission {
public:
    struct Entry {
        Rank rank;
        TransferId id;

        [[nodiscard]] bool before(const Entry& other) const noexcept {
            return rank == other.rank ? id < other.id : rank.before(other.rank);
        }
    };

    /// The transfers of one queue.
    struct Line {
        int limit = 0;        // active at the same time; 0: any number
        bool open = true;     // by its hours
        TimePoint opensAt{};  // meaningful while it is not

        [[nodiscard]] bool hasSlot() const noexcept {
            return open && (limit <= 0 || holding < static_cast<std::size_t>(limit));
        }

        // Kept by the admission. A heap, the first on top; one that waits no longer, or by another
        // rank, stays in it until it comes to the top.
        std::vector<Entry> waits;
        std::size_t waiting = 0;
        std::size_t holding = 0;
    };

    /// Of one transfer; kept with it, changed by the calls below alone.
    struct Ticket {
        bool waits = false;
        bool holds = false;   // a slot
        bool inLine = false;  // by this rank; perhaps without waiting any more: see Line::waits
        bool aside = false;   // it waits, and its host is crowded
        Rank rank;
        Line* line = nullptr;

        /// By the hours of its queue.
        [[nodiscard]] bool isShut() const noexcept { return line != nullptr && !line->open; }
    };

    /// It stands in that line from now on, by that rank; `line` null: in that of all others.
    void place(TransferId id, Ticket& ticket, Line* line, Rank rank);

    /// It wants a slot, has one, or neither. Returns whether one may begin
    /// now that could not before.
    bool update(TransferId id, Ticket& ticket, bool waits, bool holds) {
        return (waits != ticket.waits || holds != ticket.holds) && change(id, ticket, waits, holds);
    }

    /// It is gone.
    void forget(Ticket& ticket) noexcept;

    /// One more queue. It must be there until dropLine(), and empty then.
    void addLine(Line& line) { lines_.push_back(&line); }

    void dropLine(const Line& line) { std::erase(lines_, &line); }

    /// Those that have begun to stand aside, or have ended it, since the last call.
    [[nodiscard]] std::vector<TransferId> takeMoved() noexcept { return std::exchange(moved_, {}); }

    /// Whether anybody waits who may begin now; `limit` slots, 0: any number.
    [[nodiscard]] bool admits(int limit) const noexcept;

    /// Whether anybody stands aside whose host has room, and may begin now.
    template <typename Crowded>
    [[nodiscard]] bool mayReturn(int limit, Crowded crowded) const {
        if (aside_.empty() || !slotFree(limit)) {
            return false;
        }
        for (const auto& [host, entries] : aside_) {
            if (!crowded(HostName{host.first, host.second})) {
                return true;
            }
        }
        return false;
    }

    /// Which of them is the first; TransferId::Nothing if none is. `find` leads from an id to its
    /// Ticket*, null for one that is gone; `crowded(id)`, `crowded(host)`: whether others wait at
    /// its host; `hostOf(id)`: a HostName.
    template <typename Find, typename Crowded, typename HostOf>
    TransferId first(int limit, Find find, Crowded crowded, HostOf hostOf) {
        takeBack(find, crowded);
        while (slotFree(limit)) {
            Line* line = firstLine(find);
            if (line == nullptr) {
                break;
            }
            const TransferId id = line->waits.front().id;
            const HostName host = hostOf(id);
            if (!crowded(host)) {
                return id;
            }
            setAside(*line, *find(id), host);
        }
        return TransferId::Nothing;
    }

private:
    using HostId = std::pair<std::string, std::uint16_t>;

    [[nodiscard]] bool slotFree(int limit) const noexcept {
        return limit <= 0 || holding_ < static_cast<std::size_t>(limit);
    }

    static bool stands(const Entry& entry, const Ticket* ticket, bool aside) noexcept {
        return ticket != nullptr && ticket->waits && ticket->aside == aside &&
               ticket->rank == entry.rank;
    }

    /// One a host: it is the next there, and others may be before it elsewhere.
    template <typename Find, typename Crowded>
    void takeBack(Find find, Crowded crowded) {
        for (auto host = aside_.begin(); host != aside_.end();) {
            auto& entries = host->second;
            while (!entries.empty() && !stands(entries.front(), find(entries.front().id), true)) {
                pop(entries);
            }
            if (!entries.empty() && !crowded(HostName{host->first.first, host->first.second})) {
                const Entry entry = entries.front();
                pop(entries);
                Ticket& ticket = *find(entry.id);
                count(ticket, false);
                ticket.aside = false;
                count(ticket, true);
                enter(entry.id, ticket);
                moved_.push_back(entry.id);
            }
            host = entries.empty() ? aside_.erase(host) : std::next(host);
        }
    }

    /// The line whose first goes before those of the others; what stands on top there, stands.
    template <typename Find>
    Line* firstLine(Find find) {
        Line* best = nullptr;
        for (Line* line : lines_) {
            if (!line->hasSlot()) {
                continue;
            }
            while (!line->waits.empty() && !isCurrent(*line, find(line->waits.front().id))) {
                pop(line->waits);
            }
            if (!line->waits.empty() &&
                (best == nullptr || line->waits.front().before(best->waits.front()))) {
                best = line;
            }
        }
        return best;
    }

    bool isCurrent(Line& line, Ticket* ticket) const noexcept;
    bool change(TransferId id, Ticket& ticket, bool waits, bool holds);
    void count(const Ticket& ticket, bool in) noexcept;
    void enter(TransferId id, Ticket& ticket);
    void setAside(Line& line, Ticket& ticket, const HostName& host);
    static void push(std::vector<Entry>& heap, const Entry& entry);
    static void pop(std::vector<Entry>& heap);

    std::unique_ptr<Line> others_ = std::make_unique<Line>();  // stays where it is
    std::vector<Line*> lines_{others_.get()};
    std::map<HostId, std::vector<Entry>> aside_;  // heaps
    std::size_t holding_ = 0;
    std::vector<TransferId> moved_;
};

}  // namespace penstock
