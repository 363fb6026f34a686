#include "engine/net/tls_filter.h"

#include "tests/net/tls_pair.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <openssl/ssl.h>

#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

class TlsFilterTest : public QObject {
    Q_OBJECT

private:
    TempDir dir_;
    TestCa ca_;
    std::unique_ptr<TlsContext> context_;

    MemoryServerOptions serverFor(const CertOptions& options) const {
        return {.certificate = ca_.issue(options)};
    }

private slots:

    void initTestCase() {
        QVERIFY(writeFile(dir_.file("ca.pem"), ca_.caPem()));
        auto made = TlsContext::make(dir_.file("ca.pem"));
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().sentence.c_str());
        context_ = std::move(made).value();
    }

    void securesAConnectionAndCarriesBytesBothWays() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        QVERIFY(!pair.host.deadlines.armed());
        QCOMPARE(pair.client.send(bytesOf("hello")).bytes, std::size_t{5});
        pair.server.write("world");
        QCOMPARE(pair.server.received(), std::string("hello"));
        std::string text;
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Bytes);
        QCOMPARE(text, std::string("world"));
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Blocked);
    }

    void r37OldVersionsAreRefused_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("TLS 1.0") << TLS1_VERSION;
        QTest::newRow("TLS 1.1") << TLS1_1_VERSION;
    }

    void r37OldVersionsAreRefused() {
        QFETCH(int, version);
        MemoryServerOptions options = serverFor(localhostCert());
        options.maxVersion = version;
        TlsPair pair(*context_, options, "localhost");
        QCOMPARE(pair.handshake(), Step::Failed);
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsWeak);
        QCOMPARE(pair.client.error().sentence,
                 std::string("localhost offers only versions of TLS that are no longer safe"));
    }

    void tls12IsAccepted() {
        MemoryServerOptions options = serverFor(localhostCert());
        options.maxVersion = TLS1_2_VERSION;
        TlsPair pair(*context_, options, "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
    }

    void r40OtherThanTlsIsNamed_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
                              << "localhost does not speak TLS on this port";
        QTest::newRow("garbage") << QByteArray("\x01\x02\x03\x04\x05\x06\x07\x08", 8)
                                 << "localhost does not speak TLS on this port";
        QTest::newRow("a byte") << QByteArray("H") << "localhost does not speak TLS on this port";
    }

    void r40OtherThanTlsIsNamed() {
        QFETCH(QByteArray, answer);
        QFETCH(QString, sentence);
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.client.connect(), Step::Blocked);
        pair.pipe.toClient = answer.toStdString();
        pair.pipe.ended = true;
        QCOMPARE(pair.client.connect(), Step::Failed);
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsNotTls);
        QCOMPARE(QString::fromStdString(pair.client.error().sentence), sentence);
    }

    // Of a handshake, all that the server has to say for it: cut at each place of it.
    void r40AnEndInTheHandshakeIsWhatAResetIs_data() {
        QTest::addColumn<bool>("reset");
        QTest::addRow("end") << false;
        QTest::addRow("reset") << true;
    }

    void r40AnEndInTheHandshakeIsWhatAResetIs() {
        QFETCH(bool, reset);
        std::string answer;
        for (std::size_t cut = 0; cut == 0 || cut < answer.size(); cut += 1 + cut / 8) {
            TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
            QCOMPARE(pair.client.connect(), Step::Blocked);
            pair.server.pump();
            answer = pair.pipe.toClient;
            pair.pipe.toClient.resize(cut);
            (reset ? pair.pipe.reset : pair.pipe.ended) = true;
            QCOMPARE(pair.client.connect(), Step::Failed);
            QCOMPARE(pair.client.error().kind, ErrorKind::ConnectReset);
            if (!reset) {
                QCOMPARE(pair.client.error().sentence,
                         cut == 0 ? "localhost closed the connection instead of starting TLS"
                                  : "localhost closed the connection in the middle of the TLS "
                                    "handshake");
            }
        }
        QVERIFY(answer.size() > 500);
    }

    void handshakeByteByByteGivesTheSame() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        pair.pipe.piece = 1;
        QCOMPARE(pair.handshake(), Step::Done);
        pair.server.write("slow");
        std::string text;
        while (text.size() < 4) {
            QVERIFY(pair.recv(text).kind != IoResult::Kind::Failed);
        }
        QCOMPARE(text, std::string("slow"));
    }

    void r41HandshakeHasADeadlineOfItsOwn() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.client.connect(), Step::Blocked);
        QVERIFY(pair.host.timers.next() == pair.clock.now() + 30s);
        PollSet set;
        pair.client.adjustPollSet(set, false, false);
        QCOMPARE(set.of(MemoryFilter::kFd), Interest::Read);
        pair.clock.advance(30s);
        QCOMPARE(pair.client.connect(), Step::Failed);
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsTimeout);
        QCOMPARE(pair.client.error().sentence,
                 std::string("The TLS handshake with localhost took longer than 30 s"));
    }

    void ms44HandshakeThatEndsWithItsDeadlineIsDone() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.client.connect(), Step::Blocked);
        pair.server.pump();
        pair.clock.advance(30s);
        QCOMPARE(pair.handshake(), Step::Done);
    }

    void r38EndWithoutCloseNotifyIsTruncation() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        pair.server.write("part");
        pair.pipe.ended = true;
        std::string text;
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Bytes);
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Failed);
        QCOMPARE(text, std::string("part"));
        QCOMPARE(pair.client.error().kind, ErrorKind::TruncBody);
        QCOMPARE(pair.client.shutdown(), Step::Done);
    }

    void endWithCloseNotifyIsClosed() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        pair.server.write("all");
        pair.server.close();
        pair.pipe.ended = true;
        std::string text;
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Bytes);
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Closed);
    }

    void r39ResetInTheBodyIsTheSocketsError() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        std::string text;
        while (pair.recv(text).kind == IoResult::Kind::Bytes) {
        }
        pair.pipe.reset = true;
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Failed);
        QCOMPARE(pair.client.error().kind, ErrorKind::ConnectReset);
    }

    void r42FlippedBitIsABadRecordAndGivesNoByte() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        std::string text;
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Blocked);  // session tickets
        pair.server.write("precious");
        pair.pipe.toClient.back() = static_cast<char>(pair.pipe.toClient.back() ^ 1);
        QCOMPARE(pair.recv(text).kind, IoResult::Kind::Failed);
        QVERIFY(text.empty());
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsBadRecord);
    }

    void r44OnlyHttp11MayBeChosen_data() {
        QTest::addColumn<QString>("chosen");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("nothing") << "" << true;
        QTest::newRow("http/1.1") << "http/1.1" << true;
        QTest::newRow("h2 unasked") << "h2" << false;
        QTest::newRow("unknown") << "gopher" << false;
    }

    void r44OnlyHttp11MayBeChosen() {
        QFETCH(QString, chosen);
        QFETCH(bool, accepted);
        MemoryServerOptions options = serverFor(localhostCert());
        options.alpn = chosen.toStdString();
        TlsPair pair(*context_, options, "localhost");
        QCOMPARE(pair.handshake(), accepted ? Step::Done : Step::Failed);
        if (accepted) {
            QCOMPARE(std::string(pair.client.alpn()), chosen.toStdString());
        } else {
            QCOMPARE(pair.client.error().kind, ErrorKind::TlsFailed);
        }
    }

    void r45ServerNameIsSentForNamesOnly_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("sent");
        QTest::newRow("name") << "localhost"
                              << "localhost";
        QTest::newRow("trailing dot") << "localhost."
                                      << "localhost";
        QTest::newRow("IPv4") << "127.0.0.1" << QString();
        QTest::newRow("IPv6") << "::1" << QString();
    }

    void r45ServerNameIsSentForNamesOnly() {
        QFETCH(QString, host);
        QFETCH(QString, sent);
        TlsPair pair(*context_, serverFor(localhostCert()), host.toStdString());
        QCOMPARE(pair.handshake(), Step::Done);
        QCOMPARE(QString::fromStdString(pair.server.serverName().value_or("")), sent);
    }

    void r45UnrecognizedNameIsHostUnknown() {
        MemoryServerOptions options = serverFor(localhostCert());
        options.refuseServerName = "localhost";
        TlsPair pair(*context_, options, "localhost");
        QCOMPARE(pair.handshake(), Step::Failed);
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsHostUnknown);
    }

    void r47DemandedClientCertificateIsNamed_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("TLS 1.2: in the handshake") << TLS1_2_VERSION;
        QTest::newRow("TLS 1.3: with the first read") << 0;
    }

    void r47DemandedClientCertificateIsNamed() {
        QFETCH(int, version);
        MemoryServerOptions options = serverFor(localhostCert());
        options.maxVersion = version;
        options.demandClientCertificate = true;
        TlsPair pair(*context_, options, "localhost");
        if (pair.handshake() == Step::Done) {
            std::string text;
            QCOMPARE(pair.recv(text).kind, IoResult::Kind::Failed);
        }
        QCOMPARE(pair.client.error().kind, ErrorKind::TlsClientCert);
    }

    void shutdownIsDoneWhenBothHaveSaidCloseNotify() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        pair.pipe.full = true;
        QCOMPARE(pair.client.shutdown(), Step::Blocked);
        PollSet set;
        pair.client.adjustPollSet(set, true, true);
        QCOMPARE(set.of(MemoryFilter::kFd), Interest::Write);
        pair.pipe.full = false;
        QCOMPARE(pair.client.shutdown(), Step::Blocked);
        pair.server.pump();
        QVERIFY(pair.server.clientClosed());
        PollSet waiting;
        pair.client.adjustPollSet(waiting, true, true);
        QCOMPARE(waiting.of(MemoryFilter::kFd), Interest::Read);
        pair.server.close();
        QCOMPARE(pair.client.shutdown(), Step::Done);
    }

    void shutdownDoesNotWaitForAPeerThatHasGone() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        pair.pipe.ended = true;
        QCOMPARE(pair.client.shutdown(), Step::Done);
    }

    void blockedWriteGoesOnFromAnotherBuffer() {
        TlsPair pair(*context_, serverFor(localhostCert()), "localhost");
        QCOMPARE(pair.handshake(), Step::Done);
        pair.pipe.full = true;
        QCOMPARE(pair.client.send(bytesOf("request")).kind, IoResult::Kind::Blocked);
        PollSet set;
        pair.client.adjustPollSet(set, true, true);
        QCOMPARE(set.of(MemoryFilter::kFd), Interest::ReadWrite);
        pair.pipe.full = false;
        const std::string moved = "request";
        QCOMPARE(pair.client.send(bytesOf(moved)).bytes, std::size_t{7});
        pair.server.pump();
        QCOMPARE(pair.server.received(), std::string("request"));
    }
};

QTEST_GUILESS_MAIN(TlsFilterTest)
#include "tls_filter_test.moc"
