#pragma once
// An Http1Session alone: a chain that says what a test has written down, a clock that stands still.
// One thread.

#include "engine/net/http1_session.h"
#include "tests/support/fake_filter.h"
#include "tests/support/net_bench.h"

#include <cstddef>
#include <string>
#include <vector>

namespace penstock {

struct Http1Stage : SessionHost, TurnClock {
    NetBench bench;
    FakeWire wire;
    FakeFilter filter{wire};
    std::string peer = "example.org";
    RowHandle row = bench.openRow(1);
    Http1Session session{{*this, filter, bench.deadlines, row, bench.clock.now(), bench.scratch,
                          peer, bench.timeouts}};
    std::vector<StreamId> streamsEnded;
    bool dirty = false;

    void markDirty() override { dirty = true; }

    void streamEnded(StreamId id) override { streamsEnded.push_back(id); }

    [[nodiscard]] bool timeIsUp() const override { return false; }

    /// Asks for "/file".
    void open(StreamId stream, ExchangeEvents& exchange) {
        RequestHead head;
        head.target = "/file";
        head.authority = peer;
        session.open(stream, head, exchange);
    }

    Step run(std::size_t bytes = std::size_t{1} << 20U) {
        TurnBudget budget(bytes, *this);
        return session.run(budget);
    }
};

}  // namespace penstock
