// Wrong input and a hostile world, as a person reads of them: the sentence in the window, exactly,
// and nothing that had arrived is lost.

#include "tests/store/failing_file_ops.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/dns_stub.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QTest>

#include <cerrno>
#include <filesystem>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 3'000'017;
constexpr std::uint64_t kOverlap = 64U << 10U;  // what is compared when it goes on
constexpr std::uint64_t kSeed = 5;
constexpr std::uint64_t kCut = 1'000'000;  // where an answer is cut short
constexpr std::uint64_t kLarge =
    80'000'000;  // so large that a person is asked before it is begun anew
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");
const QString kDone = QStringLiteral("Done");
const QString kChanged =
    QStringLiteral("The file on 127.0.0.1 has changed since this download began");

QString text(const std::string& from) {
    return QString::fromStdString(from);
}

std::string sha256OfFile(const TempDir& place) {
    return sha256File(downloaded(place, "file.bin"));
}

/// Trusts `ca` and asks `names`.
EngineConfig configFor(const TempDir& place, const TestCa& ca, DnsStubThread& names) {
    EngineConfig config = oneAttempt();
    config.resolvConf = place.file("resolv.conf");
    config.dnsPort = names->port();
    config.caFile = place.file("ca.pem");
    writeFile(config.resolvConf, resolvConf());
    writeFile(config.caFile, ca.caPem());
    return config;
}

}  // namespace

class WindowErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void aBadLinkIsSaidInTheDialogAndMakesNoRow_data();
    void aBadLinkIsSaidInTheDialogAndMakesNoRow();
    void whatFailsIsSaidInTheRow_data();
    void whatFailsIsSaidInTheRow();
    void r155ADamagedListIsSaidAndKept();
    void certificatesThatDoNotFitAreSaid_data();
    void certificatesThatDoNotFitAreSaid();
    void afterAnEarlyCloseRetryGoesOnWhereItEnded();
    void aFullDiskWaitsForSpaceAndGoesOn();
    void aReadOnlyFolderIsSaid();
    void aFileThatExistsIsNeverReplaced();
    void aLargeFileThatHasChangedIsAskedAbout();
    void aLargeFileThatHasChangedStartsOverWhenToldTo();
    void aSmallFileThatHasChangedStartsOverByItselfAndSaysSo();

private:
    void pauseThenChangeTheFile(WindowRobot& robot, Origin& origin, std::uint64_t announced);
};

void WindowErrorsTest::aBadLinkIsSaidInTheDialogAndMakesNoRow_data() {
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("other scheme") << "ftp://example.org/x"
                                  << "Line 1 is no http or https link: ftp://example.org/x";
    QTest::addRow("no link") << "what is this"
                             << "Line 1 is no http or https link: what is this";
    QTest::addRow("no host") << "http:///x"
                             << "Line 1 is no http or https link: http:///x";
    QTest::addRow("nothing") << ""
                             << "Enter at least one http or https link";
}

void WindowErrorsTest::aBadLinkIsSaidInTheDialogAndMakesNoRow() {
    QFETCH(QString, link);
    QFETCH(QString, sentence);
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(link);
    QTRY_COMPARE_WITH_TIMEOUT(robot.label(QStringLiteral("addError")), sentence, kLimitMs);
    QVERIFY(robot.sees(QStringLiteral("addDialog")));
    robot.click(QStringLiteral("cancelButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!robot.sees(QStringLiteral("addDialog")), kLimitMs);
    QCOMPARE(robot.transferCount(), 0);
}

void WindowErrorsTest::whatFailsIsSaidInTheRow_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("unknown host") << "http://nowhere.example:%1/file.bin"
                                  << "There is no host named nowhere.example";
    QTest::addRow("refused port") << "http://127.0.0.1:%2/file.bin"
                                  << "127.0.0.1 refused the connection (127.0.0.1:%2)";
    QTest::addRow("404") << "http://127.0.0.1:%1/absent/file.bin"
                         << "There is no such file on 127.0.0.1";
    QTest::addRow("410") << "http://127.0.0.1:%1/gone/file.bin"
                         << "The file is no longer on 127.0.0.1";
    QTest::addRow("early close") << "http://127.0.0.1:%1/short/file.bin"
                                 << "127.0.0.1 closed the connection before the file was complete";
    QTest::addRow("no HTTP") << "http://127.0.0.1:%1/noise/file.bin"
                             << "The server's answer is not HTTP";
}

void WindowErrorsTest::whatFailsIsSaidInTheRow() {
    QFETCH(QString, url);
    QFETCH(QString, sentence);
    const TempDir place;
    const TestCa ca;
    DnsStubThread names;
    OriginThread origin;
    origin->serve({.path = "/gone/file.bin", .status = 410});
    origin->serve({.path = "/short/file.bin", .size = kSize, .closeAfter = kCut});
    origin->serve({.path = "/noise/file.bin",
                   .script = {{.bytes = "220 mail.example ESMTP\r\n", .close = true}}});
    OriginThread closed;
    closed->stopAccepting();
    OpenWindow window(place, configFor(place, ca, names));
    WindowRobot& robot = window.robot();
    const auto withPorts = [&](QString in) {
        return in.replace(QLatin1String("%1"), QString::number(origin->port()))
            .replace(QLatin1String("%2"), QString::number(closed->port()));
    };
    robot.add(withPorts(url));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), withPorts(sentence), kLimitMs);
    QVERIFY(!std::filesystem::exists(downloaded(place, "file.bin")));
    // What is left of its connection, if anything, is there for the next request.
    QTRY_VERIFY_WITH_TIMEOUT(
        !robot.socketTexts(SocketColumn::Role).contains(QStringLiteral("transfer")), kLimitMs);
    // The row stays, and may be tried again.
    robot.select(kFile);
    QVERIFY(robot.canClick(QStringLiteral("buttonStart")));
}

void WindowErrorsTest::r155ADamagedListIsSaidAndKept() {
    const TempDir place;
    const QString list = text(place.file("penstock/list.db"));
    std::filesystem::create_directory(place.file("penstock"));
    QVERIFY(writeFile(list.toStdString(), contentText(kSeed, 0, 30'000)));
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    QTRY_VERIFY_WITH_TIMEOUT(robot.sees(QStringLiteral("errorBar")), kLimitMs);
    const QString said = robot.label(QStringLiteral("errorBarText"));
    const QString before = QStringLiteral("The list %1 was damaged; it was kept as ").arg(list);
    const QString after = QStringLiteral(" and a new one begun");
    QVERIFY2(said.startsWith(before) && said.endsWith(after), qPrintable(said));
    const QString kept = said.mid(before.size()).chopped(after.size());
    QVERIFY(readAll(kept.toStdString()) == contentText(kSeed, 0, 30'000));
    QCOMPARE(robot.transferCount(), 0);
}

void WindowErrorsTest::certificatesThatDoNotFitAreSaid_data() {
    QTest::addColumn<bool>("known");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("untrusted") << false
                               << "The certificate of files.example is not from an authority that "
                                  "this system trusts";
    QTest::addRow("wrong name") << true
                                << "The certificate is for other.example, not for files.example";
}

void WindowErrorsTest::certificatesThatDoNotFitAreSaid() {
    QFETCH(bool, known);
    QFETCH(QString, sentence);
    const TempDir place;
    const TestCa ca;
    const TestCa stranger("Stranger");
    DnsStubThread names;
    names->add("files.example", {.a = {"127.0.0.1"}});
    const TestCertificate certificate = known ? ca.issue({.dnsNames = {"other.example"}})
                                              : stranger.issue({.dnsNames = {"files.example"}});
    OriginThread origin(OriginConfig{.tls = {.certificate = certificate}});
    origin->serve({.path = "/file.bin", .size = kSize});
    OpenWindow window(place, configFor(place, ca, names));
    window.robot().add(text(origin->tlsUrl("/file.bin", "files.example")));
    QTRY_COMPARE_WITH_TIMEOUT(window.robot().status(kFile), sentence, kLimitMs);
    QVERIFY(origin->requests().empty());
}

void WindowErrorsTest::afterAnEarlyCloseRetryGoesOnWhereItEnded() {
    const TempDir place;
    OriginThread origin;
    origin->serve(
        {.path = "/file.bin", .size = kSize, .seed = kSeed, .times = 1, .closeAfter = kCut});
    OpenWindow window(place, oneAttempt());
    WindowRobot& robot = window.robot();
    robot.add(text(origin->url("/file.bin")));
    QTRY_COMPARE_WITH_TIMEOUT(
        robot.status(kFile),
        QStringLiteral("127.0.0.1 closed the connection before the file was complete"), kLimitMs);
    QCOMPARE(std::filesystem::file_size(downloaded(place, "file.bin.part")), kCut);
    robot.select(kFile);
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QCOMPARE(origin->requests().back().range, "bytes=" + std::to_string(kCut - kOverlap) + "-");
    QCOMPARE(sha256OfFile(place), contentSha256(kSeed, kSize));
}

// The disk accepts the whole file at first, and is filled by somebody else meanwhile.
void WindowErrorsTest::aFullDiskWaitsForSpaceAndGoesOn() {
    const TempDir place;
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .seed = kSeed, .rate = kSize / 2});
    EngineConfig config = oneAttempt();
    const auto disk = std::make_shared<FailingFileOps>();
    disk->fullAfter(kCut);
    config.files = disk;
    OpenWindow window(place, config);
    WindowRobot& robot = window.robot();
    robot.add(text(origin->url("/file.bin")));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Waiting for free space"),
                              kLimitMs);
    const QString sentence = QStringLiteral("No space left in ") + text(place.file("files"));
    QVERIFY2(robot.detail(kFile).startsWith(sentence), qPrintable(robot.detail(kFile)));
    // What no sync had vouched for before the disk failed is fetched again.
    QCOMPARE(std::filesystem::file_size(downloaded(place, "file.bin.part")), std::uintmax_t{0});
    disk->release();
    robot.select(kFile);
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QCOMPARE(origin->requests().back().range, std::string());
    QCOMPARE(sha256OfFile(place), contentSha256(kSeed, kSize));
}

// A folder's mode stops nobody who is root; a disk that says so does.
void WindowErrorsTest::aReadOnlyFolderIsSaid() {
    const TempDir place;
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    EngineConfig config = oneAttempt();
    const auto disk = std::make_shared<FailingFileOps>();
    disk->fail(FileCall::OpenAt, EACCES, 1, true);
    config.files = disk;
    OpenWindow window(place, config);
    WindowRobot& robot = window.robot();
    robot.add(text(origin->url("/file.bin")));
    const QString sentence =
        QStringLiteral("The folder %1 cannot be written to").arg(text(place.file("files")));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), sentence, kLimitMs);
    disk->release();
    robot.select(kFile);
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
}

void WindowErrorsTest::aFileThatExistsIsNeverReplaced() {
    const TempDir place;
    std::filesystem::create_directory(place.file("files"));
    QVERIFY(writeFile(downloaded(place, "file.bin"), "mine"));
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .seed = kSeed});
    OpenWindow window(place, oneAttempt());
    window.robot().add(text(origin->url("/file.bin")));
    // The row says what name it got instead.
    QTRY_COMPARE_WITH_TIMEOUT(window.robot().status(QStringLiteral("file (1).bin")), kDone,
                              kLimitMs);
    QCOMPARE(readAll(downloaded(place, "file.bin")), std::string("mine"));
    QCOMPARE(sha256File(downloaded(place, "file (1).bin")), contentSha256(kSeed, kSize));
}

void WindowErrorsTest::pauseThenChangeTheFile(WindowRobot& robot, Origin& origin,
                                              std::uint64_t announced) {
    constexpr std::uint64_t kRate = 1'000'000;
    origin.serve({.path = "/file.bin", .size = announced, .seed = kSeed, .rate = kRate});
    robot.add(text(origin.url("/file.bin")));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0, kLimitMs);
    robot.select(kFile);
    robot.click(QStringLiteral("buttonPause"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Paused"), kLimitMs);
    origin.serve({.path = "/file.bin", .size = kSize, .seed = kSeed + 1, .etag = "\"second\""});
    robot.click(QStringLiteral("buttonStart"));
}

void WindowErrorsTest::aLargeFileThatHasChangedIsAskedAbout() {
    const TempDir place;
    OriginThread origin;
    OpenWindow window(place, oneAttempt());
    WindowRobot& robot = window.robot();
    pauseThenChangeTheFile(robot, *origin, kLarge);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kChanged, kLimitMs);
    const std::string part = downloaded(place, "file.bin.part");
    const std::uint64_t kept = std::filesystem::file_size(part);
    QVERIFY(kept > 0);
    QCOMPARE(sha256File(part), contentSha256(kSeed, kept));
}

void WindowErrorsTest::aLargeFileThatHasChangedStartsOverWhenToldTo() {
    const TempDir place;
    OriginThread origin;
    OpenWindow window(place, oneAttempt());
    WindowRobot& robot = window.robot();
    pauseThenChangeTheFile(robot, *origin, kLarge);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kChanged, kLimitMs);
    robot.select(kFile);
    robot.click(QStringLiteral("questionAnswer"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QCOMPARE(sha256OfFile(place), contentSha256(kSeed + 1, kSize));
}

void WindowErrorsTest::aSmallFileThatHasChangedStartsOverByItselfAndSaysSo() {
    const TempDir place;
    OriginThread origin;
    OpenWindow window(place, oneAttempt());
    WindowRobot& robot = window.robot();
    pauseThenChangeTheFile(robot, *origin, kSize);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    const QString note =
        QStringLiteral("The file on the server has changed; started over in a new part");
    QVERIFY2(robot.detail(kFile).startsWith(note), qPrintable(robot.detail(kFile)));
    QCOMPARE(sha256OfFile(place), contentSha256(kSeed + 1, kSize));
}

PENSTOCK_TEST_MAIN(WindowErrorsTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowErrorsTest>(); });
}

#include "window_errors_test.moc"
