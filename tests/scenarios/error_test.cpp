// Wrong input and a hostile world: each with its own kind and sentence, and nothing lost.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <cerrno>

using namespace penstock;
using namespace std::chrono_literals;

class ErrorTest : public QObject {
    Q_OBJECT

private slots:
    void aBadAddressIsRefusedAtOnce_data();
    void aBadAddressIsRefusedAtOnce();
    void aServerThatCannotGiveTheFileIsNamed_data();
    void aServerThatCannotGiveTheFileIsNamed();
    void certificatesThatDoNotFitAreRefused_data();
    void certificatesThatDoNotFitAreRefused();
    void aFullDiskWaitsAndGoesOnByItself();
    void aDiskThatFillsBehindAWholeBodyWaitsToo();
    void aDiskThatIsTooSmallIsSeenBeforeTheFirstByte();
    void aReadOnlyFolderIsAnError();
    void r143AFailedSyncIsNeverTrusted();
    void r69MalformedAnswersAreRefused_data();
    void r69MalformedAnswersAreRefused();
    void r23AConnectionClosedUnderTheRequestIsReplacedSilently();
    void r87FieldsOfAPersonStayWithTheirOrigin();
};

void ErrorTest::aBadAddressIsRefusedAtOnce_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("kind");
    QTest::addRow("no scheme") << "example.org/x"
                               << "Url.Bad";
    QTest::addRow("other scheme") << "ftp://example.org/x"
                                  << "Url.Scheme";
    QTest::addRow("no host") << "http:///x"
                             << "Url.BadHost";
    QTest::addRow("login and no host") << "http://me:secret@/"
                                       << "Url.BadHost";
}

void ErrorTest::aBadAddressIsRefusedAtOnce() {
    QFETCH(QString, url);
    QFETCH(QString, kind);
    World world;
    TransferRequest request;
    request.url = url.toStdString();
    request.directory = world.folder.path().string();
    const auto id = world.engine->add(request);
    QVERIFY(!id.ok());
    QCOMPARE(kindOf(id.error()), kind.toStdString());
    QVERIFY(!id.error().sentence.empty());
    QVERIFY(id.error().sentence.find("secret") == std::string::npos);
    QVERIFY(world.engine->transfers().empty());
}

void ErrorTest::aServerThatCannotGiveTheFileIsNamed_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("unknown host") << "unknown"
                                  << "Dns.NotFound"
                                  << "There is no host named nowhere.test";
    QTest::addRow("refused port") << "refused"
                                  << "Connect.Refused"
                                  << "127.0.0.1 refused the connection";
    QTest::addRow("404") << "404"
                         << "Http.Status"
                         << "There is no such file on 127.0.0.1";
    QTest::addRow("410") << "410"
                         << "Http.Gone"
                         << "The file is no longer on 127.0.0.1";
    QTest::addRow("403") << "403"
                         << "Http.Status"
                         << "127.0.0.1 does not allow the download of file.bin";
    QTest::addRow("500") << "500"
                         << "Http.Server"
                         << "127.0.0.1 cannot serve the file at the moment";
    QTest::addRow("no answer") << "empty"
                               << "Proto.EmptyReply"
                               << "127.0.0.1 closed the connection without an answer";
    QTest::addRow("early close") << "short"
                                 << "Trunc.Body"
                                 << "127.0.0.1 closed the connection before the file was complete";
    QTest::addRow("redirect loop") << "loop"
                                   << "Redir.TooMany"
                                   << "127.0.0.1";
    QTest::addRow("redirect to file:") << "file"
                                       << "Redir.BadScheme"
                                       << "127.0.0.1";
}

void ErrorTest::aServerThatCannotGiveTheFileIsNamed() {
    QFETCH(QString, what);
    QFETCH(QString, kind);
    QFETCH(QString, sentence);
    World world;
    Rule rule;
    rule.path = "/file.bin";
    rule.size = 100'000;
    std::string url = world.origin->url("/file.bin");
    bool isStatus = false;
    const int status = what.toInt(&isStatus);
    if (isStatus) {
        rule.status = status;
    } else if (what == "unknown") {
        url = world.origin->url("/file.bin", "nowhere.test");
    } else if (what == "refused") {
        world.origin->stopAccepting();
    } else if (what == "empty") {
        rule.script = {{.close = true}};
    } else if (what == "short") {
        rule.closeAfter = 1000;
    } else if (what == "loop") {
        rule.location = "/file.bin";
    } else if (what == "file") {
        rule.location = "file:///etc/passwd";
    }
    world.origin->serve(rule);
    const TransferId id = world.add(url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), kind.toStdString());
    QVERIFY2(world.at(id).error.sentence.find(sentence.toStdString()) != std::string::npos,
             world.at(id).error.sentence.c_str());
    for (const std::string& entry : world.folder.entries()) {
        QCOMPARE(entry, std::string("file.bin.part"));
    }
}

void ErrorTest::certificatesThatDoNotFitAreRefused_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("kind");
    QTest::addRow("untrusted") << "untrusted"
                               << "Tls.Untrusted";
    QTest::addRow("wrong name") << "name"
                                << "Tls.HostMismatch";
    QTest::addRow("expired") << "expired"
                             << "Tls.Expired";
}

void ErrorTest::certificatesThatDoNotFitAreRefused() {
    QFETCH(QString, what);
    QFETCH(QString, kind);
    World world({.tls = true});
    CertOptions options = localhostCert();
    const TestCa stranger("A stranger");
    if (what == "name") {
        options.dnsNames = {"other.test"};
        options.ipAddresses = {};
    } else if (what == "expired") {
        options.notBeforeDays = -20;
        options.notAfterDays = -10;
    }
    world.origin->setCertificate(what == "untrusted" ? stranger.issue(options)
                                                     : world.ca.issue(options));
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Asking; }));
    QCOMPARE(world.at(id).question, Question::Certificate);
    QCOMPARE(kindOf(world.at(id).error), kind.toStdString());
    QVERIFY(world.origin->requests().empty());  // not one byte of HTTP was sent
    QVERIFY(world.folder.entries().empty());
}

void ErrorTest::aFullDiskWaitsAndGoesOnByItself() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 3'000'000});
    world.disk->fullAfter(1'000'000);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.NoSpace"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Space);
    QCOMPARE(world.at(id).received, std::uint64_t{0});  // nothing of it was synced
    world.disk->release();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 3'000'000));
}

// The body has come to its end before the first write fails.
void ErrorTest::aDiskThatFillsBehindAWholeBodyWaitsToo() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 300'000});
    world.disk->fullAfter(100'000);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] {
        return world.state(id) == TransferState::Waiting || world.state(id) == TransferState::Done;
    }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.NoSpace"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Space);
    world.disk->release();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 300'000));
}

void ErrorTest::aDiskThatIsTooSmallIsSeenBeforeTheFirstByte() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 3'000'000});
    world.disk->fail(FileCall::Fallocate, ENOSPC, 1, true);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.NoSpace"));
    QVERIFY(world.at(id).error.sentence.starts_with("No space left in "));
    QVERIFY(world.folder.entries().empty());
    QCOMPARE(world.at(id).received, std::uint64_t{0});
}

void ErrorTest::aReadOnlyFolderIsAnError() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    world.disk->fail(FileCall::OpenAt, EROFS, 1, true);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.ReadOnly"));
    world.disk->release();
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void ErrorTest::r143AFailedSyncIsNeverTrusted() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 12'000'000, .rate = 4'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(500ms);
    world.disk->fail(FileCall::Fdatasync, EIO, 1, false);
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Io"));
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().back().range, std::string());  // nothing was durable yet
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 12'000'000));
}

void ErrorTest::r69MalformedAnswersAreRefused_data() {
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("kind");
    QTest::addRow("no HTTP") << "220 ftp ready\r\n"
                             << "Proto.StatusLine";
    QTest::addRow("lengths differ")
        << "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"
        << "Proto.Framing";
    QTest::addRow("bad chunk") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
                               << "Proto.Chunk";
    QTest::addRow("101") << "HTTP/1.1 101 Switching\r\n\r\n"
                         << "Proto.Upgrade";
    QTest::addRow("206 unasked") << "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes "
                                    "0-2/4\r\nContent-Length: 3\r\n\r\nabc"
                                 << "Proto.Unexpected";
}

void ErrorTest::r69MalformedAnswersAreRefused() {
    QFETCH(QString, answer);
    QFETCH(QString, kind);
    World world;
    Rule rule;
    rule.path = "/file.bin";
    rule.script = {{.bytes = answer.toStdString(), .close = true}};
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), kind.toStdString());
}

void ErrorTest::r23AConnectionClosedUnderTheRequestIsReplacedSilently() {
    World world;
    world.origin->serve({.path = "/a", .size = 1000});
    Rule dying;
    dying.path = "/b";
    dying.size = 1000;
    dying.script = {{.close = true}};
    dying.times = 1;
    world.origin->serve(dying);
    QVERIFY(world.runToEnd(world.add(world.origin->url("/a"))));
    const TransferId id = world.add(world.origin->url("/b"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
    QVERIFY(std::find(world.states.begin(), world.states.end(), TransferState::Waiting) ==
            world.states.end());
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
}

void ErrorTest::r87FieldsOfAPersonStayWithTheirOrigin() {
    World world;
    OriginConfig config;
    config.clock = world.clock;
    Origin other(config);
    other.serve({.path = "/file.bin", .size = 10});
    world.origin->serve({.path = "/file.bin", .location = other.url("/file.bin")});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers.push_back({"Authorization", "Bearer canary"});
    });
    QVERIFY(world.runUntil([&] {
        other.pump(0);
        return world.state(id) == TransferState::Done || !other.requests().empty();
    }));
    for (int i = 0; i < 50 && world.state(id) != TransferState::Done; ++i) {
        other.pump(0);
        world.settle();
    }
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().front().header("Authorization"),
             std::string("Bearer canary"));
    QCOMPARE(other.requests().front().header("Authorization"), std::string());
}

QTEST_GUILESS_MAIN(ErrorTest)
#include "error_test.moc"
