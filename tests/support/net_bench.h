#pragma once
// What an engine hands out to its connections, alone on a table: a clock that stands still, rows,
// deadlines, scratch. One thread.

#include "engine/engine_timeouts.h"
#include "engine/net/deadlines.h"
#include "engine/net/socket_table.h"
#include "engine/notice_log.h"
#include "tests/support/fake_clock.h"

#include <array>
#include <cstddef>
#include <optional>

namespace penstock {

struct NetBench final : private Timed {
    FakeClock clock;
    NoticeLog notices;
    SocketTable table{notices};
    TimerQueue timers;
    Deadlines deadlines{timers, *this};  // of the one whose turn it is
    EngineTimeouts timeouts;
    std::array<std::byte, 4096> scratch{};
    bool due = false;  // a node of `deadlines` has come out

    /// A row like that of a socket just opened.
    RowHandle openRow(std::uint64_t serial) {
        SocketSnapshot row;
        row.serial = serial;
        return {table, table.open(std::move(row), nullptr)};
    }

    /// Moves the clock to the next deadline of anybody and lets the nodes out that are due.
    void passToNextDeadline() { pass(timers.next().value_or(clock.now()) - clock.now()); }

    void pass(Duration by) {
        clock.advance(by);
        while (TimerNode* node = timers.popDue(clock.now())) {
            node->owner().expired(clock.now());
        }
    }

    /// How long until `kind` of `deadlines` is reached; nothing if it is not armed.
    [[nodiscard]] std::optional<Duration> left(DeadlineKind kind) const {
        const auto span = deadlines.span(kind);
        return span ? std::optional(span->until - clock.now()) : std::nullopt;
    }

private:
    void expired(TimePoint now) override { due = deadlines.popped(now) || due; }
};

}  // namespace penstock
