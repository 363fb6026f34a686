// Servers that cannot resume: what is fetched again is no progress, tries end, and the folder holds
// at most one part more than the one that grows.

#include "tests/scenarios/slow_file.h"
#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <algorithm>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 4'000'000;
using Names = std::vector<std::string>;

/// Breaks off at 2 of 4 MB, for ever or `times` times.
Rule breakingFile(std::optional<unsigned> times = {}) {
    Rule rule;
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.closeAfter = 2'000'000;
    rule.times = times;
    return rule;
}

WorldOptions withTries(int attempts) {
    WorldOptions options;
    options.limits.attempts = attempts;
    return options;
}

/// 206 with the whole file, whatever was asked for.
void fromZero(const RequestLog& request, OriginReply& reply) {
    if (!request.range.empty() && reply.status == 206) {
        reply.content = {0, kSize};
        for (HeaderField& field : reply.headers) {
            if (field.name == "Content-Range") {
                field.value = "bytes 0-" + std::to_string(kSize - 1) + "/" + std::to_string(kSize);
            } else if (field.name == "Content-Length") {
                field.value = std::to_string(kSize);
            }
        }
    }
}

}  // namespace

class AgainTest : public QObject {
    Q_OBJECT

private slots:
    void bytesFetchedAgainDoNotEndTheStreak_data();
    void bytesFetchedAgainDoNotEndTheStreak();
    void aSourceWithoutRangesIsWrittenOverItsPart();
    void aPartWithRangesStaysUntilItIsOvertaken();
    void anOldPartIsRemovedByALaterRun_data();
    void anOldPartIsRemovedByALaterRun();
    void anOldPartGoesWithItsTransfer();
    void anOldPartGoesWhereThereIsNoSpaceForBoth();
    void wrongRangesAreAskedForNoMore_data();
    void wrongRangesAreAskedForNoMore();
    void aPersonsResumeTriesRangesOnceMore();
    void aKillWhileWritingOverAPartClaimsNothingOfTheOldOne_data();
    void aKillWhileWritingOverAPartClaimsNothingOfTheOldOne();
    void aConnectionThatCannotBeMadeAfterTheFileChangedClaimsNothing();
    void aRequestThatWentOutAgainCountsAsATry();
    void waitingForSpaceUsesUpNoTries();
};

void AgainTest::bytesFetchedAgainDoNotEndTheStreak_data() {
    QTest::addColumn<bool>("ranges");
    QTest::addColumn<bool>("ignoreRange");
    QTest::addColumn<bool>("fromZero");
    QTest::addRow("no ranges") << false << false << false;
    QTest::addRow("promised and ignored") << true << true << false;
    QTest::addRow("always from byte 0") << true << false << true;
}

void AgainTest::bytesFetchedAgainDoNotEndTheStreak() {
    QFETCH(bool, ranges);
    QFETCH(bool, ignoreRange);
    QFETCH(bool, fromZero);
    World world(withTries(3));
    Rule rule = breakingFile();
    rule.ranges = ranges;
    rule.ignoreRange = ignoreRange;
    if (fromZero) {
        rule.edit = ::fromZero;
    }
    world.origin->serve(rule);
    std::size_t mostNames = 0;
    world.onChange = [&](const Change& /*any*/) {
        mostNames = std::max(mostNames, world.folder.entries().size());
    };
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Trunc.Body"));
    QCOMPARE(world.at(id).attempt, 3);
    QCOMPARE(world.origin->requests().size(), std::size_t{3});
    QVERIFY(mostNames <= 2);
    QVERIFY(world.folder.entries().size() <= 2);
}

void AgainTest::aSourceWithoutRangesIsWrittenOverItsPart() {
    World world;
    Rule rule = breakingFile(2);
    rule.ranges = false;
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    world.runFor(std::chrono::milliseconds(500));
    QCOMPARE(world.folder.entries(), Names{"file.bin.part"});
    QVERIFY(world.at(id).received < 2'000'000);
    QCOMPARE(world.at(id).note, std::string("The server cannot resume; started over"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::aPartWithRangesStaysUntilItIsOvertaken() {
    World world;
    Rule rule = breakingFile(1);
    rule.size = 4 * kSize;
    rule.ignoreRange = true;
    rule.rate = 500'000;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    world.runFor(std::chrono::milliseconds(3500));
    QCOMPARE(world.folder.entries(), (Names{"file.bin.1.part", "file.bin.part"}));
    world.runFor(std::chrono::seconds(8));  // what has overtaken it is on the disk
    QCOMPARE(world.folder.entries(), Names{"file.bin.1.part"});
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, rule.size));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::anOldPartIsRemovedByALaterRun_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("changes");
    const std::pair<const char*, JournalConfig::Mode> modes[]{
        {"the window's list", JournalConfig::Mode::List}, {"get", JournalConfig::Mode::Shared}};
    for (const auto& [name, mode] : modes) {
        QTest::addRow("%s, it cannot resume", name) << static_cast<int>(mode) << false;
        QTest::addRow("%s, another file", name) << static_cast<int>(mode) << true;
    }
}

// Killed again and again: it is in the journal what there is to remove.
void AgainTest::anOldPartIsRemovedByALaterRun() {
    QFETCH(int, mode);
    QFETCH(bool, changes);
    World world(withMode(mode));
    Rule rule = breakingFile(1);
    rule.rate = 1'000'000;
    rule.ignoreRange = !changes;
    if (changes) {
        rule.change = EntityChange{};
    }
    world.origin->serve(rule);
    TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    for (int i = 0; i < 4; ++i) {
        world.runFor(std::chrono::milliseconds(700));
        QCOMPARE(world.folder.entries(), (Names{"file.bin.1.part", "file.bin.part"}));
        world.restart();
        if (mode == static_cast<int>(JournalConfig::Mode::Shared)) {
            id = world.add(world.origin->url("/file.bin"));
        }
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(changes ? 2 : 1, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::anOldPartGoesWithItsTransfer() {
    World world;
    Rule rule = breakingFile(1);
    rule.rate = 1'000'000;
    rule.ignoreRange = true;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    world.runFor(std::chrono::milliseconds(700));
    world.restart();
    world.runFor(std::chrono::milliseconds(100));
    QCOMPARE(world.engine->remove(id, Removal::KeepFile), CallStatus::Ok);
    world.settle();
    QCOMPARE(world.folder.entries(), Names{});
}

void AgainTest::anOldPartGoesWhereThereIsNoSpaceForBoth() {
    World world;
    Rule rule = breakingFile(1);
    rule.ignoreRange = true;
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    world.disk->fail(FileCall::Fallocate, ENOSPC, 2);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    world.runFor(std::chrono::milliseconds(500));
    QCOMPARE(world.folder.entries().size(), std::size_t{1});
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(std::ranges::count(world.states, TransferState::Waiting), 1);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::wrongRangesAreAskedForNoMore_data() {
    QTest::addColumn<int>("breaks");
    QTest::addRow("one break") << 1;
    QTest::addRow("two breaks") << 2;
    QTest::addRow("four breaks") << 4;
}

void AgainTest::wrongRangesAreAskedForNoMore() {
    QFETCH(int, breaks);
    World world(withTries(6));
    Rule rule = breakingFile();
    int plain = 0;
    rule.edit = [&](const RequestLog& request, OriginReply& reply) {
        fromZero(request, reply);
        if (request.range.empty() && ++plain > breaks) {
            reply.literal = contentText(1, 0, kSize);
            reply.script = {{.bytes = "HTTP/1.1 200 OK\r\nETag: \"first\"\r\nContent-Length: " +
                                      std::to_string(kSize) + "\r\n\r\n" + *reply.literal}};
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
    const auto requests = world.origin->requests();
    QCOMPARE(std::ranges::count_if(requests, [](const RequestLog& r) { return !r.range.empty(); }),
             1);
}

void AgainTest::aPersonsResumeTriesRangesOnceMore() {
    World world(withTries(2));
    Rule rule = breakingFile();
    rule.edit = fromZero;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    rule.edit = {};
    rule.closeAfter.reset();
    world.origin->serve(rule);
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(!world.origin->requests().back().range.empty());
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

void AgainTest::aKillWhileWritingOverAPartClaimsNothingOfTheOldOne_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("after");
    for (const int after : {1, 300, 1200}) {
        QTest::addRow("the window's list, %d ms", after)
            << static_cast<int>(JournalConfig::Mode::List) << after;
        QTest::addRow("get's journal, %d ms", after)
            << static_cast<int>(JournalConfig::Mode::Shared) << after;
    }
}

// No validator tells that the second answer is another file: only the marks do.
void AgainTest::aKillWhileWritingOverAPartClaimsNothingOfTheOldOne() {
    QFETCH(int, mode);
    QFETCH(int, after);
    World world(withMode(mode));
    Rule rule = breakingFile(1);
    rule.ranges = false;
    rule.etag = "";
    rule.rate = 1'000'000;
    rule.change = EntityChange{.afterRequests = 1, .seed = 2, .etag = "", .size = {}};
    world.origin->serve(rule);
    TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    world.runFor(std::chrono::milliseconds(after));
    world.restart();
    if (mode == static_cast<int>(JournalConfig::Mode::Shared)) {
        id = world.add(world.origin->url("/file.bin"));
    }
    rule.ranges = true;  // what is there now goes on at any byte
    rule.closeAfter.reset();
    rule.seed = 2;
    rule.change.reset();
    world.origin->serve(rule);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::aConnectionThatCannotBeMadeAfterTheFileChangedClaimsNothing() {
    World world;
    Rule rule = breakingFile(1);
    rule.etag = "";  // so that only the comparison tells, after the answer was taken
    rule.change = EntityChange{.afterRequests = 1, .seed = 2, .etag = "", .size = {}};
    rule.rate = 1'000'000;
    unsigned answers = 0;
    rule.edit = [&](const RequestLog& /*request*/, OriginReply& reply) {
        if (++answers == 3) {
            reply.script = {{.close = true}};
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
}

void AgainTest::aRequestThatWentOutAgainCountsAsATry() {
    World world;
    world.origin->serve({.path = "/first", .size = 10});
    world.origin->serve({.path = "/file.bin", .script = {{.close = true}}});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/first"))));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(world.origin->requestsFor("/file.bin").size(), std::size_t{2});
    QCOMPARE(world.at(id).attempt, 2);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requestsFor("/file.bin").size(), std::size_t{5});
}

void AgainTest::waitingForSpaceUsesUpNoTries() {
    World world(withTries(2));
    Rule rule = breakingFile(1);
    rule.closeAfter = 100'000;
    world.origin->serve(rule);
    world.disk->fail(FileCall::Fallocate, ENOSPC, 1, true);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    int waits = 0;
    QVERIFY(world.runUntil([&] {
        waits = static_cast<int>(std::ranges::count(world.states, TransferState::Waiting));
        return waits >= 6;
    }));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Space);
    QCOMPARE(world.at(id).attempt, 0);
    world.disk->release();
    rule.times = 1;
    world.origin->serve(rule);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
}

QTEST_GUILESS_MAIN(AgainTest)
#include "again_test.moc"
