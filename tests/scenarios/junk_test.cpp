// Bytes behind an answer, on a connection that is used again.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class JunkTest : public QObject {
    Q_OBJECT

private slots:

    // The request was not what it answers: another connection is asked, once.
    void behindAnAnswerItCostsAnotherConnection() {
        World world;
        world.origin->serve({.path = "/a",
                             .size = 1000,
                             .seed = 1,
                             .trailing = {{.bytes = "<!-- more -->\n", .delayBefore = 5s}}});
        world.origin->serve({.path = "/b", .size = 1000, .seed = 2});
        QVERIFY(world.runToEnd(world.add(world.origin->url("/a"))));
        const TransferId id = world.add(world.origin->url("/b"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("b") == contentText(2, 0, 1000));
        const auto accounts = world.engine->requests(id);
        QCOMPARE(accounts.size(), std::size_t{2});
        QVERIFY(accounts[0].reused && accounts[0].end == RequestEnd::Unanswered);
        QVERIFY(!accounts[1].reused);
        QCOMPARE(world.at(id).attempt, 0);
    }

    void onAFreshConnectionItIsAnError() {
        World world;
        world.origin->serve({.path = "/b", .script = {{.bytes = "<!-- no HTTP -->\n"}}});
        const TransferId id = world.add(world.origin->url("/b"));
        world.runUntil([&] { return world.state(id) == TransferState::Failed; });
        QCOMPARE(world.state(id), TransferState::Failed);
        QVERIFY(world.at(id).error.kind == ErrorKind::ProtoStatusLine);
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(JunkTest)
#include "junk_test.moc"
