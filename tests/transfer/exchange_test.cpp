// Exchange alone: what it asks, whom it follows, and what its owner is told. The pool and the
// connections are real, their chains and sessions do what the test says.

#include "engine/transfer/exchange.h"

#include "tests/support/net_stage.h"

#include <QTest>

using namespace penstock;

namespace {

struct Target final : BodyTarget {
    BodySpace space() override { return {std::span(bytes), WaitsFor::Nothing, {}}; }

    std::size_t readAtMost() override { return bytes.size(); }

    Error arrived(std::size_t n) override {
        got += n;
        return error_;
    }

    void flush() override {}

    [[nodiscard]] bool busy() const override { return false; }

    [[nodiscard]] std::uint64_t received() const override { return got; }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override { return {}; }

    [[nodiscard]] const Error& error() const override { return error_; }

    std::array<std::byte, 64> bytes{};
    std::uint64_t got = 0;
    Error error_;
};

struct Owner final : Exchange::Owner {
    BodyTarget* answered(ResponseHead& head, const BodyFraming& /*framing*/,
                         const Url& url) override {
        status = head.status;
        from = url.host + url.target();
        return wanted ? &target : nullptr;
    }

    void bodyMoved(std::size_t n) override { moved += n; }

    void exchangeNeedsRun() override { needsRun = true; }

    void exchangeEnded() override { ++ends; }

    void exchangeFailed(const Error& why) override {
        ++failures;
        error = why;
    }

    Target target;
    bool wanted = true;
    int status = 0;
    std::string from;
    std::size_t moved = 0;
    bool needsRun = false;
    int ends = 0;
    int failures = 0;
    Error error;
};

struct Stage : NetStage {
    ConnectionPool pool{*this, services(), 3};
    Headers usual = usualFields("Test/1.0");
    Owner owner;
    Url url = parseUrl("http://example.org/file").value();
    std::vector<HeaderField> own;
    Exchange::Request request;
    std::unique_ptr<Exchange> exchange;

    void ask() {
        request.transfer = TransferId{1};
        request.url = &url;
        request.fields = own;
        exchange = std::make_unique<Exchange>(pool, usual, owner, request);
        goOn();
    }

    void goOn() {
        owner.needsRun = false;
        exchange->goOn();
        turn(&pool);
    }

    const std::string& sent() { return session().requests.back(); }

    BodyPlan answer(int status, const std::string& location = {}) {
        ResponseHead head;
        head.status = status;
        if (!location.empty()) {
            head.fields.add("Location", location);
        }
        return events().headReceived(head, {BodyKind::Length, 100, true});
    }

    void redirect(const std::string& location) {
        answer(302, location);
        end();
        goOn();
    }

    void end() {
        session().endFirst();
        turnAll();
    }

    void fail(bool unanswered) {
        session().step = Step::Failed;
        session().fail(session().open.front().id, {ErrorKind::ConnectReset, "It broke", {}, 0},
                       unanswered);
        turnAll();
    }

    /// A connection to there carries three. It is seen once, and is closed again.
    void learnThatThreeFit() {
        script.capacity = 3;
        ask();
        exchange.reset();
        turnAll();
        pool.closeIdle();
        turnAll();
    }

    void turnAll() {
        for (std::uint64_t id = 1; id <= scripts.size(); ++id) {
            if (Connection* connection = pool.find(id)) {
                markDirty(*connection);
            }
        }
        turn(&pool);
    }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class ExchangeTest : public QObject {
    Q_OBJECT

private slots:

    void itAsksForTheRangeUnderItsCondition() {
        Stage stage;
        stage.request.rangeBegin = 1000;
        stage.request.ifRange = "\"tag\"";
        stage.ask();
        QVERIFY(stage.sent().starts_with("GET /file HTTP/1.1\r\nHost: example.org\r\n"));
        QVERIFY(contains(stage.sent(), "Range: bytes=1000-\r\n"));
        QVERIFY(contains(stage.sent(), "If-Range: \"tag\"\r\n"));
        QVERIFY(contains(stage.sent(), "User-Agent: Test/1.0\r\n"));
    }

    void ownFieldsGoBeforeTheUsualOnes() {
        Stage stage;
        stage.own = {{"User-Agent", "Mine/2"}, {"Authorization", "Basic eA=="}};
        stage.ask();
        QVERIFY(contains(stage.sent(), "User-Agent: Mine/2\r\n"));
        QVERIFY(!contains(stage.sent(), "Test/1.0"));
        QVERIFY(contains(stage.sent(), "Authorization: Basic eA==\r\n"));
    }

    void theBodyGoesToItsTargetAndTheEndToTheOwner() {
        Stage stage;
        stage.ask();
        QCOMPARE(stage.answer(200), BodyPlan::Take);
        QCOMPARE(stage.owner.from, std::string("example.org/file"));
        ExchangeEvents& events = stage.events();
        QCOMPARE(events.bodySpace().into.size(), std::size_t{64});
        events.bodyArrived(64);
        QCOMPARE(stage.owner.target.got, std::uint64_t{64});
        QCOMPARE(stage.owner.moved, std::size_t{64});
        stage.end();
        QCOMPARE(stage.owner.ends, 1);
    }

    void aBodyThatTheOwnerDoesNotWantIsDrained() {
        Stage stage;
        stage.owner.wanted = false;
        stage.ask();
        QCOMPARE(stage.answer(404), BodyPlan::Drain);
    }

    void aRedirectIsFollowedWithoutTheOwner() {
        Stage stage;
        stage.ask();
        stage.redirect("/elsewhere");
        QCOMPARE(stage.owner.status, 0);
        QVERIFY(stage.sent().starts_with("GET /elsewhere "));
        QCOMPARE(stage.pool.size(), std::size_t{1});  // the same connection
        stage.answer(200);
        QCOMPARE(stage.owner.from, std::string("example.org/elsewhere"));
    }

    void ownFieldsEndWithTheRedirectThatLeavesTheOrigin() {
        Stage stage;
        stage.own = {{"Authorization", "Basic eA=="}};
        stage.ask();
        stage.redirect("/here");
        QVERIFY(contains(stage.sent(), "Authorization"));
        stage.redirect("http://elsewhere.test/file");
        QVERIFY(!contains(stage.sent(), "Authorization"));
        stage.redirect("http://example.org/back");
        QVERIFY(!contains(stage.sent(), "Authorization"));
    }

    void aPublicServerLeadsToNoPrivateNetwork() {
        Stage stage;
        stage.ask();
        stage.wires.front()->target = parseAddress("8.8.8.8");
        stage.redirect("http://elsewhere.test/file");
        QVERIFY(stage.pool.find(2)->destination().publicOnly);
    }

    void unlessAPersonAllowsIt() {
        Stage stage;
        stage.request.privateAllowed = true;
        stage.ask();
        stage.wires.front()->target = parseAddress("8.8.8.8");
        stage.redirect("http://elsewhere.test/file");
        QVERIFY(!stage.pool.find(2)->destination().publicOnly);
    }

    void aRedirectThatCannotBeFollowedFailsAndAborts() {
        Stage stage;
        stage.ask();
        QCOMPARE(stage.answer(302, "ftp://example.org/file"), BodyPlan::Abort);
        QCOMPARE(stage.owner.error.kind, ErrorKind::RedirBadScheme);
        QCOMPARE(stage.owner.failures, 1);
    }

    void aRedirectCountsWhateverBecomesOfItsBody() {
        Stage stage;
        stage.ask();
        stage.answer(302, "/elsewhere");
        stage.fail(false);
        QVERIFY(stage.owner.needsRun);
        stage.goOn();
        QVERIFY(stage.sent().starts_with("GET /elsewhere "));
        QCOMPARE(stage.owner.failures, 0);
    }

    void whatAReusedConnectionSwallowedGoesOutAgainFiveTimes() {
        Stage stage;
        stage.ask();
        for (int i = 1; i <= 5; ++i) {
            stage.fail(true);
            QVERIFY(stage.owner.needsRun);
            stage.goOn();
            QCOMPARE(stage.scripts.size(), static_cast<std::size_t>(i + 1));
        }
        QCOMPARE(stage.exchange->silentTries(), 5);
        stage.fail(true);
        QVERIFY(!stage.owner.needsRun);
        QCOMPARE(stage.owner.error.kind, ErrorKind::ConnectReset);
    }

    void whatFailedAfterItBeganIsTheOwnersAffair() {
        Stage stage;
        stage.ask();
        stage.answer(200);
        stage.fail(false);
        QCOMPARE(stage.owner.failures, 1);
        QVERIFY(!stage.owner.needsRun);
    }

    void noMoreIsTakenThanTheAnswerHasNamed() {
        Stage stage;
        stage.ask();
        stage.answer(206);
        stage.exchange->takeAtMost(10, {BodyKind::Length, 100, true});
        ExchangeEvents& events = stage.events();
        QCOMPARE(events.bodySpace().into.size(), std::size_t{10});
        events.bodyArrived(10);
        QCOMPARE(stage.owner.ends, 1);  // more is sure to come, and nobody waits for it
        QCOMPARE(stage.session().cancelled.size(), std::size_t{1});
    }

    void anErrorOfTheTargetEndsIt() {
        Stage stage;
        stage.ask();
        stage.answer(200);
        stage.owner.target.error_ = {ErrorKind::DiskIo, "Full", {}, 0};
        stage.events().bodyArrived(1);
        QCOMPARE(stage.owner.error.kind, ErrorKind::DiskIo);
        QCOMPARE(stage.session().cancelled.size(), std::size_t{1});
    }

    void itWaitsForAConnectionThatWillCarryIt() {
        Stage s;
        s.learnThatThreeFit();
        Owner firstOwner;
        Exchange first(s.pool, s.usual, firstOwner, s.request);
        first.goOn();
        s.exchange = std::make_unique<Exchange>(s.pool, s.usual, s.owner, s.request);
        s.exchange->goOn();
        QVERIFY(s.exchange->willRun());  // a place in a queue
        QCOMPARE(s.exchange->socketCount(), 0);
        s.turn(&s.pool);
        QVERIFY(s.owner.needsRun);
        s.goOn();
        QCOMPARE(s.session().open.size(), std::size_t{2});
        QCOMPARE(s.pool.size(), std::size_t{1});
    }

    void whoWaitsMayGo() {
        Stage s;
        s.learnThatThreeFit();
        Owner firstOwner;
        Exchange first(s.pool, s.usual, firstOwner, s.request);
        first.goOn();
        s.exchange = std::make_unique<Exchange>(s.pool, s.usual, s.owner, s.request);
        s.exchange->goOn();
        s.exchange.reset();
        s.turn(&s.pool);
        QVERIFY(!s.owner.needsRun);
    }

    void droppedItCancels() {
        Stage stage;
        stage.ask();
        stage.answer(200);
        QCOMPARE(stage.exchange->socketCount(), 1);
        stage.exchange.reset();
        QCOMPARE(stage.session().cancelled.size(), std::size_t{1});
        QCOMPARE(stage.owner.ends + stage.owner.failures, 0);
    }

    void aLimitedTransferGetsASmallReceiveBuffer() {
        Stage stage;
        RateTree tree;
        const RateAccount rates(tree, 1);
        stage.request.rates = &rates;
        stage.ask();
        QCOMPARE(stage.pool.find(1)->receiveBuffer(), 128 << 10);
    }
};

QTEST_GUILESS_MAIN(ExchangeTest)
#include "exchange_test.moc"
