// What cannot be had from a process on every machine: a name server of ours, a disk that is full.
// The same `get`, called in this process.

#include "app/get_command.h"
#include "tests/e2e/program.h"
#include "tests/store/failing_file_ops.h"
#include "tests/support/content.h"
#include "tests/support/dns_stub.h"
#include "tests/support/origin.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;

/// `get` with streams that are read afterwards.
struct Outcome {
    int exitCode = -1;
    std::string err;
};

Outcome runHere(const TempDir& home, const std::string& url, EngineConfig config) {
    config.journal = {JournalConfig::Mode::Shared, home.file("state/get.db")};
    GetOptions options;
    options.urls = {url};
    options.directory = home.file("files");
    options.tries = 1;
    options.connections = 1;
    std::FILE* out = std::fopen(home.file("out").c_str(), "w");
    std::FILE* err = std::fopen(home.file("err").c_str(), "w");
    const int code = runGet(options, std::move(config), out, err);
    std::fclose(out);
    std::fclose(err);
    return {code, readAll(home.file("err"))};
}

}  // namespace

class GetSeamsTest : public QObject {
    Q_OBJECT

private slots:
    void anUnknownHost();
    void aFullDiskKeepsWhatCameAndGoesOnLater();
};

void GetSeamsTest::anUnknownHost() {
    const TempDir home;
    DnsStubThread names;
    QVERIFY(writeFile(home.file("resolv.conf"), resolvConf()));
    EngineConfig config;
    config.resolvConf = home.file("resolv.conf");
    config.dnsPort = names->port();
    const Outcome outcome = runHere(home, "http://no-such-host.example/file", config);
    QCOMPARE(shown(linesOf(outcome.err).front()),
             QStringLiteral("There is no host named no-such-host.example"));
    QCOMPARE(outcome.exitCode, 4);
}

void GetSeamsTest::aFullDiskKeepsWhatCameAndGoesOnLater() {
    const TempDir home;
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = 24 * kMiB, .seed = 8, .rate = 8 * kMiB});
    const auto disk = std::make_shared<FailingFileOps>();
    disk->fullAfter(16 * kMiB);
    EngineConfig config;
    config.files = disk;
    const Outcome full = runHere(home, origin->url("/file.bin"), config);
    QCOMPARE(shown(linesOf(full.err).front()), shown("No space left in " + home.file("files")));
    QCOMPARE(full.exitCode, 14);
    const std::filesystem::path files = home.path() / "files";
    QVERIFY(!std::filesystem::exists(files / "file.bin"));
    // What a sync had vouched for before the disk failed.
    const std::uintmax_t kept = std::filesystem::file_size(files / "file.bin.part");
    QVERIFY(kept >= 4 * kMiB && kept < 16 * kMiB);

    disk->release();
    const Outcome later = runHere(home, origin->url("/file.bin"), config);
    QCOMPARE(later.exitCode, 0);
    QVERIFY(readAll(files / "file.bin") == contentText(8, 0, 24 * kMiB));
    QVERIFY(origin->requests().back().range.starts_with("bytes="));
}

QTEST_GUILESS_MAIN(GetSeamsTest)
#include "get_seams_test.moc"
