#include "engine/net/dns_cache.h"

#include "tests/support/fake_clock.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::ErrorKind)

namespace {

FamilyAnswer ended(ErrorKind kind) {
    FamilyAnswer answer;
    answer.finished = true;
    answer.error = lookupError(kind, "name.test", {});
    return answer;
}

FamilyAnswer found() {
    FamilyAnswer answer;
    answer.finished = true;
    answer.addresses.push_back(loopback4());
    return answer;
}

std::shared_ptr<LookupState> state(FamilyAnswer v6, FamilyAnswer v4,
                                   const std::string& host = "name.test") {
    return std::make_shared<LookupState>(LookupState{host, std::move(v6), std::move(v4)});
}

}  // namespace

class DnsCacheTest : public QObject {
    Q_OBJECT

private slots:

    void keepsAsLongAsTheAnswerAllows_data() {
        QTest::addColumn<qint64>("ttl");
        QTest::addColumn<qint64>("kept");
        QTest::newRow("short") << qint64{5} << qint64{5};
        QTest::newRow("long") << qint64{86'400} << qint64{600};
        QTest::newRow("zero") << qint64{0} << qint64{0};
    }

    void keepsAsLongAsTheAnswerAllows() {
        QFETCH(qint64, ttl);
        QFETCH(qint64, kept);
        FakeClock clock;
        DnsCache cache;
        cache.keep(state(ended(ErrorKind::DnsNoData), found()), std::chrono::seconds{ttl},
                   clock.now());
        QCOMPARE(cache.find("name.test", clock.now()) != nullptr, kept > 0);
        clock.advance(std::chrono::seconds{kept} - 1ms);
        QCOMPARE(cache.find("name.test", clock.now()) != nullptr, kept > 0);
        clock.advance(1ms);
        QVERIFY(cache.find("name.test", clock.now()) == nullptr);
    }

    void ms64OnlyFirmAnswersAreKept_data() {
        QTest::addColumn<ErrorKind>("v6");
        QTest::addColumn<ErrorKind>("v4");
        QTest::addColumn<bool>("kept");
        const auto none = ErrorKind::Nothing;
        QTest::newRow("no such name") << ErrorKind::DnsNotFound << ErrorKind::DnsNotFound << true;
        QTest::newRow("no address") << ErrorKind::DnsNoData << ErrorKind::DnsNoData << true;
        QTest::newRow("server failed") << ErrorKind::DnsServFail << ErrorKind::DnsServFail << false;
        QTest::newRow("one family failed") << ErrorKind::DnsServFail << none << false;
        QTest::newRow("one family late") << none << ErrorKind::DnsTimeout << false;
        QTest::newRow("one family only") << ErrorKind::DnsNoData << none << true;
    }

    void ms64OnlyFirmAnswersAreKept() {
        QFETCH(ErrorKind, v6);
        QFETCH(ErrorKind, v4);
        QFETCH(bool, kept);
        const auto answer = [](ErrorKind kind) {
            return kind == ErrorKind::Nothing ? found() : ended(kind);
        };
        FakeClock clock;
        DnsCache cache;
        cache.keep(state(answer(v6), answer(v4)), 60s, clock.now());
        QCOMPARE(cache.find("name.test", clock.now()) != nullptr, kept);
    }

    void r1AbsenceIsKeptForHalfAMinute() {
        FakeClock clock;
        DnsCache cache;
        cache.keep(state(ended(ErrorKind::DnsNotFound), ended(ErrorKind::DnsNotFound)), 0s,
                   clock.now());
        clock.advance(30s - 1ms);
        QVERIFY(cache.find("name.test", clock.now()) != nullptr);
        clock.advance(1ms);
        QVERIFY(cache.find("name.test", clock.now()) == nullptr);
    }

    void isBounded() {
        FakeClock clock;
        DnsCache cache;
        for (std::size_t i = 0; i < 2 * DnsCache::kMost; ++i) {
            const auto ttl = i == 0 ? 500s : 60s;
            cache.keep(state(found(), found(), "name" + std::to_string(i)), ttl, clock.now());
            QVERIFY(cache.size() <= DnsCache::kMost);
        }
        QVERIFY(cache.find("name0", clock.now()) != nullptr);  // what ends soonest goes first
    }

    void failureIsTheClearerOfTheTwo_data() {
        QTest::addColumn<ErrorKind>("v6");
        QTest::addColumn<ErrorKind>("v4");
        QTest::addColumn<ErrorKind>("clearer");
        const auto row = [](ErrorKind v6, ErrorKind v4, ErrorKind clearer) {
            const std::string both = std::string(name(v6)) + "+" + std::string(name(v4));
            QTest::newRow(both.c_str()) << v6 << v4 << clearer;
        };
        row(ErrorKind::DnsNotFound, ErrorKind::DnsNotFound, ErrorKind::DnsNotFound);
        row(ErrorKind::DnsNotFound, ErrorKind::DnsTimeout, ErrorKind::DnsNotFound);
        row(ErrorKind::DnsNoData, ErrorKind::DnsNotFound, ErrorKind::DnsNotFound);
        row(ErrorKind::DnsServFail, ErrorKind::DnsNoData, ErrorKind::DnsServFail);
        row(ErrorKind::DnsNoData, ErrorKind::DnsTimeout, ErrorKind::DnsTimeout);
        row(ErrorKind::DnsTimeout, ErrorKind::DnsServFail, ErrorKind::DnsServFail);
        row(ErrorKind::ResFds, ErrorKind::DnsServFail, ErrorKind::ResFds);
    }

    void failureIsTheClearerOfTheTwo() {
        QFETCH(ErrorKind, v6);
        QFETCH(ErrorKind, v4);
        QFETCH(ErrorKind, clearer);
        QCOMPARE(state(ended(v6), ended(v4))->failure().kind, clearer);
    }
};

QTEST_GUILESS_MAIN(DnsCacheTest)
#include "dns_cache_test.moc"
