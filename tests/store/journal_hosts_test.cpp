// What the list knows of hosts.

#include "engine/store/sqlite.h"
#include "tests/store/journal_fixture.h"

#include <QTest>

using namespace penstock;
using std::chrono::milliseconds;
using std::chrono::system_clock;

namespace {

HostCeiling ceilingOf(const std::string& host, std::int64_t sinceMs = 1'700'000'000'123) {
    HostCeiling ceiling;
    ceiling.host = host;
    ceiling.port = 443;
    ceiling.connections = 2;
    ceiling.reason = {ErrorKind::HttpServer, "mirror.test answered 503", "503 Busy", 0};
    ceiling.since = system_clock::time_point(milliseconds(sinceMs));
    return ceiling;
}

}  // namespace

class JournalHostsTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void whatIsKnownComesBack() {
        HostCeiling learned = ceilingOf("mirror.test");
        HostCeiling chosen = ceilingOf("mirror.test", 1'700'000'000'124);
        chosen.port = 8080;
        chosen.reason = {};
        chosen.byPerson = true;
        QVERIFY(open()->storeHostCeiling(learned).ok());
        QVERIFY(open()->storeHostCeiling(chosen).ok());
        const std::vector<HostCeiling> known = open()->hostCeilings().value();
        QCOMPARE(known.size(), std::size_t{2});
        QVERIFY(known[0] == chosen);
        QVERIFY(known[1] == learned);
    }

    void aHostHasOneCeiling() {
        const auto journal = open();
        QVERIFY(journal->storeHostCeiling(ceilingOf("mirror.test")).ok());
        HostCeiling less = ceilingOf("mirror.test");
        less.connections = 1;
        QVERIFY(journal->storeHostCeiling(less).ok());
        QCOMPARE(journal->hostCeilings().value(), std::vector<HostCeiling>{less});
        QVERIFY(journal->forgetHostCeiling("mirror.test", 443).ok());
        QVERIFY(journal->hostCeilings().value().empty());
    }

    void theOldestOfThoseThatWereLearnedGo() {
        const auto journal = open();
        HostCeiling chosen = ceilingOf("chosen.test", 1);
        chosen.byPerson = true;
        QVERIFY(journal->storeHostCeiling(chosen).ok());
        for (int i = 0; i < 520; ++i) {
            QVERIFY(journal->storeHostCeiling(ceilingOf("h" + std::to_string(i), 1000 + i)).ok());
        }
        const std::vector<HostCeiling> known = journal->hostCeilings().value();
        QCOMPARE(known.size(), std::size_t{501});
        QCOMPARE(known.front().host, std::string("h519"));
        QVERIFY(known.back() == chosen);
    }

    void whatNobodyCouldHaveLearnedIsLeftOut() {
        QVERIFY(open()->storeHostCeiling(ceilingOf("mirror.test")).ok());
        {
            Database list;
            QCOMPARE(list.open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
            QCOMPARE(
                list.execute("INSERT INTO host_ceiling VALUES "
                             "('a', 80, 0, '', '', '', 1, 1), ('b', 80, -1, '', '', '', 1, 1),"
                             "('c', 80, 33, '', '', '', 1, 1), ('d', 0, 2, '', '', '', 1, 1),"
                             "('e', 65536, 2, '', '', '', 1, 1), ('', 80, 2, '', '', '', 1, 1),"
                             "('f', 80, 2, '', '', '', -1, 1)"),
                SQLITE_OK);
        }
        QCOMPARE(open()->hostCeilings().value().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(JournalHostsTest)
#include "journal_hosts_test.moc"
