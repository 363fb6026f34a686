// Wrong input and bad luck: the exact sentence, the kind, the exit code, and nothing lost.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/server_socket.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
// What another process asks for again, to compare it with what is there.
constexpr std::uint64_t kOverlap = 64U << 10U;

/// The kind in the last --json line.
std::string kindIn(const std::string& out) {
    const std::vector<std::string> lines = linesOf(out);
    if (lines.empty()) {
        return {};
    }
    const QJsonObject last =
        QJsonDocument::fromJson(QByteArray::fromStdString(lines.back())).object();
    return last["error"].toObject()["kind"].toString().toStdString();
}

/// Runs `script` with "$1", … as root of a namespace of its own, where it may mount.
std::vector<std::string> unshared(const std::string& script,
                                  const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"unshare", "-rm", "sh", "-c", script, "sh"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

bool mayUnshare(const TempDir& home) {
    Program program(home);
    program.start(unshared("mount -t tmpfs none \"$1\"", {home.path().string()}));
    return program.end().exitCode == 0;
}

std::string sentence(const Ended& ended) {
    const std::vector<std::string> lines = linesOf(ended.err);
    return lines.empty() ? std::string() : lines.front();
}

/// Breaks off after 2 MiB, and is another file at the next request. One connection must see that:
/// with more, the second finds out while the first still brings bytes, and mends it in the same
/// run.
Rule changingFile(std::uint64_t size) {
    return {.path = "/changed.bin",
            .size = size,
            .seed = 4,
            .change = EntityChange{.afterRequests = 1, .seed = 5},
            .times = 1,
            .closeAfter = 2 * kMiB};
}

}  // namespace

class GetErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void init() { home_ = std::make_unique<TempDir>(); }

    void anAddressThatIsNoneIsRefused_data();
    void anAddressThatIsNoneIsRefused();
    void aRefusedPort();
    void anUntrustedCertificate();
    void aCertificateForAnotherName();
    void anAnswerThatIsNoFile_data();
    void anAnswerThatIsNoFile();
    void aServerThatClosesEarlyCostsNothingThatCame();
    void aLargeFileThatHasChangedIsAQuestionAndThePartStays();
    void aSmallFileThatHasChangedStartsOverAndSaysSo();
    void aTargetThatExistsIsNeverOverwritten();
    void aFullDiskKeepsWhatCame();
    void aReadOnlyFolder();
    void r155ADamagedListIsToldAndKept();

private:
    Ended get(const std::vector<std::string>& more);
    void expect(const Ended& ended, const std::string& said, const std::string& kind, int exitCode);

    TestCa ca_;
    std::unique_ptr<OriginThread> origin_;
    std::unique_ptr<TempDir> home_;
};

void GetErrorsTest::initTestCase() {
    origin_ = std::make_unique<OriginThread>(
        OriginConfig{.tls = {.certificate = ca_.issue(localhostCert())}});
}

Ended GetErrorsTest::get(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"--json", "--tries", "1", "-d", home_->file("files")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runGetProcess(*home_, arguments);
}

void GetErrorsTest::expect(const Ended& ended, const std::string& said, const std::string& kind,
                           int exitCode) {
    QCOMPARE(shown(sentence(ended)), shown(said));
    QCOMPARE(shown(kindIn(ended.out)), shown(kind));
    QCOMPARE(ended.exitCode, exitCode);
}

void GetErrorsTest::anAddressThatIsNoneIsRefused_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("kind");
    QTest::newRow("no scheme") << "example.org/file"
                               << "The address does not begin with http:// or https://"
                               << "Url.Bad";
    QTest::newRow("other scheme")
        << "ftp://example.org/file"
        << "Addresses that begin with “ftp:” cannot be fetched, only http and https"
        << "Url.Scheme";
    QTest::newRow("port") << "http://example.org:99999/"
                          << "The port “99999” is not a number from 1 to 65535"
                          << "Url.Bad";
    QTest::newRow("password") << "http://me:secret@example.org:99999/"
                              << "The port “99999” is not a number from 1 to 65535"
                              << "Url.Bad";
}

void GetErrorsTest::anAddressThatIsNoneIsRefused() {
    QFETCH(QString, url);
    QFETCH(QString, said);
    QFETCH(QString, kind);
    expect(get({url.toStdString()}), said.toStdString(), kind.toStdString(), 3);
}

void GetErrorsTest::aRefusedPort() {
    const std::uint16_t port = listenOnLoopback({"127.0.0.1"}).port;
    const std::string host = "127.0.0.1:" + std::to_string(port);
    expect(get({"http://" + host + "/file"}), "127.0.0.1 refused the connection (" + host + ")",
           "Connect.Refused", 5);
}

void GetErrorsTest::anUntrustedCertificate() {
    const Ended ended = get({(*origin_)->tlsUrl("/file.bin")});
    expect(ended, "The certificate of localhost is not from an authority that this system trusts",
           "Tls.Untrusted", 6);
}

void GetErrorsTest::aCertificateForAnotherName() {
    OriginThread other(
        OriginConfig{.tls = {.certificate = ca_.issue({.dnsNames = {"other.example"}})}});
    QVERIFY(writeFile(home_->file("ca.pem"), ca_.caPem()));
    const Ended ended = get({"--cacert", home_->file("ca.pem"), other->tlsUrl("/file.bin")});
    expect(ended, "The certificate is for other.example, not for localhost", "Tls.HostMismatch", 6);
    QCOMPARE(other->requests().size(), std::size_t{0});
}

void GetErrorsTest::anAnswerThatIsNoFile_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("kind");
    QTest::newRow("404") << 404 << "There is no such file on 127.0.0.1"
                         << "Http.Status";
    QTest::newRow("403") << 403 << "127.0.0.1 does not allow the download of refused"
                         << "Http.Status";
    QTest::newRow("410") << 410 << "The file is no longer on 127.0.0.1"
                         << "Http.Gone";
    QTest::newRow("503") << 503 << "127.0.0.1 cannot serve the file at the moment"
                         << "Http.Server";
}

void GetErrorsTest::anAnswerThatIsNoFile() {
    QFETCH(int, status);
    QFETCH(QString, said);
    QFETCH(QString, kind);
    (*origin_)->serve({.path = "/refused", .status = status});
    expect(get({(*origin_)->url("/refused")}), said.toStdString(), kind.toStdString(), 9);
    QVERIFY(!std::filesystem::exists(home_->path() / "files" / "refused"));
}

void GetErrorsTest::aServerThatClosesEarlyCostsNothingThatCame() {
    (*origin_)->serve(
        {.path = "/early.bin", .size = 4 * kMiB, .seed = 3, .times = 1, .closeAfter = 3 * kMiB});
    const Ended ended = get({"-x", "1", (*origin_)->url("/early.bin")});
    expect(ended, "127.0.0.1 closed the connection before the file was complete", "Trunc.Body", 10);
    const std::filesystem::path files = home_->path() / "files";
    QVERIFY(!std::filesystem::exists(files / "early.bin"));
    QCOMPARE(std::filesystem::file_size(files / "early.bin.part"), 3 * kMiB);

    QCOMPARE(get({(*origin_)->url("/early.bin")}).exitCode, 0);
    QVERIFY(readAll(files / "early.bin") == contentText(3, 0, 4 * kMiB));
    QCOMPARE(shown((*origin_)->requestsFor("/early.bin").back().range),
             QStringLiteral("bytes=%1-").arg(3 * kMiB - kOverlap));
}

// Of 64 MiB and more the bytes that are here are worth a question.
void GetErrorsTest::aLargeFileThatHasChangedIsAQuestionAndThePartStays() {
    (*origin_)->serve(changingFile(64 * kMiB));
    QCOMPARE(get({"-x", "1", (*origin_)->url("/changed.bin")}).exitCode, 10);
    const Ended ended = get({"-x", "1", (*origin_)->url("/changed.bin")});
    expect(ended, "The file on 127.0.0.1 has changed since this download began", "Entity.Changed",
           13);
    const std::filesystem::path files = home_->path() / "files";
    QVERIFY(readAll(files / "changed.bin.part") == contentText(4, 0, 2 * kMiB));
    QVERIFY(!std::filesystem::exists(files / "changed.bin"));
}

void GetErrorsTest::aSmallFileThatHasChangedStartsOverAndSaysSo() {
    (*origin_)->serve(changingFile(4 * kMiB));
    QCOMPARE(get({"-x", "1", (*origin_)->url("/changed.bin")}).exitCode, 10);
    const Ended ended = get({"-x", "1", (*origin_)->url("/changed.bin")});
    QCOMPARE(shown(sentence(ended)),
             QStringLiteral("The file on the server has changed; started over in a new part"));
    QCOMPARE(ended.exitCode, 0);
    const std::filesystem::path files = home_->path() / "files";
    QVERIFY(readAll(files / "changed.bin") == contentText(5, 0, 4 * kMiB));
    QVERIFY(!std::filesystem::exists(files / "changed.bin.part"));
}

void GetErrorsTest::aTargetThatExistsIsNeverOverwritten() {
    (*origin_)->serve({.path = "/there.bin", .size = 100'000, .seed = 6});
    const std::filesystem::path files = home_->path() / "files";
    std::filesystem::create_directory(files);
    QVERIFY(writeFile(files / "there.bin", "mine"));
    const Ended ended =
        runGetProcess(*home_, {"-d", files.string(), (*origin_)->url("/there.bin")});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(ended.err.starts_with("there (1).bin: "));
    QCOMPARE(readAll(files / "there.bin"), std::string("mine"));
    QVERIFY(readAll(files / "there (1).bin") == contentText(6, 0, 100'000));
}

void GetErrorsTest::aFullDiskKeepsWhatCame() {
    if (!mayUnshare(*home_)) {
        QSKIP("this system lets nobody but root mount a small file system");
    }
    // Chunked, so that the size is not known before the disk is full.
    (*origin_)->serve(
        {.path = "/large.bin", .size = 32 * kMiB, .seed = 7, .framing = OriginFraming::Chunked});
    const std::string disk = home_->file("disk");
    std::filesystem::create_directory(disk);
    const std::string script =
        "mount -t tmpfs -o size=8m none \"$1\" && \"$2\" get --json --tries 1 -d \"$1\" \"$3\"; "
        "code=$?; stat -c %s \"$1\"/large.bin.part > \"$1.part\"; ls \"$1\" > \"$1.names\"; exit "
        "$code";
    Program program(*home_);
    program.start(unshared(script, {disk, PENSTOCK_PROGRAM, (*origin_)->url("/large.bin")}));
    const Ended ended = program.end();
    expect(ended, "No space left in " + disk + " but the 84 kB that are kept free", "Disk.NoSpace",
           14);
    QCOMPARE(readAll(disk + ".names"), std::string("large.bin.part\n"));
    QVERIFY(std::stoull(readAll(disk + ".part")) > 6 * kMiB);
}

void GetErrorsTest::aReadOnlyFolder() {
    if (!mayUnshare(*home_)) {
        QSKIP("this system lets nobody but root mount a read-only file system");
    }
    (*origin_)->serve({.path = "/small.bin", .size = 1000});
    const std::string disk = home_->file("disk");
    std::filesystem::create_directory(disk);
    const std::string script =
        "mount -t tmpfs -o ro none \"$1\" && exec \"$2\" get --json --tries 1 -d \"$1\" \"$3\"";
    Program program(*home_);
    program.start(unshared(script, {disk, PENSTOCK_PROGRAM, (*origin_)->url("/small.bin")}));
    expect(program.end(), "The folder " + disk + " is on a read-only file system", "Disk.ReadOnly",
           14);
}

void GetErrorsTest::r155ADamagedListIsToldAndKept() {
    (*origin_)->serve({.path = "/file.bin", .size = kMiB, .seed = 6});
    const std::string list = home_->file("penstock/get.db");
    const std::string noise = contentText(8, 0, 50'000);
    std::filesystem::create_directory(home_->file("penstock"));
    QVERIFY(writeFile(list, noise));
    const Ended ended = get({(*origin_)->url("/file.bin")});
    QCOMPARE(ended.exitCode, 0);
    const std::vector<std::string> lines = linesOf(ended.err);
    QCOMPARE(lines.size(), std::size_t{1});
    const std::string before = "The list " + list + " was damaged; it was kept as ";
    const std::string after = " and a new one begun";
    QVERIFY2(lines[0].starts_with(before) && lines[0].ends_with(after), lines[0].c_str());
    const std::string kept =
        lines[0].substr(before.size(), lines[0].size() - before.size() - after.size());
    QVERIFY(kept.starts_with(list + ".corrupt-"));
    QVERIFY(readAll(kept) == noise);
    QVERIFY(readAll(home_->path() / "files" / "file.bin") == contentText(6, 0, kMiB));
    // It is said once.
    QCOMPARE(shown(get({(*origin_)->url("/file.bin")}).err), QString());
}

QTEST_GUILESS_MAIN(GetErrorsTest)
#include "get_errors_test.moc"
