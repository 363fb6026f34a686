// What an engine remembers of a transfer's requests, and of what happened to it.

#include "tests/scenarios/world.h"

#include <QTest>

#include <algorithm>

using namespace penstock;

namespace {

bool has(const std::vector<TraceEvent>& trace, TraceKind kind) {
    return std::ranges::find(trace, kind, &TraceEvent::kind) != trace.end();
}

std::string valueOf(const std::vector<HeaderField>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &HeaderField::name);
    return found == fields.end() ? std::string() : found->value;
}

bool inOrder(const RequestTimings& at) {
    std::vector<TimePoint> steps{at.queued};
    for (const auto& step : {at.lookup, at.lookupAnswered, at.connect, at.connected, at.secured,
                             at.sent, at.firstByte, at.head, at.ended}) {
        if (step) {
            steps.push_back(*step);
        }
    }
    return std::ranges::is_sorted(steps);
}

/// All that an account shows of text.
std::string textOf(const RequestAccount& account) {
    std::string text = account.url + account.reason + account.error.sentence;
    for (const auto* fields : {&account.requestFields, &account.responseFields}) {
        for (const HeaderField& field : *fields) {
            text += field.name + field.value;
        }
    }
    return text;
}

}  // namespace

class AccountTest : public QObject {
    Q_OBJECT

private slots:
    void aRequestHasItsStatusFieldsAndTimes();
    void overTlsTheHandshakeHasItsTime();
    void aSecondRequestOfAConnectionHasNoLookup();
    void redirectsAreRequestsOfTheirOwn();
    void aLossAndItsRetryAreTwoRequestsAndAnEvent();
    void anAddressThatRefusesIsInTheTrace();
    void aDeadConnectionsRequestIsSaidToBeRepeated();
    void aPauseStopsTheRequest();
    void ofMoreThan32TheLastAreRemembered();
    void noSecretIsShown();
    void aListenerHearsEachEventOnce();
    void nothingIsKnownOfATransferThatHasNotAsked();
};

void AccountTest::aRequestHasItsStatusFieldsAndTimes() {
    World world;
    world.origin->serve({.path = "/file.bin",
                         .size = 1000,
                         .headers = {{"X-Served-By", "here"}},
                         .delayFirstByte = std::chrono::milliseconds(700)});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(requests.size(), std::size_t{1});
    const RequestAccount& only = requests.front();
    QCOMPARE(only.number, 1U);
    QCOMPARE(only.method, std::string("GET"));
    QCOMPARE(only.url, world.origin->url("/file.bin"));
    QCOMPARE(only.status, 200);
    QCOMPARE(only.bytes, std::uint64_t{1000});
    QVERIFY(only.end == RequestEnd::Complete);
    QCOMPARE(valueOf(only.responseFields, "X-Served-By"), std::string("here"));
    QCOMPARE(valueOf(only.requestFields, "Accept-Encoding"), std::string("identity"));
    QCOMPARE(only.peer, "127.0.0.1:" + std::to_string(world.origin->port()));
    QVERIFY(only.socket != 0);
    QVERIFY(!only.reused);
    QVERIFY(only.timings.lookup && only.timings.connected && only.timings.sent &&
            only.timings.head && only.timings.ended);
    QVERIFY(!only.timings.secured);
    QVERIFY(inOrder(only.timings));
    QVERIFY(*only.timings.firstByte - *only.timings.sent >= std::chrono::milliseconds(700));
}

void AccountTest::overTlsTheHandshakeHasItsTime() {
    WorldOptions options;
    options.tls = true;
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runToEnd(id));
    const RequestAccount only = world.engine->requests(id).front();
    QVERIFY(only.timings.secured);
    QVERIFY(inOrder(only.timings));
    const auto trace = world.engine->trace(id);
    const auto done = std::ranges::find(trace, TraceKind::TlsDone, &TraceEvent::kind);
    QVERIFY(done != trace.end());
    QVERIFY(done->text.starts_with("TLS 1.3, TLS_"));
    QCOMPARE(done->socket, only.socket);
}

void AccountTest::aSecondRequestOfAConnectionHasNoLookup() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId first = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(first));
    const TransferId second = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(second));
    const RequestAccount only = world.engine->requests(second).front();
    QVERIFY(only.reused);
    QVERIFY(!only.timings.lookup && !only.timings.connected);
    QCOMPARE(only.socket, world.engine->requests(first).front().socket);
}

void AccountTest::redirectsAreRequestsOfTheirOwn() {
    World world;
    world.origin->serve({.path = "/file.bin", .location = "/there"});
    world.origin->serve({.path = "/there", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests.front().status, 302);
    QVERIFY(requests.front().end == RequestEnd::Redirected);
    QCOMPARE(valueOf(requests.front().responseFields, "Location"), std::string("/there"));
    QCOMPARE(requests.back().url, world.origin->url("/there"));
    QCOMPARE(requests.back().status, 200);
    const auto trace = world.engine->trace(id);
    const auto led = std::ranges::find(trace, TraceKind::Redirected, &TraceEvent::kind);
    QVERIFY(led != trace.end());
    QCOMPARE(led->text, std::string("/there"));
    QCOMPARE(led->request, 1U);
}

void AccountTest::aLossAndItsRetryAreTwoRequestsAndAnEvent() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 100'000, .times = 1, .closeAfter = 50'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(requests.size(), std::size_t{2});
    QVERIFY(requests.front().end == RequestEnd::Failed);
    QCOMPARE(kindOf(requests.front().error), std::string("Trunc.Body"));
    QCOMPARE(requests.front().bytes, std::uint64_t{50'000});
    QVERIFY(requests.back().rangeBegin.has_value());
    QCOMPARE(requests.back().status, 206);
    QVERIFY(valueOf(requests.back().requestFields, "Range").starts_with("bytes="));
    QCOMPARE(valueOf(requests.back().requestFields, "If-Range"), std::string("\"first\""));
    const auto trace = world.engine->trace(id);
    QVERIFY(has(trace, TraceKind::RequestFailed));
    const auto planned = std::ranges::find(trace, TraceKind::RetryPlanned, &TraceEvent::kind);
    QVERIFY(planned != trace.end());
    QVERIFY(!planned->text.empty());
    QVERIFY(std::ranges::is_sorted(trace, {}, &TraceEvent::at));
}

void AccountTest::anAddressThatRefusesIsInTheTrace() {
    WorldOptions options;
    options.limits.attempts = 1;
    World world(options);
    const std::string url = world.origin->url("/file.bin");
    world.origin->stopAccepting();
    const TransferId id = world.add(url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    const auto trace = world.engine->trace(id);
    const auto failed = std::ranges::find(trace, TraceKind::ConnectFailed, &TraceEvent::kind);
    QVERIFY(failed != trace.end());
    QVERIFY(failed->text.starts_with("127.0.0.1:"));
    QVERIFY(has(trace, TraceKind::LookupStarted));
    QVERIFY(has(trace, TraceKind::ConnectTried));
    const RequestAccount only = world.engine->requests(id).front();
    QCOMPARE(only.status, 0);
    QVERIFY(only.end == RequestEnd::Failed);
    QVERIFY(only.requestFields.empty());
    const auto last = trace.back();
    QVERIFY(last.kind == TraceKind::StateEntered);
    QCOMPARE(last.text, std::string("failed"));
}

void AccountTest::aDeadConnectionsRequestIsSaidToBeRepeated() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    world.origin->serve({.path = "/next.bin", .size = 10, .times = 1, .script = {{.reset = true}}});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
    const TransferId id = world.add(world.origin->url("/next.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(requests.size(), std::size_t{2});
    QVERIFY(requests.front().end == RequestEnd::Unanswered);
    QVERIFY(has(world.engine->trace(id), TraceKind::RequestRepeated));
}

void AccountTest::aPauseStopsTheRequest() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 4'000'000, .rate = 1'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(2));
    QVERIFY(world.engine->requests(id).front().end == RequestEnd::UnderWay);
    QCOMPARE(world.engine->pause(id), CallStatus::Ok);
    world.settle();
    const RequestAccount only = world.engine->requests(id).front();
    QVERIFY(only.end == RequestEnd::Stopped);
    QVERIFY(only.bytes > 0);
    QVERIFY(only.timings.ended);
    QVERIFY(has(world.engine->trace(id), TraceKind::RequestStopped));
}

void AccountTest::ofMoreThan32TheLastAreRemembered() {
    WorldOptions options;
    options.limits.attempts = 40;
    options.limits.retryCeiling = std::chrono::seconds(1);
    World world(options);
    world.origin->serve({.path = "/file.bin", .status = 500});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(requests.size(), std::size_t{32});
    QCOMPARE(requests.front().number, 9U);
    QCOMPARE(requests.back().number, 40U);
    QVERIFY(requests.back().end == RequestEnd::Refused);
    QVERIFY(world.engine->trace(id).size() <= 200 + 3 * 32);
}

void AccountTest::noSecretIsShown() {
    World world;
    world.origin->serve({.path = "/file.bin",
                         .location = "http://me:canary@127.0.0.1:" +
                                     std::to_string(world.origin->port()) + "/there",
                         .headers = {{"Set-Cookie", "id=canary"}}});
    world.origin->serve(
        {.path = "/there",
         .size = 10,
         .headers = {{"Set-Cookie", "id=canary"}, {"WWW-Authenticate", "Basic realm=canary"}}});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"Authorization", "Bearer canary"},
                           {"Cookie", "a=canary"},
                           {"Proxy-Authorization", "canary"},
                           {"X-Token", "canary"},
                           {"Accept", "text/plain"}};
    });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const std::vector<RequestAccount> requests = world.engine->requests(id);
    QCOMPARE(valueOf(requests.front().requestFields, "Accept"), std::string("text/plain"));
    QCOMPARE(requests.front().requestFields.front().name, std::string("Authorization"));
    for (const RequestAccount& request : requests) {
        QVERIFY2(textOf(request).find("canary") == std::string::npos, textOf(request).c_str());
    }
    for (const TraceEvent& event : world.engine->trace(id)) {
        QVERIFY2(event.text.find("canary") == std::string::npos, event.text.c_str());
    }
}

void AccountTest::aListenerHearsEachEventOnce() {
    std::vector<TraceEvent> heard;
    WorldOptions options;
    options.trace = [&](TransferId /*id*/, const TraceEvent& event) {
        heard.push_back(event);
    };
    World world(options);
    world.origin->serve({.path = "/file.bin", .location = "/there"});
    world.origin->serve({.path = "/there", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    for (const TraceEvent& event : world.engine->trace(id)) {
        QVERIFY2(std::ranges::count(heard, event) == 1, event.text.c_str());
    }
    QCOMPARE(std::ranges::count(heard, TraceKind::RequestSent, &TraceEvent::kind), 2);
    QVERIFY(std::ranges::is_sorted(heard, {}, &TraceEvent::at));
}

void AccountTest::nothingIsKnownOfATransferThatHasNotAsked() {
    World world;
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.startPaused = true; });
    world.settle();
    QVERIFY(world.engine->requests(id).empty());
    QVERIFY(world.engine->trace(id).empty());
    QVERIFY(world.engine->requests(TransferId{99}).empty());
}

QTEST_GUILESS_MAIN(AccountTest)
#include "account_test.moc"
