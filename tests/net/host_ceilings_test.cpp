// What is learned of a host, and when it is tried again.

#include "engine/net/host_ceilings.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;
using std::chrono::system_clock;

namespace {

const Error kBusy{ErrorKind::HttpServer, "It answered 503", {}, 0};
constexpr HostName kHost{"mirror.test", 443};

struct Kept final : HostCeilings::Keeper {
    void keep(const HostCeiling& ceiling) override { last = ceiling; }

    void forget(const HostName& host) override { forgotten = host.host; }

    std::optional<HostCeiling> last;
    std::string forgotten;
};

struct Stage {
    system_clock::time_point wall{1h};
    HostCeilings::WallClock clock = [this] {
        return wall;
    };
    Kept kept;
    HostCeilings all{clock, &kept};

    [[nodiscard]] int connections() const {
        const KnownHost* its = all.find(kHost);
        return its == nullptr ? 0 : its->ceiling.connections;
    }

    [[nodiscard]] int allowed() const { return all.allows(*all.find(kHost)); }
};

}  // namespace

class HostCeilingsTest : public QObject {
    Q_OBJECT

private slots:

    void thoseThatRanAreWhatItTakes() {
        Stage stage;
        QVERIFY(stage.all.refused(kHost, 3, kBusy, true));
        QCOMPARE(stage.connections(), 3);
        QVERIFY(stage.all.refused(kHost, 2, kBusy, true));
        QCOMPARE(stage.connections(), 2);
        QVERIFY(stage.kept.last->reason.kind == kBusy.kind);
        QVERIFY(stage.kept.last->since == stage.wall);
    }

    // One refusal may be chance: one more is tried at once, a few times.
    void itIsTriedAgainAtOnceWhereThereIsDoubt() {
        Stage stage;
        stage.all.refused(kHost, 3, kBusy, false);
        stage.all.refused(kHost, 2, kBusy, false);
        QCOMPARE(stage.connections(), 2);
        QCOMPARE(stage.allowed(), 3);
        stage.all.proved(kHost, 3);
        QCOMPARE(stage.allowed(), 4);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(stage.allowed(), 4);
            stage.all.refused(kHost, 3, kBusy, false);
        }
        QCOMPARE(stage.connections(), 3);
        QCOMPARE(stage.allowed(), 3);
    }

    // More may still be under way than it is known to take.
    void itIsNotRaisedByARefusal() {
        Stage stage;
        stage.all.refused(kHost, 2, kBusy, true);
        stage.all.refused(kHost, 5, kBusy, true);
        QCOMPARE(stage.connections(), 2);
    }

    void aloneNothingIsLearned() {
        Stage stage;
        QVERIFY(!stage.all.refused(kHost, 0, kBusy, true));
        QVERIFY(stage.all.find(kHost) == nullptr && !stage.kept.last);
    }

    void aHostIsANameAndAPort() {
        Stage stage;
        stage.all.refused(kHost, 2, kBusy, true);
        QVERIFY(stage.all.find({"mirror.test", 80}) == nullptr);
        QVERIFY(stage.all.find({"other.test", 443}) == nullptr);
    }

    void aDayLaterOneMoreIsAllowed() {
        Stage stage;
        stage.all.refused(kHost, 2, kBusy, true);
        QCOMPARE(stage.allowed(), 2);
        stage.wall += 23h;
        QCOMPARE(stage.allowed(), 2);
        stage.wall += 1h;
        QCOMPARE(stage.allowed(), 3);
        stage.all.refused(kHost, 2, kBusy, true);
        QCOMPARE(stage.allowed(), 2);
        stage.wall += 24h;
        stage.all.proved(kHost, 3);
        QCOMPARE(stage.connections(), 3);
        QCOMPARE(stage.allowed(), 3);
    }

    void whatRunsIsNoNews() {
        Stage stage;
        stage.all.refused(kHost, 2, kBusy, true);
        stage.kept.last.reset();
        stage.all.proved(kHost, 2);
        QVERIFY(!stage.kept.last);
        stage.all.proved({"unknown.test", 1}, 7);
        QVERIFY(!stage.kept.last);
    }

    void nothingIsLearnedOverAPerson() {
        Stage stage;
        stage.all.set(kHost, 5);
        QVERIFY(stage.kept.last->byPerson);
        QVERIFY(!stage.all.refused(kHost, 2, kBusy, true));
        stage.all.proved(kHost, 7);
        stage.wall += 48h;
        QCOMPARE(stage.connections(), 5);
        QCOMPARE(stage.allowed(), 5);
        QVERIFY(stage.all.forget(kHost));
        QCOMPARE(stage.kept.forgotten, std::string("mirror.test"));
        QVERIFY(!stage.all.forget(kHost));
    }

    void whatAPersonSaysIsWithinReason() {
        Stage stage;
        stage.all.set(kHost, 0);
        QCOMPARE(stage.connections(), 1);
        stage.all.set(kHost, 1000);
        QCOMPARE(stage.connections(), kMostCeiling);
    }

    void whatWasKeptIsKnownAgain() {
        Stage stage;
        stage.all.refused(kHost, 2, kBusy, true);
        stage.all.set({"a.test", 80}, 4);
        Stage later;
        later.all.restore(stage.all.all());
        QCOMPARE(later.all.all(), stage.all.all());
        QCOMPARE(later.all.all().front().host, std::string("a.test"));
        QVERIFY(!later.kept.last);
    }
};

QTEST_GUILESS_MAIN(HostCeilingsTest)
#include "host_ceilings_test.moc"
