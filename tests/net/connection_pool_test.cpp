// The pool alone: what is used again, what is not, and what goes when.

#include "engine/net/connection_pool.h"

#include "tests/support/net_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const Destination kThere{"example.org", 80, false, false};

struct Stage : NetStage {
    ConnectionPool pool{*this, services(), 3};
    RecordedExchange exchange;

    /// A connection to `destination` on which an exchange has begun.
    Connection& ask(const Destination& destination, bool fresh = false, int receiveBuffer = 0) {
        Connection& connection = pool.acquire(destination, fresh, receiveBuffer);
        connection.begin(TransferId{1}, request(), exchange, {});
        turn(&pool);
        return connection;
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
        stage.pool.setIdleLimit(1);
        stage.turn(&stage.pool);
        QCOMPARE(stage.pool.size(), std::size_t{1});
        QCOMPARE(stage.watch.openCount(), std::size_t{1});
    }

    void busyOnesAreNoMatterOfTheLimit() {
        Stage stage;
        stage.pool.setIdleLimit(0);
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
        QVERIFY(stage.pool.get(first) == nullptr);
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
        QVERIFY(stage.pool.get(first) == &connection);
        QVERIFY(connection.isOver());
        QVERIFY(stage.pool.hasOver());
        stage.dirty.clear();
        stage.pool.sweep();
        QVERIFY(stage.pool.get(first) == nullptr);
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
