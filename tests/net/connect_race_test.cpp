#include "engine/net/connect_race.h"

#include "tests/net/connect_race_stage.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::Case)
Q_DECLARE_METATYPE(penstock::ErrorKind)

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
        QTest::newRow("the better family is first")
            << Case{{Ms{0}, {"::1", "::2"}},
                    {Ms{0}, {"10.0.0.1", "10.0.0.2"}},
                    {{"::2", up(1)}},
                    true}
            << "10.0.0.1@0 ::1@250 10.0.0.2@500 ::2@750" << 751;
        QTest::newRow("the better family, if it comes in time")
            << Case{{Ms{0}, {"::1"}}, {Ms{10}, {"10.0.0.1"}}, {{"::1", up(300)}}, true}
            << "::1@0 10.0.0.1@250" << 300;
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
        QTest::newRow("MS-58: a bad one leaves the attempt under way alone")
            << Case{{Ms{0}, {"::1"}},
                    {Ms{0}, {"10.0.0.1"}},
                    {{"::1", up(300)}, {"10.0.0.1", down(0, ErrorKind::ConnectFailed)}}}
            << "::1@0 10.0.0.1@250" << 300;
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
        QVERIFY(!stage.host().deadlines.armed());
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
        QVERIFY(!stage.host().deadlines.armed());
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

    void r15TheReasonOfASingleAddressIsSaidOnce_data() {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("evidence");
        QTest::newRow("refused") << ErrorKind::ConnectRefused << "";
        QTest::newRow("reset") << ErrorKind::ConnectReset << "";
        QTest::newRow("no answer") << ErrorKind::ConnectTimeout << "";
        QTest::newRow("unreachable, which has several causes")
            << ErrorKind::ConnectUnreachable << "Connect.Unreachable";
        QTest::newRow("the program's refusal") << ErrorKind::ConnectFailed << "Connect.Failed";
    }

    void r15TheReasonOfASingleAddressIsSaidOnce() {
        QFETCH(ErrorKind, kind);
        QFETCH(QString, evidence);
        const Outcome outcome =
            Stage({{Ms{0}, {}}, {Ms{0}, {"10.0.0.1"}}, {{"10.0.0.1", down(0, kind)}}}).play();
        QCOMPARE(outcome.error.kind, kind);
        QCOMPARE(QString::fromStdString(outcome.error.evidence), evidence);
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

    void r19ADeadAddressIsTriedLastTheNextTime_data() {
        QTest::addColumn<Case>("given");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("then");
        const Arrival none{Ms{0}, {}};
        const Arrival three{Ms{0}, {"10.0.0.1", "10.0.0.2", "10.0.0.3"}};
        QTest::newRow("refused") << Case{none, three, {{"10.0.0.1", down(0)}, {"10.0.0.2", up(5)}}}
                                 << "10.0.0.1@0 10.0.0.2@0"
                                 << "10.0.0.2@0";
        QTest::newRow("silent while a later one answered")
            << Case{none, three, {{"10.0.0.2", up(5)}}} << "10.0.0.1@0 10.0.0.2@250"
            << "10.0.0.2@0";
        QTest::newRow("the slower of two is not dead")
            << Case{{Ms{0}, {"::1"}}, three, {{"::1", up(260)}, {"10.0.0.1", up(9)}}}
            << "::1@0 10.0.0.1@250"
            << "10.0.0.1@0";
        QTest::newRow("dead ones keep their order, behind all others")
            << Case{{Ms{0}, {"::1", "::2"}},
                    three,
                    {{"::1", down(0)},
                     {"10.0.0.1", down(0)},
                     {"::2", down(0)},
                     {"10.0.0.2", up(5)}}}
            << "::1@0 10.0.0.1@0 ::2@0 10.0.0.2@0"
            << "10.0.0.2@0";
        QTest::newRow("what no socket was made for is not dead")
            << Case{none,
                    three,
                    {{"10.0.0.1", down(0, ErrorKind::ConnectFailed)}, {"10.0.0.2", up(5)}}}
            << "10.0.0.1@0 10.0.0.2@0"
            << "10.0.0.1@0 10.0.0.2@0";
    }

    void r19ADeadAddressIsTriedLastTheNextTime() {
        QFETCH(Case, given);
        QFETCH(QString, first);
        QFETCH(QString, then);
        AddressMemory memory;
        QCOMPARE(QString::fromStdString(Stage(given, memory).play().started), first);
        QCOMPARE(QString::fromStdString(Stage(given, memory).play().started), then);
    }

    void r19ADeadAddressIsStillTriedWhenAllOthersFail() {
        AddressMemory memory;
        memory.died(*parseAddress("10.0.0.1"), 80);
        Case given{{Ms{0}, {}},
                   {Ms{0}, {"10.0.0.1", "10.0.0.2"}},
                   {{"10.0.0.1", up(5)}, {"10.0.0.2", down(0)}}};
        QCOMPARE(Stage(given, memory).play().started, std::string("10.0.0.2@0 10.0.0.1@0"));
        QCOMPARE(memory.size(), std::size_t{1});  // it works again, and the other one is dead now
        QVERIFY(memory.isDead(*parseAddress("10.0.0.2"), 80));
        QCOMPARE(Stage(given, memory).play().started, std::string("10.0.0.1@0"));
    }

    void r19ADeadFamilyWaitsAMomentForTheOther() {
        AddressMemory memory;
        memory.died(*parseAddress("::1"), 80);
        const Case soon{{Ms{0}, {"::1"}}, {Ms{20}, {"10.0.0.1"}}, {{"10.0.0.1", up(5)}}};
        QCOMPARE(Stage(soon, memory).play().started, std::string("10.0.0.1@20"));
        const Case late{{Ms{0}, {"::1"}}, {Ms{90}, {"10.0.0.1"}}, {{"::1", up(5)}}};
        QCOMPARE(Stage(late, memory).play().started, std::string("::1@50"));
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
