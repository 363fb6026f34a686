// What a restart knows of the list, and how often it may be read.

#include "tests/scenarios/world.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

}  // namespace

class ListTest : public QObject {
    Q_OBJECT

private slots:
    void aFinishedFileKeepsItsSizeOverARestart_data();
    void aFinishedFileKeepsItsSizeOverARestart();
    void theListIsReadOnce();
};

void ListTest::aFinishedFileKeepsItsSizeOverARestart_data() {
    QTest::addColumn<int>("framing");
    QTest::addRow("with a length") << static_cast<int>(OriginFraming::Length);
    QTest::addRow("chunked") << static_cast<int>(OriginFraming::Chunked);
    QTest::addRow("until close") << static_cast<int>(OriginFraming::UntilClose);
}

void ListTest::aFinishedFileKeepsItsSizeOverARestart() {
    QFETCH(int, framing);
    World world;
    Rule rule;
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.framing = static_cast<OriginFraming>(framing);
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    world.restart();
    world.settle();
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).total, std::optional(kSize));
    QCOMPARE(world.at(id).received, kSize);
}

void ListTest::theListIsReadOnce() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.engine->restore(), CallStatus::WrongState);  // what was added is in it already
    world.restart();
    world.settle();
    QCOMPARE(world.engine->restore(), CallStatus::WrongState);
    world.settle();
    QCOMPARE(world.engine->transfers(), std::vector<TransferId>{id});
    QCOMPARE(world.state(id), TransferState::Done);
}

QTEST_GUILESS_MAIN(ListTest)

#include "list_test.moc"
