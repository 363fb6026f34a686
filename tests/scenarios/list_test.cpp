// What a restart knows of the list, and how often it may be read.

#include "tests/scenarios/slow_file.h"
#include "tests/scenarios/world.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

}  // namespace

class ListTest : public QObject {
    Q_OBJECT

private slots:
    void whatWasResumedGoesOnAfterAKill_data();
    void whatWasResumedGoesOnAfterAKill();
    void aFinishedFileKeepsItsSizeOverARestart_data();
    void aFinishedFileKeepsItsSizeOverARestart();
    void theListIsReadOnce();
    void whatWouldStartOverIsKnownAfterARestart_data();
    void whatWouldStartOverIsKnownAfterARestart();
};

void ListTest::whatWasResumedGoesOnAfterAKill_data() {
    QTest::addColumn<int>("state");
    QTest::addRow("paused") << static_cast<int>(TransferState::Paused);
    QTest::addRow("failed") << static_cast<int>(TransferState::Failed);
    QTest::addRow("asking") << static_cast<int>(TransferState::Asking);
}

// It is under way again, or waits for its turn, when it is killed.
void ListTest::whatWasResumedGoesOnAfterAKill() {
    QFETCH(int, state);
    const auto rests = static_cast<TransferState>(state);
    for (const bool waits : {false, true}) {
        WorldOptions options;
        options.limits.attempts = 1;
        options.limits.activeTransfers = 1;
        World world(options);
        constexpr std::uint64_t kLarge = 80'000'000;  // another one of that size is asked about
        Rule rule{.path = "/file.bin", .size = kLarge, .rate = 10'000'000};
        rule.times = rests == TransferState::Failed ? std::optional(1U) : std::nullopt;
        rule.resetAfter = rests == TransferState::Paused ? std::nullopt : std::optional(5'000'000U);
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(400ms);
        if (rests == TransferState::Paused) {
            world.engine->pause(id);
        } else if (rests == TransferState::Asking) {
            rule.seed = 2;
            rule.etag = "\"second\"";
            rule.resetAfter.reset();
            world.origin->serve(rule);
            world.engine->pause(id);
            world.settle();
            world.engine->resume(id);
        }
        QVERIFY(world.runUntil([&] { return world.state(id) == rests; }, 10s));
        world.runFor(1s);
        if (waits) {
            world.origin->serve({.path = "/other", .size = 10, .delayFirstByte = 1min});
            world.add(world.origin->url("/other"));
            world.runFor(1s);
        }
        QCOMPARE(rests == TransferState::Asking ? world.engine->answer(id, Choice::StartOver)
                                                : world.engine->resume(id),
                 CallStatus::Ok);
        world.runFor(300ms);
        QCOMPARE(world.state(id), waits ? TransferState::Queued : TransferState::Receiving);
        world.restart();
        QCOMPARE(world.engine->snapshot(id)->state, TransferState::Queued);
        QVERIFY(world.engine->snapshot(id)->error.ok());
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
    }
}

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

void ListTest::whatWouldStartOverIsKnownAfterARestart_data() {
    QTest::addColumn<bool>("ranges");
    QTest::addColumn<QByteArray>("etag");
    QTest::newRow("no ranges") << false << QByteArray("\"first\"");
    QTest::newRow("neither ranges nor validator") << false << QByteArray();
    QTest::newRow("ranges") << true << QByteArray("\"first\"");
    QTest::newRow("ranges, which the end proves") << true << QByteArray();
}

// A validator promises no ranges, and ranges need none: what the server said is kept.
void ListTest::whatWouldStartOverIsKnownAfterARestart() {
    QFETCH(bool, ranges);
    QFETCH(QByteArray, etag);
    World world;
    Rule rule = slowFile(kSize);
    rule.ranges = ranges;
    rule.etag = etag.toStdString();
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(1500));
    world.engine->pause(id);
    world.settle();
    QCOMPARE(world.at(id).startsOver, !ranges);
    for (int restart = 0; restart < 2; ++restart) {
        world.restart();
        world.settle();
        QCOMPARE(world.state(id), TransferState::Paused);
        QVERIFY(world.at(id).received > 0);
        QCOMPARE(world.at(id).startsOver, !ranges);
    }
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isExact(world, kSize));
    QCOMPARE(world.at(id).note.find("started over") != std::string::npos, !ranges);
}

QTEST_GUILESS_MAIN(ListTest)

#include "list_test.moc"
