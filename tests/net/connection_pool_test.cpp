// The pool alone: what is used again, what is not, and what goes when.

#include "engine/net/connection_pool.h"

#include "tests/support/net_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const Destination kThere{"example.org", 80, false, false};

struct Waiter final : PoolWaiter {
    void offerChanged() override { ++told; }

    int told = 0;
};

struct Stage : NetStage {
    explicit Stage(int perHost = 0) : pool(*this, services(), 3, perHost) {}

    ConnectionPool pool;
    RecordedExchange exchange;

    /// A connection to `destination` on which an exchange has begun.
    Connection& ask(const Destination& destination, bool fresh = false, int receiveBuffer = 0) {
        Connection& connection = begin({destination, fresh, receiveBuffer});
        turn(&pool);
        return connection;
    }

    /// The same before anything has run.
    Connection& begin(const Wish& wish) {
        Connection* const connection = serve(nobody, wish);
        Q_ASSERT(connection != nullptr);
        return *connection;
    }

    /// What `asks` gets for `wish`, with an exchange on it; null if it has to wait.
    Connection* serve(PoolWaiter& asks, const Wish& wish) {
        const PoolOffer offer = pool.offer(wish, asks);
        if (offer.kind == PoolOffer::Kind::Wait) {
            return nullptr;
        }
        Connection& connection =
            offer.kind == PoolOffer::Kind::Stream ? *offer.connection : pool.open(wish);
        connection.begin(TransferId{1}, request(), exchange, {});
        return &connection;
    }

    /// What there is for one that does not stay to wait.
    PoolOffer offer(const Wish& wish) {
        const PoolOffer offer = pool.offer(wish, nobody);
        pool.leave(nobody);
        return offer;
    }

    void finish(Connection& connection) {
        scripts[connection.id() - 1]->endFirst();
        markDirty(connection);
        turn(&pool);
    }

    /// One that is idle, and its id.
    std::uint64_t idle(const Destination& destination, int receiveBuffer = 0) {
        Connection& connection = ask(destination, false, receiveBuffer);
        finish(connection);
        return connection.id();
    }

    Waiter nobody;
};

/// A destination whose connections were found to carry three.
struct SharingStage : Stage {
    SharingStage() {
        script.capacity = 3;
        const std::uint64_t first = idle(kThere);
        pool.find(first)->close();
        turn(&pool);
    }

    PoolOffer::Kind kindOf(const Wish& wish) { return offer(wish).kind; }
};

Destination host(const std::string& name) {
    return {name, 80, false, false};
}

}  // namespace

class ConnectionPoolTest : public QObject {
    Q_OBJECT

private slots:

    void anIdleConnectionIsUsedAgain() {
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        QCOMPARE(stage.ask(kThere).id(), first);
        QCOMPARE(stage.pool.size(), std::size_t{1});
    }

    void oneThatIsBusyIsNot() {
        Stage stage;
        const std::uint64_t first = stage.ask(kThere).id();
        QVERIFY(stage.ask(kThere).id() != first);
        QCOMPARE(stage.pool.size(), std::size_t{2});
    }

    void theOneUsedLastGoesFirst() {
        Stage stage;
        Connection& a = stage.ask(kThere);
        Connection& b = stage.ask(kThere);
        stage.finish(b);
        stage.finish(a);
        QCOMPARE(stage.ask(kThere).id(), a.id());
    }

    void nothingButTheWholeDestinationWillDo_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<bool>("publicOnly");
        QTest::newRow("host") << "example.com" << 80 << false << false;
        QTest::newRow("port") << "example.org" << 81 << false << false;
        QTest::newRow("scheme") << "example.org" << 80 << true << false;
        QTest::newRow("policy") << "example.org" << 80 << false << true;
    }

    void nothingButTheWholeDestinationWillDo() {
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(bool, secure);
        QFETCH(bool, publicOnly);
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        const Destination other{host.toStdString(), static_cast<std::uint16_t>(port), secure,
                                publicOnly};
        QVERIFY(stage.ask(other).id() != first);
    }

    void oneToAPublicAddressSuitsThePolicyToo() {
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        stage.wires.front()->target = parseAddress("8.8.8.8");
        Destination publicOnly = kThere;
        publicOnly.publicOnly = true;
        QCOMPARE(stage.ask(publicOnly).id(), first);
    }

    void aFreshOneIsNeverAnIdleOne() {
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        QVERIFY(stage.ask(kThere, true).id() != first);
    }

    void aSmallReceiveBufferSuitsOnlyWhoWantsNoMore() {
        Stage stage;
        const std::uint64_t small = stage.idle(kThere, 4096);
        QCOMPARE(stage.ask(kThere, false, 2048).id(), small);
        stage.finish(*stage.pool.find(small));
        const std::uint64_t usual = stage.ask(kThere).id();
        QVERIFY(usual != small);
        stage.finish(*stage.pool.find(usual));
        QVERIFY(stage.ask(kThere, false, 8192).id() == usual);
    }

    void aConnectionWithAFreeStreamIsShared() {
        Stage stage;
        stage.script.capacity = 3;
        Connection& connection = stage.ask(kThere);
        QCOMPARE(stage.ask(kThere).id(), connection.id());
        QCOMPARE(stage.ask(kThere).id(), connection.id());
        QVERIFY(stage.ask(kThere).id() != connection.id());  // three are its most
        stage.finish(connection);
        QCOMPARE(stage.ask(kThere).id(), connection.id());
    }

    void anIdleOneIsSharedByThoseWhoAskInTheSameTurn() {
        Stage stage;
        stage.script.capacity = 3;
        const std::uint64_t first = stage.idle(kThere);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(stage.begin({kThere}).id(), first);
        }
        QVERIFY(stage.offer({kThere}).kind == PoolOffer::Kind::Open);
    }

    void oneThatIsSharedIsNotIdle() {
        Stage stage;
        stage.script.capacity = 3;
        stage.pool.setLimits(0, 0);
        Connection& connection = stage.ask(kThere);
        stage.ask(kThere);
        stage.finish(connection);
        QCOMPARE(connection.state(), Connection::State::Ready);
        QVERIFY(stage.offer({kThere}).kind == PoolOffer::Kind::Stream);
        stage.finish(connection);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{0});
    }

    void beforeItIsKnownWhatADestinationCanCarryNobodyWaits() {
        Stage stage;
        stage.script.capacity = 3;
        stage.begin({kThere});
        QVERIFY(stage.offer({kThere}).kind == PoolOffer::Kind::Open);
    }

    void asManyWaitForOneThatOpensAsItWillCarry() {
        SharingStage stage;
        QVERIFY(stage.kindOf({kThere}) == PoolOffer::Kind::Open);
        Connection& opening = stage.begin({kThere});
        std::array<Waiter, 2> waiters;
        for (Waiter& waiter : waiters) {
            const PoolOffer offer = stage.pool.offer({kThere}, waiter);
            QVERIFY(offer.kind == PoolOffer::Kind::Wait);
            QCOMPARE(offer.waitsFor, WaitsFor::Stream);
            QVERIFY(stage.pool.willTell(waiter));
        }
        QVERIFY(stage.kindOf({kThere}) == PoolOffer::Kind::Open);
        QVERIFY(stage.kindOf({host("other.test")}) == PoolOffer::Kind::Open);
        stage.turn(&stage.pool);
        QCOMPARE(waiters[0].told + waiters[1].told, 2);
        QVERIFY(stage.offer({kThere}).connection == &opening);
        stage.turn(&stage.pool);
        QCOMPARE(waiters[0].told, 1);  // once
    }

    void thoseWhoWaitForOneThatFailsAskAgain() {
        SharingStage stage;
        stage.begin({kThere});
        stage.wires.back()->opening = Step::Failed;
        Waiter waiter;
        Waiter gone;
        stage.pool.offer({kThere}, waiter);
        stage.pool.offer({kThere}, gone);
        stage.pool.leave(gone);
        stage.turn(&stage.pool);
        QCOMPARE(waiter.told, 1);
        QCOMPARE(gone.told, 0);
        QVERIFY(stage.kindOf({kThere}) == PoolOffer::Kind::Open);
    }

    void whatCanCarryOneOnlyIsWaitedForNoLonger() {
        SharingStage stage;
        stage.script.capacity = 1;
        stage.begin({kThere});
        QVERIFY(stage.kindOf({kThere}) == PoolOffer::Kind::Wait);
        stage.turn(&stage.pool);
        stage.begin({kThere});
        QVERIFY(stage.kindOf({kThere}) == PoolOffer::Kind::Open);
    }

    void beyondTheLimitTheOldestIdleOnesGo() {
        Stage stage;
        const std::uint64_t first = stage.idle(host("a.test"));
        const std::uint64_t second = stage.idle(host("b.test"));
        stage.idle(host("c.test"));
        QCOMPARE(stage.pool.size(), std::size_t{3});
        stage.idle(host("d.test"));
        stage.turn(&stage.pool);
        QVERIFY(stage.pool.find(first) == nullptr);
        QVERIFY(stage.pool.find(second) != nullptr);
        stage.pool.setLimits(1, 0);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{1});
        QCOMPARE(stage.watch.openCount(), std::size_t{1});
    }

    void busyOnesAreNoMatterOfTheLimit() {
        Stage stage;
        stage.pool.setLimits(0, 0);
        Connection& a = stage.ask(kThere);
        stage.ask(kThere);
        QCOMPARE(stage.pool.size(), std::size_t{2});
        stage.finish(a);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{1});
    }

    void whatEndedWhileIdleIsForgotten() {
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        stage.scripts.front()->step = Step::Done;
        stage.markDirty(*stage.pool.find(first));
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{0});
        QVERIFY(stage.ask(kThere).id() != first);
    }

    void aClosedOneIsThereUntilTheSweep() {
        Stage stage;
        const std::uint64_t first = stage.idle(kThere);
        Connection& connection = *stage.pool.find(first);
        stage.scripts.front()->step = Step::Failed;
        TurnBudget budget(1, stage);
        connection.run(budget);
        stage.pool.settle(connection);
        QVERIFY(stage.pool.find(first) == nullptr);
        QCOMPARE(stage.pool.size(), std::size_t{1});
        QVERIFY(connection.isOver());
        QVERIFY(stage.pool.hasOver());
        stage.dirty.clear();
        stage.pool.sweep();
        QCOMPARE(stage.pool.size(), std::size_t{0});
    }

    void whenTheEngineStopsTheIdleOnesSayGoodbye() {
        Stage stage;
        const std::uint64_t idle = stage.idle(kThere);
        Connection& busy = stage.ask(host("busy.test"));
        stage.wires.front()->goodbye = Step::Blocked;
        stage.pool.closeIdle();
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.find(idle)->state(), Connection::State::Closing);
        QCOMPARE(busy.state(), Connection::State::Ready);
        stage.bench.passToNextDeadline();
        stage.turn(&stage.pool);
        QVERIFY(stage.pool.find(idle) == nullptr);
    }
};

QTEST_GUILESS_MAIN(ConnectionPoolTest)
#include "connection_pool_test.moc"
