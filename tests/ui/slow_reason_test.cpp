#include "ui/slow_reason.h"

#include "tests/ui/rows.h"

#include <QTest>

#include <initializer_list>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

using Spent = std::pair<WaitsFor, Duration>;

TransferSnapshot spent(std::initializer_list<Spent> waits) {
    TransferSnapshot s = transferRow(1, TransferState::Paused);
    s.wait = {WaitsFor::Resume, testNow() - 1h};
    for (const auto& [waitsFor, duration] : waits) {
        s.waited.add(waitsFor, duration);
    }
    return s;
}

TransferSnapshot arriving(MoreConnections why, int allowed = 1) {
    TransferSnapshot s = spent({{WaitsFor::Body, 3s}, {WaitsFor::FirstByte, 1s}});
    s.moreConnections = why;
    s.allowedSockets = allowed;
    return s;
}

}  // namespace

class SlowReasonTest : public QObject {
    Q_OBJECT

private slots:

    void whatTookMostIsSaid_data() {
        QTest::addColumn<TransferSnapshot>("snapshot");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing yet") << spent({}) << "";
        QTest::newRow("a person only")
            << spent({{WaitsFor::Resume, 5s}, {WaitsFor::Decision, 9s}}) << "";
        QTest::newRow("hours only") << spent({{WaitsFor::Schedule, 5h}}) << "";
        QTest::newRow("first byte")
            << spent({{WaitsFor::FirstByte, 90s}, {WaitsFor::Headers, 2s}, {WaitsFor::Body, 8s}})
            << "92 % of the time went to waiting for the server’s first byte";
        QTest::newRow("pauses count for nothing")
            << spent({{WaitsFor::FirstByte, 1s}, {WaitsFor::Body, 3s}, {WaitsFor::Resume, 100h}})
            << "Bytes were arriving 75 % of the time; the line or the server sets the pace";
        QTest::newRow("lookup") << spent({{WaitsFor::Answer, 1s}})
                                << "100 % of the time went to looking up the name";
        QTest::newRow("connect") << spent(
                                        {{WaitsFor::TcpConnect, 3s}, {WaitsFor::TlsHandshake, 1s}})
                                 << "100 % of the time went to connecting";
        QTest::newRow("handshake")
            << spent({{WaitsFor::TcpConnect, 1s}, {WaitsFor::TlsHandshake, 3s}})
            << "100 % of the time went to securing connections";
        QTest::newRow("send") << spent({{WaitsFor::Send, 1s}})
                              << "100 % of the time went to sending requests";
        TransferSnapshot own = spent({{WaitsFor::RateTokens, 3s}, {WaitsFor::Body, 1s}});
        QTest::newRow("a shared limit")
            << own << "A speed limit that it shares with others held it back 75 % of the time";
        own.rateLimit = 2'000'000;
        QTest::newRow("its limit")
            << own << "Limited by your 2 MB/s: 75 % of the time it was held back";
        QTest::newRow("disk") << spent({{WaitsFor::Disk, 1s}})
                              << "The disk is the bottleneck: it took 100 % of the time";
        QTest::newRow("space") << spent({{WaitsFor::Space, 1s}})
                               << "It waited for free space 100 % of the time";
        QTest::newRow("check") << spent({{WaitsFor::Check, 1s}})
                               << "100 % of the time went to checking the file";
        QTest::newRow("list") << spent({{WaitsFor::List, 1s}})
                              << "100 % of the time went to the list of transfers on the disk";
        QTest::newRow("slot") << spent({{WaitsFor::Slot, 1s}})
                              << "100 % of the time it waited until fewer transfers were active";
        QTest::newRow("host")
            << spent({{WaitsFor::Host, 1s}})
            << "100 % of the time it waited for a connection to example.org that others had";
        QTest::newRow("descriptors") << spent({{WaitsFor::Descriptors, 1s}})
                                     << "100 % of the time too many files and sockets were open";
        QTest::newRow("retry") << spent({{WaitsFor::Retry, 1s}})
                               << "100 % of the time it waited between tries";
        QTest::newRow("retry after")
            << spent({{WaitsFor::RetryAfter, 1s}})
            << "The server asked to come later: that was 100 % of the time";
    }

    void whatTookMostIsSaid() {
        QFETCH(TransferSnapshot, snapshot);
        QTEST(slowReason(snapshot, testNow()), "text");
    }

    void whileBytesArriveTheCeilingIsSaid_data() {
        QTest::addColumn<TransferSnapshot>("snapshot");
        QTest::addColumn<QString>("why");
        QTest::newRow("two") << arriving(MoreConnections::HostCeiling, 2)
                             << "example.org allows 2 connections";
        QTest::newRow("one") << arriving(MoreConnections::Refused)
                             << "example.org allows one connection";
        QTest::newRow("no ranges") << arriving(MoreConnections::NoRanges)
                                   << "example.org sends the file over one connection only";
        QTest::newRow("gain") << arriving(MoreConnections::SmallGain)
                              << "another connection brought little: the line or the server is at "
                                 "its end";
        QTest::newRow("limit") << arriving(MoreConnections::RateLimited)
                               << "its connections reach the speed limit";
        QTest::newRow("settings") << arriving(MoreConnections::AsMany)
                                  << "it has all connections that your settings allow";
        QTest::newRow("none") << arriving(MoreConnections::TooSmall)
                              << "the line or the server sets the pace";
    }

    void whileBytesArriveTheCeilingIsSaid() {
        QFETCH(TransferSnapshot, snapshot);
        QFETCH(QString, why);
        QCOMPARE(slowReason(snapshot, testNow()),
                 QStringLiteral("Bytes were arriving 75 % of the time; ") + why);
    }

    void theWaitThatGoesOnIsCounted() {
        TransferSnapshot s = spent({{WaitsFor::Body, 1s}});
        s.wait = {WaitsFor::FirstByte, testNow() - 9s};
        QCOMPARE(timeShares(s, testNow()),
                 (std::vector<TimeShare>{{TimeSink::Server, 9s}, {TimeSink::Arriving, 1s}}));
        QVERIFY(slowReason(s, testNow()).startsWith(QStringLiteral("90 %")));
        s.wait.since = testNow() + 1s;  // told before the moment that is looked at
        QCOMPARE(timeShares(s, testNow()), (std::vector<TimeShare>{{TimeSink::Arriving, 1s}}));
    }

    void eachWaitHasItsPlaceOrIsNobodysFault() {
        for (std::size_t i = 0; i < kWaitsForCount; ++i) {
            const auto waitsFor = static_cast<WaitsFor>(i);
            const bool nobody = waitsFor == WaitsFor::Nothing || waitsFor == WaitsFor::Resume ||
                                waitsFor == WaitsFor::Decision || waitsFor == WaitsFor::Schedule;
            const TransferSnapshot s = spent({{waitsFor, 1s}});
            QCOMPARE(timeShares(s, testNow()).empty(), nobody);
            QCOMPARE(slowReason(s, testNow()).isEmpty(), nobody);
        }
    }

    void eachSinkHasATitleAndAColorOfItsOwn() {
        QSet<QString> titles;
        QSet<int> colors;
        for (int i = 0; i < static_cast<int>(TimeSink::Count); ++i) {
            titles.insert(sinkTitle(static_cast<TimeSink>(i)));
            colors.insert(sinkColor(static_cast<TimeSink>(i)));
        }
        QCOMPARE(titles.size(), qsizetype{static_cast<int>(TimeSink::Count)});
        QCOMPARE(colors.size(), titles.size());
    }
};

QTEST_APPLESS_MAIN(SlowReasonTest)
#include "slow_reason_test.moc"
