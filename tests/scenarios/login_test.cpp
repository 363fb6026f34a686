// Logins and cookies: asked for, given, kept with their origin.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"
#include "tests/support/guarded.h"
#include "tests/support/only_status.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 100'000;
const Credentials kLogin{"me", "c4n4ry"};
const std::string kBasic = "Basic bWU6YzRuNHJ5";

Rule guardedFile(const std::string& path, Guard guard) {
    return {.path = path, .size = kSize, .seed = 3, .edit = guardedBy(std::move(guard))};
}

Guard basicGuard() {
    return {.challenge = "Basic realm=\"the box\"", .accepts = [](const std::string& said) {
                return said == kBasic;
            }};
}

bool isUnderWay(TransferState state) {
    return state != TransferState::Done && state != TransferState::Asking &&
           state != TransferState::Failed;
}

TransferId addWithLogin(World& world) {
    return world.add(world.origin->url("/f"),
                     [](TransferRequest& request) { request.login = kLogin; });
}

void runToRest(World& world, TransferId id) {
    world.runUntil([&] { return !isUnderWay(world.state(id)); });
}

}  // namespace

class LoginTest : public QObject {
    Q_OBJECT

private slots:
    void itIsGivenOnceItIsAskedFor_data();
    void itIsGivenOnceItIsAskedFor();
    void itStandsInTheAddress();
    void withoutOneItIsAQuestion();
    void aWrongOneIsAskedForAgain();
    void whatCannotBeAnsweredFails_data();
    void whatCannotBeAnsweredFails();
    void digestCountsItsNonce();
    void aStaleNonceIsNoWrongPassword();
    void staleForEverEnds();
    void itStaysWithItsOrigin();
    void aPersonsOwnFieldGoesBefore();
    void severalConnectionsHaveItInCommon();
    void afterARestartItIsAskedForAnew();
    void aCookieOfARedirectIsSentToTheNextHop();
    void cookiesStayWithTheirHost();
    void aProbeLogsIn();
};

void LoginTest::itIsGivenOnceItIsAskedFor_data() {
    QTest::addColumn<bool>("closes");
    QTest::addColumn<int>("bytesPerWrite");
    QTest::newRow("kept alive") << false << 0;
    QTest::newRow("closed") << true << 0;
    QTest::newRow("one byte a write") << false << 1;
}

void LoginTest::itIsGivenOnceItIsAskedFor() {
    QFETCH(bool, closes);
    QFETCH(int, bytesPerWrite);
    World world;
    Guard guard = basicGuard();
    guard.closes = closes;
    Rule rule = guardedFile("/f", guard);
    rule.size = bytesPerWrite > 0 ? 500 : kSize;
    rule.bytesPerWrite = static_cast<std::size_t>(bytesPerWrite);
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("f") == contentText(3, 0, rule.size));
    const auto requests = world.origin->requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QVERIFY(requests[0].header("Authorization").empty());  // not before it asks
    QCOMPARE(requests[1].header("Authorization"), kBasic);
    QCOMPARE(requests[0].connection == requests[1].connection, !closes);
    const auto accounts = world.engine->requests(id);
    QVERIFY(accounts[0].end == RequestEnd::Challenged && accounts[0].status == 401);
    for (const RequestAccount& account : accounts) {
        for (const HeaderField& field : account.requestFields) {
            QVERIFY(field.value.find("bWU6") == std::string::npos);
        }
    }
}

void LoginTest::itStandsInTheAddress() {
    World world;
    world.origin->serve(guardedFile("/f", basicGuard()));
    std::string url = world.origin->url("/f");
    url.insert(url.find("127."), "m%65:c4n4ry@");
    const TransferId id = world.add(url);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).url, world.origin->url("/f"));
    QVERIFY(readAll(world.state_.file("list.db")).find("c4n4ry") == std::string::npos);
}

void LoginTest::withoutOneItIsAQuestion() {
    World world;
    world.origin->serve(guardedFile("/f", basicGuard()));
    const TransferId id = world.add(world.origin->url("/f"));
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Asking);
    QVERIFY(world.at(id).question == Question::Login);
    QCOMPARE(world.at(id).error.sentence, std::string("127.0.0.1 wants a login for “the box”"));
    QVERIFY(world.engine->answer(id, Choice::StartOver) == CallStatus::WrongState);
    QVERIFY(world.engine->logIn(id, kLogin) == CallStatus::Ok);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("f") == contentText(3, 0, kSize));
}

void LoginTest::aWrongOneIsAskedForAgain() {
    World world;
    world.origin->serve(guardedFile("/f", basicGuard()));
    const TransferId id = world.add(world.origin->url("/f"), [](TransferRequest& request) {
        request.login = Credentials{"me", "wrong"};
    });
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Asking);
    QCOMPARE(world.at(id).error.sentence, std::string("127.0.0.1 does not accept the login"));
    QCOMPARE(world.origin->requests().size(), std::size_t{2});  // one try a password
    world.engine->logIn(id, {"me", "wrong too"});
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Asking);
    world.engine->logIn(id, kLogin);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.origin->requests().size() <= 6);
}

void LoginTest::whatCannotBeAnsweredFails_data() {
    QTest::addColumn<QString>("challenge");
    QTest::newRow("Negotiate") << "Negotiate";
    QTest::newRow("auth-int alone") << "Digest realm=x, nonce=n, qop=\"auth-int\"";
    QTest::newRow("unknown algorithm") << "Digest realm=x, nonce=n, algorithm=SHA3-256";
    QTest::newRow("nothing") << "";
    QTest::newRow("no end") << QStringLiteral("Digest nonce=\"%1").arg(QString(70'000, u'x'));
}

void LoginTest::whatCannotBeAnsweredFails() {
    QFETCH(QString, challenge);
    World world;
    world.origin->serve(
        guardedFile("/f", {.challenge = challenge.toStdString(), .accepts = [](const auto&) {
                               return false;
                           }}));
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Failed);
    QVERIFY(world.at(id).error.kind == ErrorKind::AuthUnsupported);
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
}

void LoginTest::digestCountsItsNonce() {
    World world({.connections = 1});
    std::vector<std::string> said;
    Rule rule = guardedFile("/f", {.challenge = "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\", "
                                                "algorithm=SHA-256, opaque=\"o\"",
                                   .accepts = [&said](const std::string& value) {
                                       said.push_back(value);
                                       return true;
                                   }});
    rule.times = 2;
    rule.closeAfter = 30'000;
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(said.size() >= 2);
    for (std::size_t i = 0; i < said.size(); ++i) {
        QVERIFY(
            said[i].starts_with("Digest username=\"me\", realm=\"r\", nonce=\"n1\", uri=\"/f\""));
        const std::string count = "nc=0000000" + std::to_string(i + 1);
        QVERIFY2(said[i].find(count) != std::string::npos, said[i].c_str());
    }
}

void LoginTest::aStaleNonceIsNoWrongPassword() {
    World world;
    int asked = 0;
    Rule rule = guardedFile("/f", basicGuard());
    rule.edit = [&asked](const RequestLog& request, OriginReply& reply) {
        const std::string said = request.header("Authorization");
        if (said.find("nonce=\"new\"") != std::string::npos) {
            return;
        }
        const std::string challenge = asked++ == 0
                                          ? "Digest realm=r, nonce=old, qop=auth"
                                          : "Digest realm=r, nonce=new, qop=auth, stale=TRUE";
        answerOnly(reply, 401, {{"WWW-Authenticate", challenge}});
    };
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().size(), std::size_t{3});
}

void LoginTest::staleForEverEnds() {
    World world;
    int number = 0;
    Rule rule = guardedFile("/f", basicGuard());
    rule.edit = [&number](const RequestLog&, OriginReply& reply) {
        answerOnly(reply, 401,
                   {{"WWW-Authenticate",
                     "Digest realm=r, qop=auth, stale=true, nonce=n" + std::to_string(++number)}});
    };
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Asking);
    QVERIFY(world.origin->requests().size() <= 12);
}

// The other port is another origin, and has a password of its own.
void LoginTest::itStaysWithItsOrigin() {
    World world;
    OriginConfig config;
    config.clock = world.clock;
    Origin other(config);
    other.serve(guardedFile(
        "/f", {.challenge = "Basic realm=other", .accepts = [](const std::string& said) {
                   return said == "Basic b3RoZXI6cHc=";
               }}));
    world.origin->serve({.path = "/from", .location = other.url("/f")});
    const TransferId id = world.add(world.origin->url("/from"),
                                    [](TransferRequest& request) { request.login = kLogin; });
    const auto rest = [&] {
        other.pump(0);
        return !isUnderWay(world.state(id));
    };
    world.runUntil(rest);
    QCOMPARE(world.state(id), TransferState::Asking);
    for (const RequestLog& request : other.requests()) {
        QVERIFY(request.header("Authorization").empty());
    }
    world.engine->logIn(id, {"other", "pw"});  // it is for who wanted it
    world.runUntil(rest);
    QCOMPARE(world.state(id), TransferState::Done);
    for (const RequestLog& request : world.origin->requests()) {
        QVERIFY(request.header("Authorization").empty());
    }
}

void LoginTest::aPersonsOwnFieldGoesBefore() {
    World world;
    world.origin->serve(guardedFile("/f", basicGuard()));
    const TransferId id = world.add(world.origin->url("/f"), [](TransferRequest& request) {
        request.login = kLogin;
        request.headers = {{"authorization", "Bearer x"}};
    });
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Asking);
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
    QCOMPARE(world.origin->requests().front().header("Authorization"), std::string("Bearer x"));
}

void LoginTest::severalConnectionsHaveItInCommon() {
    World world({.connections = 4});
    Rule rule = guardedFile("/f", basicGuard());
    rule.size = 16'000'000;
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("f") == contentText(3, 0, rule.size));
    const auto requests = world.origin->requests();
    QVERIFY(requests.size() >= 4);
    QCOMPARE(std::ranges::count(
                 requests, std::string(),
                 [](const RequestLog& request) { return request.header("Authorization"); }),
             std::ptrdiff_t{1});
}

void LoginTest::afterARestartItIsAskedForAnew() {
    World world;
    Rule rule = guardedFile("/f", basicGuard());
    rule.size = 4'000'000;
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    const TransferId id = addWithLogin(world);
    QVERIFY(world.runUntil([&] { return world.engine->snapshot(id)->received > 2'000'000; }));
    world.restart();
    const auto now = [&] {
        return *world.engine->snapshot(id);
    };
    world.runUntil([&] { return now().state == TransferState::Asking; });
    QVERIFY(now().question == Question::Login);
    QVERIFY(now().received > 500'000);  // nothing is lost
    world.restart();
    QCOMPARE(now().state, TransferState::Asking);
    QVERIFY(now().question == Question::Login);
    world.engine->logIn(id, kLogin);
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("f") == contentText(3, 0, rule.size));
    QVERIFY(!world.origin->requests().back().range.empty());
}

void LoginTest::aCookieOfARedirectIsSentToTheNextHop() {
    World world;
    Rule rule = {.path = "/f", .size = kSize, .seed = 3};
    rule.edit = [](const RequestLog& request, OriginReply& reply) {
        if (request.header("Cookie").find("seen=1") == std::string::npos) {
            answerOnly(
                reply, 302,
                {{"Location", "/f"}, {"Set-Cookie", "seen=1; Path=/"}, {"Set-Cookie", "other=2"}});
        }
    };
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/f"));
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);  // a loop that a cookie ends is none
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(world.origin->requests().back().header("Cookie"), std::string("seen=1; other=2"));
}

void LoginTest::cookiesStayWithTheirHost() {
    World world;
    world.dns.add("other.test", {.a = {"127.0.0.1"}});
    world.origin->serve({.path = "/from",
                         .location = world.origin->url("/f", "other.test"),
                         .headers = {{"Set-Cookie", "secret=c4n4ry; Path=/"}}});
    world.origin->serve({.path = "/f", .size = kSize, .seed = 3});
    const TransferId id = world.add(world.origin->url("/from"));
    runToRest(world, id);
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.origin->requestsFor("/f").front().header("Cookie").empty());
    QVERIFY(readAll(world.state_.file("list.db")).find("c4n4ry") == std::string::npos);
}

void LoginTest::aProbeLogsIn() {
    World world;
    world.origin->serve(guardedFile("/f", basicGuard()));
    std::string url = world.origin->url("/f");
    url.insert(url.find("127."), "me:c4n4ry@");
    std::optional<ProbeResult> result;
    QVERIFY(world.engine->probe(url, {}, [&](const ProbeResult& told) { result = told; }));
    QVERIFY(world.runUntil([&] { return result.has_value(); }));
    QVERIFY(result->error.ok());
    QCOMPARE(result->size, std::optional<std::uint64_t>(kSize));
    QCOMPARE(result->finalUrl, world.origin->url("/f"));
}

QTEST_GUILESS_MAIN(LoginTest)
#include "login_test.moc"
