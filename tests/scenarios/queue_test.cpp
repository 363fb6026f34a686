// Who has a place among the active transfers, and who waits for one.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <random>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// While it lives the process opens no further descriptor: its soft limit is what it has open.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit none = before_;
        const int lowest = ::dup(0);
        ::close(lowest);
        none.rlim_cur = static_cast<rlim_t>(lowest);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }

    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

/// Those that have a slot, as they say.
std::ptrdiff_t active(const World& world) {
    return std::ranges::count_if(world.transfers, [&world](const auto& each) {
        const auto now = world.engine->snapshot(each.first);
        return now &&
               (now->state == TransferState::Probing || now->state == TransferState::Receiving ||
                now->state == TransferState::Verifying) &&
               now->wait.waitsFor != WaitsFor::Host;
    });
}

/// Three names of the origin: each is a host.
const std::vector<std::string> kHosts{"one.test", "two.test", "three.test"};

void addHosts(World& world) {
    for (const std::string& host : kHosts) {
        world.dns.add(host, {.a = {"127.0.0.1"}});
    }
}

/// Two slots, and one connection of each host.
WorldOptions twoSlots() {
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 2;
    options.limits.connectionsPerHost = 1;
    return options;
}

}  // namespace

class QueueTest : public QObject {
    Q_OBJECT

private slots:

    void oneThatWaitsForItsNextTryHoldsNoPlace() {
        WorldOptions options = withoutJournal();
        options.limits.activeTransfers = 1;
        World world(options);
        world.origin->serve({.path = "/busy", .size = 10, .status = 503, .times = 1});
        world.origin->serve({.path = "/f", .size = 10});
        const TransferId first = addCounted(world, world.origin->url("/busy"));
        const TransferId second = addCounted(world, world.origin->url("/f"));
        QVERIFY(world.runToEnd(second));
        QCOMPARE(world.state(second), TransferState::Done);
        QCOMPARE(world.state(first), TransferState::Waiting);
        QVERIFY(world.runToEnd(first));
        QCOMPARE(world.state(first), TransferState::Done);
    }

    void oneThatWaitsAtAFullHostLeavesItsSlotToAnotherHosts() {
        World world(twoSlots());
        addHosts(world);
        world.origin->serve({.path = "/slow", .size = 10, .delayFirstByte = 50s});
        world.origin->serve({.path = "/f", .size = 10});
        addCounted(world, world.origin->url("/slow", kHosts[0]));
        const TransferId waits = addCounted(world, world.origin->url("/f", kHosts[0]));
        const TransferId other = addCounted(world, world.origin->url("/f", kHosts[1]));
        world.runFor(1s);
        QCOMPARE(world.engine->snapshot(waits)->wait.waitsFor, WaitsFor::Host);
        QCOMPARE(world.state(other), TransferState::Done);
    }

    void aFullHostMakesOneMoreActiveAtMost_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 6; ++seed) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }

    void aFullHostMakesOneMoreActiveAtMost() {
        QFETCH(unsigned, seed);
        WorldOptions options;
        options.connections = 4;
        options.limits.activeTransfers = 3;
        options.limits.connectionsPerHost = 2;
        World world(options);
        addHosts(world);
        world.origin->serve({.path = "/small", .size = 100, .delayFirstByte = 100ms});
        world.origin->serve({.path = "/large", .size = 5U << 20U, .rate = 1U << 20U});
        world.origin->serve(
            {.path = "/short", .size = 5U << 20U, .rate = 4U << 20U, .closeAfter = 1'500'000});
        std::mt19937 random(seed);
        std::vector<TransferId> added;
        for (int i = 0; i < 30; ++i) {
            const std::array<std::string, 3> paths{"/small", "/large", "/short"};
            added.push_back(
                world.add(world.origin->url(paths[random() % 3], kHosts[random() % kHosts.size()]),
                          [i](TransferRequest& request) { request.name = std::to_string(i); }));
        }
        std::ptrdiff_t most = 0;
        world.onReturn = [&](EntryPoint) {
            most = std::max(most, active(world));
        };
        QVERIFY(world.runUntil([&] {
            return std::ranges::all_of(
                added, [&](TransferId id) { return world.state(id) == TransferState::Done; });
        }));
        QVERIFY2(most >= 3 && most <= 3 + std::ssize(kHosts), qPrintable(QString::number(most)));
    }

    // no descriptor is a wait, however long, and no try.
    void withoutADescriptorItWaitsAndNeverFails() {
        WorldOptions options = withoutJournal();
        options.limits.attempts = 1;
        World world(options);
        world.origin->serve({.path = "/f", .size = 1000});
        const std::string url = world.origin->url("/f");
        TransferId id{};
        {
            const NoDescriptors none;
            id = addCounted(world, url);
            world.runFor(60s);
            QCOMPARE(QString::fromStdString(kindOf(world.at(id).error)), QStringLiteral("Res.Fds"));
            QCOMPARE(world.state(id), TransferState::Waiting);
            QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Descriptors);
            QVERIFY(world.at(id).wait.until.has_value());
            QCOMPARE(world.at(id).attempt, 0);
        }
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.at(id).attempt, 0);
    }
};

QTEST_GUILESS_MAIN(QueueTest)
#include "queue_test.moc"
