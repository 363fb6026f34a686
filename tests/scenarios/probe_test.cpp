// What an address has, asked before it is added: nothing is stored, and nothing stands in the list.

#include "tests/scenarios/world.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

struct Asked {
    std::vector<ProbeResult> answers;
    Result<ProbeId> id;
};

Asked ask(World& world, const std::string& url, ProbeOptions options = {}) {
    auto answers = std::make_shared<std::vector<ProbeResult>>();
    auto id = world.engine->probe(url, std::move(options), [answers](const ProbeResult& result) {
        answers->push_back(result);
    });
    if (id) {
        world.runUntil([&] { return !answers->empty(); });
    }
    return {*answers, std::move(id)};
}

}  // namespace

class ProbeTest : public QObject {
    Q_OBJECT

private slots:
    void aFileSaysWhatItIs();
    void whatIsWithoutRangesIsNotResumable_data();
    void whatIsWithoutRangesIsNotResumable();
    void itFollowsRedirectsAndSaysWhere();
    void whatIsNoFileIsAnErrorWithItsStatus();
    void anEmptyFileHasSizeZero();
    void aLargeAnswerIsNotRead();
    void theTransferThatFollowsHasItsConnection();
    void theNameIsTheServers();
    void aSilentServerIsGivenUp();
    void aCancelledOneSaysNothing();
    void noFileAndNoRowIsMade();
    void badAddressesAndFieldsAreRefusedAtOnce();
    void ownFieldsAgentAndReferrerAreSent();
    void theAnswerMayGiveCommands();
    void theEngineMayGoWhileItIsAsked();
};

void ProbeTest::aFileSaysWhatItIs() {
    World world;
    world.origin->serve({.path = "/file.bin",
                         .size = 5'000'000,
                         .lastModified = "Tue, 05 Mar 2024 10:00:00 GMT",
                         .contentType = "application/zip; x=y"});
    const Asked asked = ask(world, world.origin->url("/file.bin"));
    QCOMPARE(asked.answers.size(), std::size_t{1});
    const ProbeResult& result = asked.answers.front();
    QVERIFY2(result.error.ok(), result.error.sentence.c_str());
    QVERIFY(result.id == asked.id.value());
    QCOMPARE(result.status, 206);
    QCOMPARE(result.finalUrl, world.origin->url("/file.bin"));
    QCOMPARE(result.size.value_or(0), std::uint64_t{5'000'000});
    QCOMPARE(result.type, std::string("application/zip"));
    QCOMPARE(result.name, std::string("file.bin"));
    QVERIFY(result.resumable);
    QCOMPARE(result.etag, std::string("\"first\""));
    QCOMPARE(result.lastModified, std::string("Tue, 05 Mar 2024 10:00:00 GMT"));
    QCOMPARE(result.requests.size(), std::size_t{1});
    QCOMPARE(result.requests.front().status, 206);
}

void ProbeTest::whatIsWithoutRangesIsNotResumable_data() {
    QTest::addColumn<bool>("ranges");
    QTest::addColumn<bool>("validator");
    QTest::addColumn<bool>("resumable");
    QTest::newRow("both") << true << true << true;
    QTest::newRow("no ranges") << false << true << false;
    QTest::newRow("no validator") << true << false << false;
}

void ProbeTest::whatIsWithoutRangesIsNotResumable() {
    QFETCH(bool, ranges);
    QFETCH(bool, validator);
    QFETCH(bool, resumable);
    World world;
    Rule rule{.path = "/file.bin", .size = 1000, .ranges = ranges};
    rule.etag = validator ? "\"first\"" : "";
    world.origin->serve(rule);
    const ProbeResult result = ask(world, world.origin->url("/file.bin")).answers.front();
    QVERIFY(result.error.ok());
    QCOMPARE(result.resumable, resumable);
    QCOMPARE(result.size.value_or(0), std::uint64_t{1000});
}

void ProbeTest::itFollowsRedirectsAndSaysWhere() {
    World world;
    world.origin->serve({.path = "/file.bin", .location = "/there/real.iso"});
    world.origin->serve({.path = "/there/real.iso", .size = 10});
    const ProbeResult result = ask(world, world.origin->url("/file.bin")).answers.front();
    QVERIFY(result.error.ok());
    QCOMPARE(result.finalUrl, world.origin->url("/there/real.iso"));
    QCOMPARE(result.requests.size(), std::size_t{2});
    QCOMPARE(result.requests.front().status, 302);
}

void ProbeTest::whatIsNoFileIsAnErrorWithItsStatus() {
    World world;
    const ProbeResult result = ask(world, world.origin->url("/nowhere")).answers.front();
    QCOMPARE(result.status, 404);
    QCOMPARE(kindOf(result.error), std::string("Http.Status"));
    QVERIFY(!result.size);
}

void ProbeTest::anEmptyFileHasSizeZero() {
    World world;
    world.origin->serve({.path = "/empty", .size = 0});
    const ProbeResult result = ask(world, world.origin->url("/empty")).answers.front();
    QVERIFY2(result.error.ok(), result.error.sentence.c_str());
    QCOMPARE(result.size.value_or(1), std::uint64_t{0});
}

void ProbeTest::aLargeAnswerIsNotRead() {
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = 50'000'000, .ranges = false, .rate = 1'000'000});
    const ProbeResult result = ask(world, world.origin->url("/file.bin")).answers.front();
    QVERIFY(result.error.ok());
    QCOMPARE(result.status, 200);
    world.runFor(1s);
    QCOMPARE(world.origin->openConnections(), std::size_t{0});
    QVERIFY(world.origin->requests().front().bodyBytesSent < 5'000'000);
    QVERIFY(world.sockets.empty());
}

void ProbeTest::theTransferThatFollowsHasItsConnection() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(ask(world, world.origin->url("/file.bin")).answers.front().error.ok());
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
}

void ProbeTest::theNameIsTheServers() {
    World world;
    world.origin->serve({.path = "/get.php",
                         .size = 10,
                         .contentDisposition = "attachment; filename=\"report.pdf\""});
    QCOMPARE(ask(world, world.origin->url("/get.php?id=3")).answers.front().name,
             std::string("report.pdf"));
}

void ProbeTest::aSilentServerIsGivenUp() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    const TimePoint began = world.clock.now();
    ProbeOptions options;
    options.timeout = 4s;
    const ProbeResult result = ask(world, world.origin->url("/file.bin"), options).answers.front();
    QCOMPARE(kindOf(result.error), std::string("Timeout.Total"));
    QVERIFY(result.error.sentence.find("127.0.0.1") != std::string::npos);
    QVERIFY(world.clock.now() - began < 5s);
    world.settle();
    QVERIFY(world.sockets.empty());
}

void ProbeTest::aCancelledOneSaysNothing() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 2s});
    bool said = false;
    const auto id = world.engine->probe(world.origin->url("/file.bin"), {},
                                        [&](const ProbeResult& /*result*/) { said = true; });
    QVERIFY(id.ok());
    world.runFor(1s);
    QCOMPARE(world.sockets.size(), std::size_t{1});
    QVERIFY(world.sockets.begin()->second.transfers.empty());
    QCOMPARE(world.engine->cancelProbe(id.value()), CallStatus::Ok);
    world.runFor(10s);
    QVERIFY(!said);
    QVERIFY(world.sockets.empty());
    QCOMPARE(world.engine->cancelProbe(id.value()), CallStatus::WrongState);
}

void ProbeTest::noFileAndNoRowIsMade() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(ask(world, world.origin->url("/file.bin")).answers.front().error.ok());
    world.runFor(10s);
    QVERIFY(world.transfers.empty());
    QVERIFY(world.engine->transfers().empty());
    QVERIFY(world.folder.entries().empty());
    world.restart();
    world.settle();
    QVERIFY(world.transfers.empty());
}

void ProbeTest::badAddressesAndFieldsAreRefusedAtOnce() {
    World world;
    QCOMPARE(kindOf(ask(world, "ftp://example.org/").id.error()), std::string("Url.Scheme"));
    ProbeOptions options;
    options.headers = {{"Host", "other"}};
    QCOMPARE(kindOf(ask(world, world.origin->url("/x"), options).id.error()),
             std::string("Proto.BadHeader"));
    options.headers = {};
    options.referrer = "a\nb";
    QCOMPARE(kindOf(ask(world, world.origin->url("/x"), options).id.error()),
             std::string("Proto.BadHeader"));
}

void ProbeTest::ownFieldsAgentAndReferrerAreSent() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    ProbeOptions options;
    options.headers = {{"X-Token", "canary"}};
    options.userAgent = "Mine/1";
    options.referrer = "http://from.example/";
    const ProbeResult result = ask(world, world.origin->url("/file.bin"), options).answers.front();
    const RequestLog request = world.origin->requests().front();
    QCOMPARE(request.header("X-Token"), std::string("canary"));
    QCOMPARE(request.header("User-Agent"), std::string("Mine/1"));
    QCOMPARE(request.header("Referer"), std::string("http://from.example/"));
    QCOMPARE(request.range, std::string("bytes=0-0"));
    for (const HeaderField& field : result.requests.front().requestFields) {
        QVERIFY(field.value != "canary");
    }
}

void ProbeTest::theAnswerMayGiveCommands() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    TransferId added = TransferId::Nothing;
    const auto id =
        world.engine->probe(world.origin->url("/file.bin"), {}, [&](const ProbeResult& result) {
            TransferRequest request;
            request.url = result.finalUrl;
            request.directory = world.folder.path().string();
            added = world.engine->add(std::move(request)).value();
        });
    QVERIFY(id.ok());
    QVERIFY(world.runUntil([&] {
        return added != TransferId::Nothing && world.transfers.contains(added) &&
               world.state(added) == TransferState::Done;
    }));
}

void ProbeTest::theEngineMayGoWhileItIsAsked() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1h});
    bool said = false;
    QVERIFY(world.engine
                ->probe(world.origin->url("/file.bin"), {},
                        [&](const ProbeResult& /*result*/) { said = true; })
                .ok());
    world.runFor(1s);
    world.restart();
    world.settle();
    QVERIFY(!said);
}

QTEST_GUILESS_MAIN(ProbeTest)
#include "probe_test.moc"
