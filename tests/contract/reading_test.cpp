// How much one call reads, and that nothing which is in the process already is left waiting for an
// event that will not come.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kTurnBytes = 512U << 10U;  // what one connection may read in one call
constexpr std::uint64_t kLastRead = 256U << 10U;   // the read that goes over it

std::string answerWith(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

class ReadingTest : public QObject {
    Q_OBJECT

private slots:
    void ms19OneCallReadsABoundedAmountAndOthersGoOn();
    void ms19AnEdgeTriggeredLoopLosesNothing_data();
    void ms19AnEdgeTriggeredLoopLosesNothing();
    void ms20WhatCameInOneRecordIsUsedWithoutAnotherEvent_data();
    void ms20WhatCameInOneRecordIsUsedWithoutAnotherEvent();
    void ms20JunkBehindTheBodyIsSeenWithoutAnotherEvent();
    void ms20aEveryTransferHasSomethingThatGoesOnWithIt();
    void ms20bTheEndOfATransferAndOfItsSocketComeInOneCall();
    void ms26WhatIsLeftComesBackThroughTimerZero();
    void ms73WhoHasJustSentItsRequestYields();
};

void ReadingTest::ms19OneCallReadsABoundedAmountAndOthersGoOn() {
    World world(withoutJournal());
    world.origin->serve({.path = "/flood", .size = 64'000'000});
    world.origin->serve({.path = "/slow", .size = 50, .bytesPerWrite = 20});
    const auto flood = std::make_shared<CountingSink>();
    std::uint64_t before = 0;
    std::uint64_t most = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        most = std::max(most, flood->count - before);
        before = flood->count;
    };
    const TransferId fast = world.add(world.origin->url("/flood"), into(flood));
    const TransferId slow = addCounted(world, world.origin->url("/slow"));
    std::uint64_t receivedBySlow = 0;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->id == slow && transfer->state == TransferState::Done) {
            receivedBySlow = flood->count;
        }
    };
    QVERIFY(world.runToEnd(fast));
    QVERIFY(world.runToEnd(slow));
    QVERIFY2(most <= kTurnBytes + kLastRead, qPrintable(QString::number(most)));
    QVERIFY(most > kTurnBytes / 2);  // or it would not have been put to the test
    QVERIFY(receivedBySlow < 64'000'000);
}

void ReadingTest::ms19AnEdgeTriggeredLoopLosesNothing_data() {
    QTest::addColumn<bool>("tls");
    QTest::addColumn<int>("framing");
    for (const bool tls : {false, true}) {
        const char* name = tls ? "TLS" : "plain";
        QTest::addRow("%s, length", name) << tls << static_cast<int>(OriginFraming::Length);
        QTest::addRow("%s, chunked", name) << tls << static_cast<int>(OriginFraming::Chunked);
        QTest::addRow("%s, until close", name)
            << tls << static_cast<int>(OriginFraming::UntilClose);
    }
}

void ReadingTest::ms19AnEdgeTriggeredLoopLosesNothing() {
    QFETCH(bool, tls);
    QFETCH(int, framing);
    WorldOptions options = withoutJournal();
    options.tls = tls;
    options.edgeTriggered = true;
    World world(options);
    for (const std::uint64_t size : {std::uint64_t{100}, std::uint64_t{2'000'000}}) {
        world.origin->serve(
            {.path = "/file.bin", .size = size, .framing = static_cast<OriginFraming>(framing)});
        const TimePoint began = world.clock.now();
        const auto sink = std::make_shared<MemorySink>();
        const TransferId id = world.add(
            tls ? world.origin->tlsUrl("/file.bin") : world.origin->url("/file.bin"), into(sink));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(sink->text == contentText(1, 0, size));
        QVERIFY2(world.clock.now() - began < 1s, "only a deadline has woken it");
        world.settle();
        world.origin->closeIdle();
        world.settle();
        QVERIFY(world.watchedFds.empty());  // the end of an idle one is an edge, too
    }
}

void ReadingTest::ms20WhatCameInOneRecordIsUsedWithoutAnotherEvent_data() {
    using Steps = QList<QByteArray>;
    const std::string answer = answerWith(std::string(1000, 'x'));
    const QByteArray whole(answer.data(), static_cast<qsizetype>(answer.size()));
    QTest::addColumn<Steps>("records");
    QTest::addRow("head and body in one record") << Steps{whole};
    QTest::addRow("a record of its own for each") << Steps{whole.first(60), whole.sliced(60)};
    QTest::addRow("a preliminary answer first") << Steps{"HTTP/1.1 103 Early Hints\r\n\r\n", whole};
    QTest::addRow("both in one record") << Steps{"HTTP/1.1 103 Early Hints\r\n\r\n" + whole};
    QTest::addRow("the body in many records")
        << Steps{whole.first(60), whole.sliced(60, 10), whole.sliced(70, 1), whole.sliced(71)};
}

void ReadingTest::ms20WhatCameInOneRecordIsUsedWithoutAnotherEvent() {
    QFETCH(QList<QByteArray>, records);
    for (const bool edgeTriggered : {false, true}) {
        WorldOptions options = withoutJournal();
        options.tls = true;
        options.edgeTriggered = edgeTriggered;
        World world(options);
        Rule rule;
        rule.path = "/file.bin";
        for (const QByteArray& record : records) {
            rule.script.push_back({.bytes = record.toStdString()});
        }
        world.origin->serve(rule);
        const auto sink = std::make_shared<MemorySink>();
        const TransferId id = world.add(world.origin->tlsUrl("/file.bin"), into(sink));
        world.settle();  // no time passes, and the server says nothing more
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(sink->text, std::string(1000, 'x'));
    }
}

void ReadingTest::ms20JunkBehindTheBodyIsSeenWithoutAnotherEvent() {
    WorldOptions options = withoutJournal();
    options.tls = true;
    options.edgeTriggered = true;
    World world(options);
    Rule rule;
    rule.path = "/file.bin";
    rule.script = {{.bytes = answerWith("whole") + "HTTP/1.1 200 OK\r\n"}};
    world.origin->serve(rule);
    const TransferId id = addCounted(world, world.origin->tlsUrl("/file.bin"));
    world.settle();
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.watchedFds.empty());  // not kept for another request
}

void ReadingTest::ms20aEveryTransferHasSomethingThatGoesOnWithIt() {
    WorldOptions options;
    options.limits.activeTransfers = 3;
    World world(options);
    int checks = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        QCOMPARE(world.engine->selfCheck().sentence, std::string());
        ++checks;
    };
    world.dns.add("far.test", {.a = {"127.0.0.1"}, .delayA = 300ms, .delayAaaa = 300ms});
    const Rule far{.size = 300'000, .delayFirstByte = 300ms, .delayBody = 300ms};
    const auto serve = [&](const std::string& path, const std::function<void(Rule&)>& change) {
        Rule rule = far;
        rule.path = path;
        change(rule);
        world.origin->serve(rule);
        return world.add(world.origin->url(path, "far.test"));
    };
    std::vector<TransferId> ids;
    ids.push_back(serve("/whole", [](Rule& /*as it is*/) {}));
    ids.push_back(serve("/broken", [](Rule& rule) { rule.times = 2, rule.closeAfter = 1000; }));
    ids.push_back(serve("/moved", [](Rule& rule) { rule.location = "/whole"; }));
    ids.push_back(serve("/slow", [](Rule& rule) { rule.rate = 100'000; }));
    ids.push_back(serve("/mute", [](Rule& rule) { rule.times = 1, rule.stallAfter = 1000; }));
    world.add(world.origin->url("/slow"), [](TransferRequest& request) { request.rateLimit = 1; });
    for (const TransferId id : ids) {
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
    }
    QVERIFY(checks > 50);
}

void ReadingTest::ms20bTheEndOfATransferAndOfItsSocketComeInOneCall() {
    World world(withoutPool());
    std::vector<int> done;
    std::vector<int> ended;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Done) {
            done.push_back(world.shadow.counts().entries);
        }
    };
    world.onSocket = [&](const Watch& watch) {
        if (watch.interest == Interest::Nothing) {
            ended.push_back(world.shadow.counts().entries);
        }
    };
    for (const std::uint64_t size : {0, 1000, 3'000'000}) {
        world.origin->serve({.path = "/file.bin", .size = size});
        QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    }
    QCOMPARE(done.size(), std::size_t{3});
    QCOMPARE(ended, done);
}

void ReadingTest::ms26WhatIsLeftComesBackThroughTimerZero() {
    World world(withoutJournal());
    world.origin->serve({.path = "/flood", .size = 64'000'000, .delayBody = 1s});
    std::uint64_t most = 0;
    std::uint64_t steps = 0;
    bool everLeft = false;
    world.onReturn = [&](EntryPoint /*from*/) {
        const std::uint64_t now = world.engine->work().connectionSteps;
        most = std::max(most, now - steps);
        steps = now;
        if (world.engine->timeout() == 0ms) {
            everLeft = true;
            QVERIFY(world.timerTold == 0ms);
            QVERIFY(world.timerPending);
        }
    };
    const TransferId id = addCounted(world, world.origin->url("/flood"));
    world.runFor(500ms);
    QCOMPARE(world.state(id), TransferState::Receiving);
    most = 0;
    everLeft = false;
    QVERIFY(world.runToEnd(id));
    QVERIFY(everLeft);
    QCOMPARE(most, std::uint64_t{1});  // who has used up its share does not go on in that call
}

// Each request finds its answer waiting: whoever read it at once would have the turn to itself.
void ReadingTest::ms73WhoHasJustSentItsRequestYields() {
    constexpr std::size_t kConnections = 40;
    std::vector<UniqueFd> peers;
    WorldOptions options = withoutPool();
    options.hooks.open = [&](SocketRequest& /*request*/) {
        std::array<int, 2> ends{};
        const std::string answer = answerWith("body");
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0 ||
            ::write(ends[1], answer.data(), answer.size()) < 0) {
            return -1;
        }
        peers.emplace_back(ends[1]);
        return ends[0];
    };
    options.hooks.prepare = [](int /*fd*/, const SocketRequest& /*request*/) {
        return Prepared::AlreadyConnected;
    };
    World world(options);
    for (std::size_t i = 0; i < kConnections; ++i) {
        addCounted(world, "http://127.0.0.1/" + std::to_string(i));
    }
    world.engine->timeoutExpired();
    QCOMPARE(peers.size(), kConnections);
    for (const UniqueFd& peer : peers) {
        std::array<char, 4> start{};
        QCOMPARE(::recv(peer.get(), start.data(), start.size(), MSG_DONTWAIT), ssize_t{4});
        QCOMPARE(std::string(start.data(), start.size()), std::string("GET "));
    }
    for (const auto& [id, transfer] : world.transfers) {
        QCOMPARE(transfer.state, TransferState::Probing);  // nobody has read yet
    }
    world.settle();
    for (const auto& [id, transfer] : world.transfers) {
        QCOMPARE(transfer.state, TransferState::Done);
    }
}

QTEST_GUILESS_MAIN(ReadingTest)
#include "reading_test.moc"
