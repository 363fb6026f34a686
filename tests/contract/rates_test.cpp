// Limits of the rate: each holds, whatever shares it, and costs nothing while nothing moves.

#include "tests/contract/contract_fixture.h"
#include "tests/scenarios/rate_meter.h"

#include <QTest>

#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kLarge = 64U << 20U;

enum class LimitOf { Transfer, Host, Queue, Total };

struct Limited {
    Limited(LimitOf which, int connections, std::uint64_t rate)
        : of(which), limit(rate), world(options(which, connections, rate)) {
        world.engine->setQueue({"slow", 0, of == LimitOf::Queue ? rate : 0, {}});
    }

    static WorldOptions options(LimitOf of, int connections, std::uint64_t rate) {
        WorldOptions options = withoutPool();
        options.connections = connections;
        options.limits.hostRate = of == LimitOf::Host ? rate : 0;
        options.limits.totalRate = of == LimitOf::Total ? rate : 0;
        return options;
    }

    TransferId add(const std::string& path) {
        return world.add(world.origin->url(path), [this](TransferRequest& request) {
            request.rateLimit = of == LimitOf::Transfer ? limit : 0;
            request.queue = "slow";
        });
    }

    [[nodiscard]] std::uint64_t received(TransferId id) const {
        return world.engine->snapshot(id)->received;
    }

    LimitOf of;
    std::uint64_t limit;
    World world;
};

void rowsForLimits() {
    QTest::addColumn<int>("of");
    QTest::addRow("transfer") << static_cast<int>(LimitOf::Transfer);
    QTest::addRow("host") << static_cast<int>(LimitOf::Host);
    QTest::addRow("queue") << static_cast<int>(LimitOf::Queue);
    QTest::addRow("total") << static_cast<int>(LimitOf::Total);
}

}  // namespace

class RatesTest : public QObject {
    Q_OBJECT

private slots:

    void ms74ALimitHoldsOverAnyFiveSeconds_data() { rowsForLimits(); }

    // A limit of one transfer is looked at beside another one that has the same for itself.
    void ms74ALimitHoldsOverAnyFiveSeconds() {
        QFETCH(int, of);
        for (const int connections : {1, 4}) {
            for (const std::uint64_t rate : {262'144ULL, 2'097'152ULL}) {
                Limited under(static_cast<LimitOf>(of), connections, rate);
                under.world.origin->serve({.path = "/a", .size = kLarge});
                under.world.origin->serve({.path = "/b", .size = kLarge});
                std::vector<TransferId> ids{under.add("/a"), under.add("/b")};
                QVERIFY(under.world.runUntil([&] { return under.received(ids[1]) > rate; }));
                ids.resize(under.of == LimitOf::Transfer ? 1 : 2);
                RateMeter meter(under.world, ids);
                meter.watch(10s);
                QVERIFY2(meter.breach(rate).isEmpty(),
                         qPrintable(QString("%1 connections, %2 B/s: %3")
                                        .arg(connections)
                                        .arg(rate)
                                        .arg(meter.breach(rate))));
            }
        }
    }

    void ms75ALimitWakesNobodyWhileNothingMoves_data() { rowsForLimits(); }

    // The server is silent in the middle; then all are paused.
    void ms75ALimitWakesNobodyWhileNothingMoves() {
        QFETCH(int, of);
        Limited under(static_cast<LimitOf>(of), 1, 100'000);
        under.world.origin->serve({.path = "/a", .size = kLarge, .stallAfter = 300'000});
        under.world.origin->serve({.path = "/b", .size = kLarge, .stallAfter = 300'000});
        const std::vector<TransferId> ids{under.add("/a"), under.add("/b")};
        QVERIFY(under.world.runUntil([&] {
            return under.received(ids[0]) == 300'000 && under.received(ids[1]) == 300'000;
        }));
        under.world.runFor(10s);  // until what came is on the disk
        const std::uint64_t silent = under.world.engine->work().turns;
        under.world.runFor(30s);
        QCOMPARE(under.world.engine->work().turns, silent);
        QCOMPARE(under.world.watchedFds.size(), std::size_t{2});
        QCOMPARE(under.world.engine->pauseAll(), CallStatus::Ok);
        under.world.settle();
        QVERIFY(!under.world.timerPending);
        const std::uint64_t paused = under.world.engine->work().turns;
        under.world.runFor(1h);
        QCOMPARE(under.world.engine->work().turns, paused);
    }
};

QTEST_GUILESS_MAIN(RatesTest)
#include "rates_test.moc"
