#include "ui/socket_columns.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class SocketColumnsTest : public QObject {
    Q_OBJECT

private slots:

    void aRowTellsEverything() {
        SocketRow row;
        row.snapshot = socketRow(41, 1, WaitsFor::FirstByte);
        row.snapshot.fd = 17;
        row.snapshot.state = SocketState::AwaitingReply;
        row.snapshot.tls = "TLS 1.3";
        row.snapshot.deadline = DeadlineKind::FirstByte;
        row.snapshot.since = testNow() - 19s;
        row.snapshot.until = testNow() + 41s;
        row.snapshot.opened = testNow() - 24s;
        row.snapshot.received = 113'800'000;
        row.snapshot.lifeReceived = 2'110'000'000;
        row.bytesPerSecond = 5'100'000;
        row.snapshot.cipher = "TLS_AES_128_GCM_SHA256";
        row.snapshot.alpn = "http/1.1";
        row.snapshot.requests = 3;
        row.snapshot.range = {158'000'000, 316'000'000};
        SocketDetails details;
        details.localAddress = "192.0.2.9:50000";
        details.family = AF_INET;
        details.tls = "TLS 1.3";
        details.resumed = true;
        details.certificate =
            CertificateDetails{"example.org", "R3", {"example.org"}, {}, {}, {}, {}};
        details.pinned = true;
        details.tcp = TcpDetails{.rtt = 12'400us,
                                 .congestionWindow = 10,
                                 .segmentSize = 1448,
                                 .retransmits = 2,
                                 .deliveryRate = 5'100'000,
                                 .sent = 900,
                                 .received = 1,
                                 .receiveQueue = 4096,
                                 .lastReceived = 200ms};
        const QStringList expected{"#41",
                                   "17",
                                   "transfer",
                                   "file.iso",
                                   "example.org",
                                   "192.0.2.1:443",
                                   "awaiting reply",
                                   "first byte",
                                   "41 s first byte",
                                   "TLS 1.3",
                                   "114 MB",
                                   "2.11 GB",
                                   "5.1 MB/s",
                                   "24 s",
                                   "158 – 316 MB",
                                   "TLS_AES_128_GCM_SHA256",
                                   "http/1.1",
                                   "3",
                                   "192.0.2.9:50000",
                                   "IPv4",
                                   "yes",
                                   "example.org, by R3",
                                   "yes",
                                   "900 B",
                                   "0.2 s ago",
                                   "12.4 ms",
                                   "14.5 kB",
                                   "2",
                                   "5.1 MB/s",
                                   "4.10 kB"};
        for (int column = 0; column < static_cast<int>(SocketColumn::Count); ++column) {
            QCOMPARE(cellText({&row, QStringLiteral("file.iso"), &details},
                              static_cast<SocketColumn>(column), testNow()),
                     expected.at(column));
        }
        QCOMPARE(fuse(row.snapshot, testNow()).value_or(-1), 41.0 / 60.0);
    }

    void whatWasNotAskedIsADashAndSortsFirst() {
        SocketRow row;
        row.snapshot = socketRow(41, 1);
        SocketDetails details;
        details.tcp = TcpDetails{};
        for (auto i = static_cast<int>(kFirstAsked); i <= static_cast<int>(kLastAsked); ++i) {
            const auto column = static_cast<SocketColumn>(i);
            QCOMPARE(cellText({&row, {}, nullptr}, column, testNow()), QStringLiteral("–"));
            if (column >= SocketColumn::Sent) {
                QVERIFY(sortKey({&row, {}, nullptr}, column, testNow()).toDouble() <
                        sortKey({&row, {}, &details}, column, testNow()).toDouble());
            }
        }
    }

    void whatIsNotKnownIsADash() {
        SocketRow row;
        row.snapshot.opened = testNow();
        for (const auto column :
             {SocketColumn::Fd, SocketColumn::Transfer, SocketColumn::Host, SocketColumn::Peer,
              SocketColumn::TimerLeft, SocketColumn::Tls, SocketColumn::Speed}) {
            QCOMPARE(cellText({&row, {}}, column, testNow()), QStringLiteral("–"));
        }
        QVERIFY(!fuse(row.snapshot, testNow()));
    }

    void aFuseStaysBetweenNothingAndWhole() {
        SocketSnapshot s = socketRow(1, 1);
        s.deadline = DeadlineKind::Stall;
        s.since = testNow();
        s.until = testNow() + 10s;
        QCOMPARE(fuse(s, testNow() + 11s).value_or(-1), 0.0);
        QCOMPARE(fuse(s, testNow() - 1s).value_or(-1), 1.0);
        s.until = s.since;
        QVERIFY(!fuse(s, testNow()));
    }

    void everyRoleStateAndColumnHasAWord() {
        for (int code = 0; code <= static_cast<int>(SocketRole::Closing); ++code) {
            QVERIFY(!roleWord(static_cast<SocketRole>(code)).isEmpty());
        }
        for (int code = 0; code <= static_cast<int>(SocketState::Closing); ++code) {
            QVERIFY(!stateWord(static_cast<SocketState>(code)).isEmpty());
        }
        for (int column = 0; column < static_cast<int>(SocketColumn::Count); ++column) {
            QVERIFY(!columnTitle(static_cast<SocketColumn>(column)).isEmpty());
        }
    }

    void theOrderOfTimersDoesNotDependOnWhenItIsAsked() {
        SocketRow row;
        row.snapshot = socketRow(1, 1);
        row.snapshot.deadline = DeadlineKind::Stall;
        row.snapshot.until = testNow() + 10s;
        QCOMPARE(sortKey({&row, {}}, SocketColumn::TimerLeft, testNow()),
                 sortKey({&row, {}}, SocketColumn::TimerLeft, testNow() + 5s));
    }
};

QTEST_GUILESS_MAIN(SocketColumnsTest)
#include "socket_columns_test.moc"
