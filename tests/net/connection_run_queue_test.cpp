// Which connections run in a pass, and which are left for the next.

#include "engine/net/connection_run_queue.h"

#include "tests/support/net_stage.h"
#include "tests/support/recorded_exchange.h"

#include <QTest>

using namespace penstock;

namespace {

struct Stage : NetStage {
    ConnectionRunQueue queue{*this};
    ConnectionPool pool{queue, services(), 3};
    RecordedExchange exchange;

    /// One that waits for an answer.
    Connection& ask() {
        Connection& connection = pool.open({{"example.org", 80, false, false}});
        connection.begin(TransferId{1}, request(), exchange, {});
        settle();
        return connection;
    }

    /// Runs all until nobody is marked.
    void settle() {
        while (!queue.empty()) {
            queue.runAll(pool);
        }
        endTurn();
    }

    void endTurn() {
        queue.assess();
        watch.tell();
        watch.closeRetired();
    }

    /// Steps that `act` costs.
    template <typename Act>
    std::uint64_t steps(Act act) {
        const std::uint64_t before = queue.steps();
        act();
        return queue.steps() - before;
    }
};

}  // namespace

class ConnectionRunQueueTest : public QObject {
    Q_OBJECT

private slots:

    void aMarkedOneRunsOnceInAPass() {
        Stage stage;
        Connection& connection = stage.ask();
        Connection& other = stage.ask();
        stage.queue.markDirty(connection);
        stage.queue.markDirty(connection);
        QVERIFY(connection.dirty());
        QVERIFY(!other.dirty());
        QCOMPARE(stage.steps([&] { stage.queue.runAll(stage.pool); }), std::uint64_t{1});
        QVERIFY(!connection.dirty());
        QVERIFY(stage.queue.empty());
    }

    void onlyThoseThatRanAreAskedWhatToWatch() {
        Stage stage;
        Connection& connection = stage.ask();
        stage.ask();
        QVERIFY(!stage.watch.hasChanges());
        for (const auto& script : stage.scripts) {
            script->writing = true;
        }
        stage.queue.markDirty(connection);
        stage.queue.runAll(stage.pool);
        stage.queue.assess();
        QVERIFY(stage.watch.hasChanges());
        std::vector<Watch> watched;
        stage.endTurn();
        stage.watch.watched(watched);
        QCOMPARE(watched.size(), std::size_t{2});
        QCOMPARE(std::ranges::count(watched, Interest::ReadWrite, &Watch::interest), 1);
        stage.queue.assess();
        QVERIFY(!stage.watch.hasChanges());  // once
    }

    void aPassForACommandRunsThoseThatEndAndNoOther() {
        Stage stage;
        Connection& reading = stage.ask();
        Connection& ended = stage.ask();
        stage.queue.markDirty(reading);
        stage.scripts[1]->endFirst();
        ended.close();
        QCOMPARE(stage.steps([&] { stage.queue.runEnding(stage.pool); }), std::uint64_t{1});
        QCOMPARE(ended.state(), Connection::State::Closed);
        QVERIFY(!stage.queue.empty());
        QCOMPARE(stage.steps([&] { stage.queue.runAll(stage.pool); }), std::uint64_t{1});
    }

    void oneThatEndsWhenItIsMarkedAlreadyRunsOnce() {
        Stage stage;
        Connection& connection = stage.ask();
        stage.scripts[0]->endFirst();
        stage.queue.markDirty(connection);
        connection.close();
        QCOMPARE(stage.steps([&] { stage.queue.runAll(stage.pool); }), std::uint64_t{1});
        QVERIFY(stage.queue.empty());
    }

    void oneThatHasMoreToReadRunsAgainInTheNextTurn() {
        Stage stage;
        Connection& connection = stage.ask();
        stage.scripts[0]->more = true;
        stage.queue.markDirty(connection);
        stage.queue.runAll(stage.pool);
        QVERIFY(stage.queue.empty());  // others first
        stage.queue.requeue();
        QVERIFY(connection.dirty());
        stage.scripts[0]->more = false;
        QCOMPARE(stage.steps([&] { stage.queue.runAll(stage.pool); }), std::uint64_t{1});
        stage.queue.requeue();
        QVERIFY(stage.queue.empty());
    }

    void whatIsOverIsForgottenBeforeItIsDestroyed() {
        Stage stage;
        Connection& connection = stage.ask();
        stage.scripts[0]->endFirst();
        connection.close();
        stage.settle();
        QVERIFY(stage.pool.hasOver());
        stage.queue.markDirty(connection);  // by one who comes late
        stage.queue.sweep(stage.pool);
        QVERIFY(stage.queue.empty());
        QCOMPARE(stage.pool.size(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(ConnectionRunQueueTest)
#include "connection_run_queue_test.moc"
