#pragma once
// Connections over chains and sessions that do what a test says: the turn around them, by hand.
// One thread.

#include "engine/net/connection_pool.h"
#include "engine/net/host_ceilings.h"
#include "tests/support/fake_filter.h"
#include "tests/support/fake_session.h"
#include "tests/support/net_bench.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace penstock {

struct NetStage : ConnectionHost, SessionFactory, TurnClock {
    NetBench bench;
    SocketHooks hooks;
    bool refuseWatches = false;
    LoopCallbacks callbacks{
        .socket =
            [this](const Watch&) { return refuseWatches ? Verdict::Refused : Verdict::Accepted; },
        .timer = {},
        .wake = {}};
    SocketWatch watch{callbacks, hooks, bench.table};
    std::vector<std::unique_ptr<FakeWire>> wires;  // of each connection, in the order of making
    std::vector<std::unique_ptr<SessionScript>> scripts;
    SessionScript script;  // what each session begins with
    HostCeilings::WallClock wallClock = std::chrono::system_clock::now;
    HostCeilings ceilings{wallClock};
    Error noFilters;  // why a connection can have none
    std::vector<Connection*> dirty;

    ~NetStage() override { watch.forgetAll(); }

    void markDirty(Connection& connection) override {
        connection.setDirty(true);
        if (std::ranges::find(dirty, &connection) == dirty.end()) {
            dirty.push_back(&connection);
        }
    }

    [[nodiscard]] bool timeIsUp() const override { return false; }

    NetServices services() {
        return {watch,
                bench.timers,
                bench.clock.now(),
                bench.timeouts,
                bench.scratch,
                false,
                [this](const Destination&,
                       const FilterParts& parts) -> Result<std::unique_ptr<Filter>> {
                    if (!noFilters.ok()) {
                        return noFilters;
                    }
                    wires.push_back(std::make_unique<FakeWire>());
                    return std::unique_ptr<Filter>(
                        std::make_unique<FakeFilter>(*wires.back(), &parts.host));
                },
                *this,
                ceilings};
    }

    std::unique_ptr<HttpSession> make(const SessionParts& parts) override {
        scripts.push_back(std::make_unique<SessionScript>(script));
        return std::make_unique<FakeSession>(*scripts.back(), parts);
    }

    /// A request as an exchange would make it.
    static RequestHead request(const std::string& target = "/file") {
        RequestHead head;
        head.target = target;
        head.authority = "example.org";
        return head;
    }

    /// The session that was asked last.
    SessionScript& session() {
        const auto busy = std::find_if(scripts.rbegin(), scripts.rend(),
                                       [](const auto& each) { return !each->open.empty(); });
        return busy != scripts.rend() ? **busy : *scripts.back();
    }

    /// What its connection tells it.
    ExchangeEvents& events() { return *session().open.front().events; }

    /// Steps 2 to 6 of a turn, for all that is dirty.
    void turn(ConnectionPool* pool = nullptr) {
        for (Connection* connection : std::exchange(dirty, {})) {
            connection->setDirty(false);
            TurnBudget budget(1U << 20U, *this);
            connection->run(budget);
            if (pool != nullptr) {
                pool->settle(*connection);
            }
            connection->assess();
        }
        watch.tell();
        watch.closeRetired();
        if (pool != nullptr) {
            pool->sweep();
        }
        bench.table.sweep();
    }
};

}  // namespace penstock
