// The pool's limit for each host: who gets what comes free, and what is closed for whom.

#include "engine/net/connection_pool.h"
#include "tests/support/net_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

#include <array>

using namespace penstock;

namespace {

const Destination kThere{"example.org", 80, false, false};
const Destination kSecureThere{"example.org", 80, true, false};

struct Waiter final : PoolWaiter {
    void offerChanged() override { ++told; }

    int told = 0;
};

struct Stage : NetStage {
    explicit Stage(int perHost, int idle = 3) : pool(*this, services(), idle, perHost) {}

    ConnectionPool pool;
    RecordedExchange exchange;
    Waiter newcomer;

    /// What `asks` gets for `wish`, with an exchange on it; null if it has to wait.
    Connection* ask(PoolWaiter& asks, const Wish& wish = {kThere}) {
        const PoolOffer offer = pool.offer(wish, asks);
        if (offer.kind == PoolOffer::Kind::Wait) {
            return nullptr;
        }
        Connection& connection =
            offer.kind == PoolOffer::Kind::Stream ? *offer.connection : pool.open(wish);
        connection.begin(TransferId{1}, request(), exchange, {});
        turn(&pool);
        return &connection;
    }

    void finish(Connection& connection) {
        scripts[connection.id() - 1]->endFirst();
        markDirty(connection);
        turn(&pool);
    }

    void close(Connection& connection) {
        scripts[connection.id() - 1]->step = Step::Failed;
        markDirty(connection);
        turn(&pool);
    }
};

}  // namespace

class HostLimitTest : public QObject {
    Q_OBJECT

private slots:

    void beyondTheLimitOneWaitsForAPlace() {
        Stage stage(2);
        QVERIFY(stage.ask(stage.newcomer) != nullptr);
        QVERIFY(stage.ask(stage.newcomer) != nullptr);
        Waiter waiter;
        const PoolOffer offer = stage.pool.offer({kThere}, waiter);
        QVERIFY(offer.kind == PoolOffer::Kind::Wait);
        QCOMPARE(offer.waitsFor, WaitsFor::Host);
        QVERIFY(stage.pool.willTell(waiter));
        QCOMPARE(stage.pool.size(), std::size_t{2});
        stage.pool.leave(waiter);
    }

    void anotherPortOrNameIsAnotherHost() {
        Stage stage(1);
        QVERIFY(stage.ask(stage.newcomer) != nullptr);
        QVERIFY(stage.ask(stage.newcomer, {{"example.org", 81, false, false}}) != nullptr);
        QVERIFY(stage.ask(stage.newcomer, {{"example.com", 80, false, false}}) != nullptr);
    }

    void withoutALimitNobodyWaits() {
        Stage stage(0);
        for (int i = 0; i < 100; ++i) {
            QVERIFY(stage.ask(stage.newcomer) != nullptr);
        }
    }

    void aConnectionThatComesFreeIsForTheOneThatWaitsLongest() {
        Stage stage(1);
        Connection* const busy = stage.ask(stage.newcomer);
        std::array<Waiter, 2> waiters;
        QVERIFY(stage.ask(waiters[0]) == nullptr);
        QVERIFY(stage.ask(waiters[1]) == nullptr);
        stage.finish(*busy);
        QCOMPARE(waiters[0].told, 1);
        QCOMPARE(waiters[1].told, 0);
        QVERIFY(stage.ask(stage.newcomer) == nullptr);  // it comes later than they
        QVERIFY(stage.ask(waiters[0]) == busy);
        stage.finish(*busy);
        QVERIFY(stage.ask(waiters[1]) == busy);
        stage.finish(*busy);
        QVERIFY(stage.ask(stage.newcomer) == busy);
        QCOMPARE(stage.pool.size(), std::size_t{1});
    }

    void thePlaceOfOneThatIsClosedIsThere() {
        Stage stage(1);
        Connection* const busy = stage.ask(stage.newcomer);
        Waiter waiter;
        QVERIFY(stage.ask(waiter) == nullptr);
        stage.close(*busy);
        QCOMPARE(waiter.told, 1);
        QVERIFY(stage.ask(waiter) != nullptr);
        QCOMPARE(stage.pool.size(), std::size_t{1});
    }

    void oneThatSaysGoodbyeHasItsPlaceStill() {
        Stage stage(1);
        Connection* const busy = stage.ask(stage.newcomer);
        stage.finish(*busy);
        stage.wires.front()->goodbye = Step::Blocked;
        stage.pool.closeIdle();
        stage.turn(&stage.pool);
        Waiter waiter;
        QVERIFY(stage.ask(waiter) == nullptr);
        QVERIFY(stage.pool.willTell(waiter));
        stage.bench.passToNextDeadline();
        stage.turn(&stage.pool);
        QCOMPARE(waiter.told, 1);
        QVERIFY(stage.ask(waiter) != nullptr);
    }

    void whatTheLeavingWereCalledForIsForTheNext() {
        Stage stage(1);
        Connection* const busy = stage.ask(stage.newcomer);
        std::array<Waiter, 2> waiters;
        QVERIFY(stage.ask(waiters[0]) == nullptr);
        QVERIFY(stage.ask(waiters[1]) == nullptr);
        stage.finish(*busy);
        stage.pool.leave(waiters[0]);
        QCOMPARE(waiters[1].told, 1);
        QVERIFY(stage.ask(waiters[1]) == busy);
    }

    void anIdleOneThatCannotBeUsedMakesRoom_data() {
        QTest::addColumn<bool>("secure");
        QTest::addColumn<bool>("publicOnly");
        QTest::addColumn<bool>("fresh");
        QTest::newRow("another scheme") << true << false << false;
        QTest::newRow("another policy") << false << true << false;
        QTest::newRow("one that has served nobody is wanted") << false << false << true;
    }

    void anIdleOneThatCannotBeUsedMakesRoom() {
        QFETCH(bool, secure);
        QFETCH(bool, publicOnly);
        QFETCH(bool, fresh);
        Stage stage(1);
        Connection* const idle = stage.ask(stage.newcomer);
        const std::uint64_t id = idle->id();
        stage.finish(*idle);
        Waiter waiter;
        const Wish wish{{"example.org", 80, secure, publicOnly}, fresh};
        QVERIFY(stage.ask(waiter, wish) == nullptr);
        QVERIFY(stage.pool.willTell(waiter));
        stage.turn(&stage.pool);
        QVERIFY(stage.pool.find(id) == nullptr);
        QCOMPARE(waiter.told, 1);
        QVERIFY(stage.ask(waiter, wish) != nullptr);
    }

    void oneThatFindsWhatItCannotUseKeepsItsTurn() {
        Stage stage(1);
        Connection* const busy = stage.ask(stage.newcomer);
        std::array<Waiter, 2> waiters;
        QVERIFY(stage.ask(waiters[0], {kSecureThere}) == nullptr);
        QVERIFY(stage.ask(waiters[1]) == nullptr);
        stage.finish(*busy);
        QVERIFY(stage.ask(waiters[0], {kSecureThere}) == nullptr);
        stage.turn(&stage.pool);
        QCOMPARE(waiters[0].told, 2);
        QCOMPARE(waiters[1].told, 0);
        Connection* const secure = stage.ask(waiters[0], {kSecureThere});
        QVERIFY(secure != nullptr);
        stage.finish(*secure);
        QVERIFY(stage.ask(waiters[1]) == nullptr);
        stage.turn(&stage.pool);
        QVERIFY(stage.ask(waiters[1]) != nullptr);
    }

    void whatSomebodyWasCalledForIsNotEvicted() {
        Stage stage(1, 0);
        Connection* const busy = stage.ask(stage.newcomer);
        Waiter waiter;
        QVERIFY(stage.ask(waiter) == nullptr);
        stage.finish(*busy);
        QCOMPARE(busy->state(), Connection::State::Ready);
        QVERIFY(stage.ask(waiter) == busy);
        stage.finish(*busy);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{0});
    }

    void ofOneThatCarriesSeveralEachStreamServesOne() {
        Stage stage(1);
        stage.script.capacity = 2;
        Connection* const busy = stage.ask(stage.newcomer);
        QVERIFY(stage.ask(stage.newcomer) == busy);
        std::array<Waiter, 2> waiters;
        QVERIFY(stage.ask(waiters[0]) == nullptr);
        QVERIFY(stage.ask(waiters[1]) == nullptr);
        stage.finish(*busy);
        QCOMPARE(waiters[0].told + waiters[1].told, 1);
        QVERIFY(stage.ask(waiters[0]) == busy);
        stage.finish(*busy);
        QVERIFY(stage.ask(waiters[1]) == busy);
    }

    void aHigherLimitServesThoseThatWait() {
        Stage stage(1);
        stage.ask(stage.newcomer);
        std::array<Waiter, 3> waiters;
        for (Waiter& waiter : waiters) {
            QVERIFY(stage.ask(waiter) == nullptr);
        }
        stage.pool.setLimits(3, 3);
        QCOMPARE(waiters[0].told + waiters[1].told, 2);
        QCOMPARE(waiters[2].told, 0);
        stage.pool.leave(waiters[2]);
        stage.pool.leave(waiters[1]);
        stage.pool.leave(waiters[0]);
    }

    void aLowerLimitClosesTheIdleOnesThatAreTooMany() {
        Stage stage(3);
        Connection* const a = stage.ask(stage.newcomer);
        Connection* const b = stage.ask(stage.newcomer);
        Connection* const c = stage.ask(stage.newcomer);
        stage.finish(*a);
        stage.pool.setLimits(3, 1);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{2});
        Waiter waiter;
        QVERIFY(stage.ask(waiter) == nullptr);
        stage.finish(*b);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{1});
        QCOMPARE(waiter.told, 0);
        stage.finish(*c);
        QCOMPARE(waiter.told, 1);
        QVERIFY(stage.ask(waiter) == c);
    }
};

QTEST_GUILESS_MAIN(HostLimitTest)
#include "host_limit_test.moc"
