#include "engine/net/connect_race.h"

#include "tests/net/loop_host.h"
#include "tests/support/fake_clock.h"

#include <QTest>

#include <map>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

using Ms = std::chrono::milliseconds;

constexpr Ms kNever{-1};

/// How one address behaves: connected or refused after a while, or never.
struct Behaviour {
    Ms after = kNever;
    ErrorKind failure = ErrorKind::None;
};

/// An attempt that takes its time by the host's clock.
class FakeAttempt final : public Filter {
public:
    FakeAttempt(const FilterHost& host, Behaviour behaviour, int& alive)
        : host_(&host), behaviour_(behaviour), began_(host.now()), alive_(&alive) {
        ++*alive_;
    }

    ~FakeAttempt() override { --*alive_; }

    Step connect() override {
        if (behaviour_.after == kNever || host_->now() < began_ + behaviour_.after) {
            return Step::Blocked;
        }
        error_ = {behaviour_.failure, "no", std::string(name(behaviour_.failure)), 0};
        return behaviour_.failure == ErrorKind::None ? Step::Done : Step::Failed;
    }

    [[nodiscard]] TimePoint ends() const {
        return behaviour_.after == kNever ? TimePoint::max() : began_ + behaviour_.after;
    }

    void expired(DeadlineKind /*kind*/) override {}

    IoResult send(std::span<const std::byte> /*bytes*/) override { return {}; }

    IoResult recv(std::span<std::byte> /*into*/) override { return {}; }

    void adjustPollSet(PollSet& /*set*/, bool /*reading*/, bool /*writing*/) const override {}

    Step shutdown() override { return Step::Done; }

    [[nodiscard]] const Socket* socket() const override { return nullptr; }

    [[nodiscard]] std::string_view alpn() const override { return {}; }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    const FilterHost* host_;
    Behaviour behaviour_;
    TimePoint began_;
    int* alive_;
    Error error_;
};

/// What a name turns out to be: addresses of a family, and when they arrive.
struct Arrival {
    Ms after = kNever;
    std::vector<std::string> addresses;
};

struct Case {
    Arrival v6;
    Arrival v4;
    std::map<std::string, Behaviour> behaviours;  // others never answer
};

struct Outcome {
    Step step = Step::Blocked;
    std::string started;  // "ADDRESS@MS …" in the order of the starts
    Ms took{};
    Error error;
    int mostAlive = 0;
};

Behaviour up(int ms) {
    return {Ms{ms}, ErrorKind::None};
}

Behaviour down(int ms, ErrorKind kind = ErrorKind::ConnectRefused) {
    return {Ms{ms}, kind};
}

/// A race with a clock that jumps to whatever comes next.
class Stage {
public:
    explicit Stage(const Case& given)
        : case_(given),
          began_(clock_.now()),
          race_(host_, {"name.test", 80, 30s},
                [this](const Address& address) { return attempt(address); }) {}

    Outcome play() {
        for (;;) {
            arrive(names_.v6, case_.v6);
            arrive(names_.v4, case_.v4);
            Step step = race_.run(names_);
            outcome_.mostAlive = std::max(outcome_.mostAlive, alive_);
            if (step == Step::Blocked && fireDue()) {
                step = race_.run(names_);
            }
            if (step != Step::Blocked) {
                return finish(step);
            }
            clock_.advanceTo(next());
        }
    }

    [[nodiscard]] int alive() const { return alive_; }

    [[nodiscard]] const LoopHost& host() const { return host_; }

private:
    std::unique_ptr<Filter> attempt(const Address& address) {
        const std::string text = addressText(address);
        outcome_.started +=
            (outcome_.started.empty() ? "" : " ") + text + "@" + std::to_string(elapsed().count());
        const auto found = case_.behaviours.find(text);
        auto made = std::make_unique<FakeAttempt>(
            host_, found == case_.behaviours.end() ? Behaviour{} : found->second, alive_);
        ends_.push_back(made->ends());
        return made;
    }

    void arrive(FamilyAnswer& answer, const Arrival& arrival) {
        if (answer.finished || arrival.after == kNever || elapsed() < arrival.after) {
            return;
        }
        answer.finished = true;
        answer.arrived = clock_.now();
        for (const std::string& text : arrival.addresses) {
            answer.addresses.push_back(*parseAddress(text));
        }
        if (answer.addresses.empty()) {
            answer.error = lookupError(ErrorKind::DnsNoData, "name.test", {});
        }
    }

    bool fireDue() {
        bool any = false;
        for (const auto& [kind, at] : std::map(host_.deadlines)) {
            if (at <= clock_.now()) {
                host_.deadlines.erase(kind);
                race_.expired(kind);
                any = true;
            }
        }
        return any;
    }

    [[nodiscard]] TimePoint next() const {
        TimePoint nearest = TimePoint::max();
        const auto consider = [&](TimePoint at) {
            if (at > clock_.now()) {
                nearest = std::min(nearest, at);
            }
        };
        for (const auto& [kind, at] : host_.deadlines) {
            consider(at);
        }
        for (const TimePoint at : ends_) {
            consider(at);
        }
        for (const Ms after : {case_.v6.after, case_.v4.after}) {
            consider(began_ + after);
        }
        return nearest;
    }

    Outcome finish(Step step) {
        outcome_.step = step;
        outcome_.took = elapsed();
        outcome_.error = race_.error();
        if (step == Step::Done) {
            winner_ = race_.takeWinner();
        }
        return outcome_;
    }

    [[nodiscard]] Ms elapsed() const {
        return std::chrono::duration_cast<Ms>(clock_.now() - began_);
    }

    Case case_;
    FakeClock clock_;
    TimePoint began_;
    LoopHost host_{clock_};
    int alive_ = 0;
    LookupState names_{"name.test", {}, {}};
    Outcome outcome_;
    std::vector<TimePoint> ends_;
    ConnectRace race_;
    std::unique_ptr<Filter> winner_;
};

}  // namespace

Q_DECLARE_METATYPE(Case)

class ConnectRaceTest : public QObject {
    Q_OBJECT

private slots:

    void ms62AddressesAreTriedAsRfc8305Says_data() {
        QTest::addColumn<Case>("given");
        QTest::addColumn<QString>("started");
        QTest::addColumn<int>("took");
        QTest::newRow("IPv6 first, and alone when it is quick")
            << Case{{Ms{0}, {"::1"}}, {Ms{0}, {"10.0.0.1"}}, {{"::1", up(100)}}} << "::1@0" << 100;
        QTest::newRow("IPv4 after 250 ms, and wins")
            << Case{{Ms{0}, {"::1"}}, {Ms{0}, {"10.0.0.1"}}, {{"10.0.0.1", up(20)}}}
            << "::1@0 10.0.0.1@250" << 270;
        QTest::newRow("earlier attempts keep running")
            << Case{{Ms{0}, {"::1"}},
                    {Ms{0}, {"10.0.0.1"}},
                    {{"::1", up(300)}, {"10.0.0.1", up(900)}}}
            << "::1@0 10.0.0.1@250" << 300;
        QTest::newRow("families alternate") << Case{{Ms{0}, {"::1", "::2"}},
                                                    {Ms{0}, {"10.0.0.1", "10.0.0.2"}},
                                                    {{"10.0.0.2", up(1)}}}
                                            << "::1@0 10.0.0.1@250 ::2@500 10.0.0.2@750" << 751;
        QTest::newRow("a failure starts the next at once")
            << Case{{Ms{0}, {"::1"}},
                    {Ms{0}, {"10.0.0.1"}},
                    {{"::1", down(30)}, {"10.0.0.1", up(5)}}}
            << "::1@0 10.0.0.1@30" << 35;
        QTest::newRow("MS-58: immediate failures cost no time")
            << Case{{Ms{0}, {"::1"}},
                    {Ms{0}, {"10.0.0.1", "10.0.0.2"}},
                    {{"::1", down(0)}, {"10.0.0.1", down(0)}, {"10.0.0.2", up(0)}}}
            << "::1@0 10.0.0.1@0 10.0.0.2@0" << 0;
        QTest::newRow("the last start counts, not the first")
            << Case{{Ms{0}, {"::1", "::2"}},
                    {Ms{0}, {"10.0.0.1"}},
                    {{"::1", down(100)}, {"::2", up(1)}}}
            << "::1@0 10.0.0.1@100 ::2@350" << 351;
        QTest::newRow("R-5: IPv4 is held for 50 ms")
            << Case{{kNever, {}}, {Ms{10}, {"10.0.0.1"}}, {{"10.0.0.1", up(5)}}} << "10.0.0.1@60"
            << 65;
        QTest::newRow("R-5: and let go when IPv6 has none")
            << Case{{Ms{20}, {}}, {Ms{10}, {"10.0.0.1"}}, {{"10.0.0.1", up(5)}}} << "10.0.0.1@20"
            << 25;
        QTest::newRow("R-5: IPv6 that comes within 50 ms goes first")
            << Case{{Ms{40}, {"::1"}}, {Ms{10}, {"10.0.0.1"}}, {{"::1", up(5)}}} << "::1@40" << 45;
        QTest::newRow("R-5: IPv6 alone need not wait for IPv4")
            << Case{{Ms{10}, {"::1"}}, {kNever, {}}, {{"::1", up(5)}}} << "::1@10" << 15;
        QTest::newRow("late IPv6 is next")
            << Case{{Ms{100}, {"::1"}}, {Ms{0}, {"10.0.0.1", "10.0.0.2"}}, {{"::1", up(5)}}}
            << "10.0.0.1@50 ::1@300" << 305;
        QTest::newRow("MS-58: bad IPv6 waits for the A that is still asked for")
            << Case{{Ms{0}, {"::1"}},
                    {Ms{400}, {"10.0.0.1"}},
                    {{"::1", down(0)}, {"10.0.0.1", up(5)}}}
            << "::1@0 10.0.0.1@400" << 405;
        QTest::newRow("late addresses start at once when the last start is long ago")
            << Case{{Ms{0}, {"::1"}}, {Ms{400}, {"10.0.0.1"}}, {{"10.0.0.1", up(5)}}}
            << "::1@0 10.0.0.1@400" << 405;
    }

    void ms62AddressesAreTriedAsRfc8305Says() {
        QFETCH(Case, given);
        QFETCH(QString, started);
        QFETCH(int, took);
        Stage stage(given);
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Done);
        QCOMPARE(QString::fromStdString(outcome.started), started);
        QCOMPARE(outcome.took, Ms{took});
    }

    void ms16LosersAndDeadlinesGoInTheCallOfTheWinner() {
        Stage stage({{Ms{0}, {"::1", "::2"}}, {Ms{0}, {"10.0.0.1"}}, {{"::2", up(10)}}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Done);
        QCOMPARE(outcome.mostAlive, 3);
        QCOMPARE(stage.alive(), 1);
        QVERIFY(stage.host().deadlines.empty());
    }

    void atMostSixAttemptsRunAtOnce() {
        Arrival many{Ms{0}, {}};
        for (int i = 1; i <= 9; ++i) {
            many.addresses.push_back("10.0.0." + std::to_string(i));
        }
        Stage stage({{Ms{0}, {}}, many, {{"10.0.0.9", up(10)}}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Done);
        QCOMPARE(outcome.mostAlive, 6);
        QCOMPARE(outcome.took, Ms{8 * 250 + 10});
    }

    void r16TimeForAllAttemptsIsOver() {
        Stage stage({{Ms{0}, {"::1"}}, {Ms{0}, {"10.0.0.1"}}, {}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Failed);
        QCOMPARE(outcome.took, Ms{30'000});
        QCOMPARE(outcome.error.kind, ErrorKind::ConnectTimeout);
        QCOMPARE(outcome.error.sentence,
                 std::string("name.test did not answer within 30 s ([::1]:80, 10.0.0.1:80)"));
        QCOMPARE(stage.alive(), 0);
        QVERIFY(stage.host().deadlines.empty());
    }

    void connectTimeBeginsWithTheFirstAttempt() {
        Stage stage({{Ms{7'000}, {}}, {Ms{7'000}, {"10.0.0.1"}}, {}});
        QCOMPARE(stage.play().took, Ms{37'000});
    }

    void ms44ConnectThatEndsWithItsDeadlineIsDone() {
        Stage stage({{Ms{0}, {"::1"}}, {Ms{0}, {}}, {{"::1", up(30'000)}}});
        QCOMPARE(stage.play().step, Step::Done);
    }

    void r15FailureListsAllAddressesWithTheirReasons() {
        Stage stage(
            {{Ms{0}, {"::1"}}, {Ms{0}, {"10.0.0.1"}}, {{"::1", down(10)}, {"10.0.0.1", down(10)}}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Failed);
        QCOMPARE(outcome.error.kind, ErrorKind::ConnectRefused);
        QCOMPARE(outcome.error.sentence,
                 std::string("name.test refused the connection ([::1]:80, 10.0.0.1:80)"));
        QCOMPARE(outcome.error.evidence,
                 std::string("[::1]:80: Connect.Refused; 10.0.0.1:80: Connect.Refused"));
    }

    void ms63KindIsThatOfTheLastAddress() {
        // The last in the list, though it is not the last to fail.
        Stage stage({{Ms{0}, {"::1"}},
                     {Ms{0}, {"10.0.0.1"}},
                     {{"::1", down(500, ErrorKind::ConnectUnreachable)}, {"10.0.0.1", down(10)}}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.took, Ms{500});
        QCOMPARE(outcome.error.kind, ErrorKind::ConnectRefused);
        QCOMPARE(outcome.error.sentence,
                 std::string("name.test refused the connection (10.0.0.1:80)"));
        QVERIFY(outcome.error.evidence.starts_with("[::1]:80: Connect.Unreachable; "));
    }

    void lookupWithoutAddressIsTheFailure() {
        Stage stage({{Ms{0}, {}}, {Ms{20}, {}}, {}});
        const Outcome outcome = stage.play();
        QCOMPARE(outcome.step, Step::Failed);
        QCOMPARE(outcome.took, Ms{20});
        QCOMPARE(outcome.error.kind, ErrorKind::DnsNoData);
    }

    void longListsAreCutInTheSentenceOnly() {
        Arrival many{Ms{0}, {}};
        Case given{{Ms{0}, {}}, {}, {}};
        for (int i = 1; i <= 9; ++i) {
            many.addresses.push_back("10.0.0." + std::to_string(i));
            given.behaviours[many.addresses.back()] = down(0);
        }
        given.v4 = many;
        const Outcome outcome = Stage(given).play();
        QVERIFY(outcome.error.sentence.ends_with("10.0.0.4:80 and 5 more)"));
        QVERIFY(outcome.error.evidence.find("10.0.0.9:80") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ConnectRaceTest)
#include "connect_race_test.moc"
