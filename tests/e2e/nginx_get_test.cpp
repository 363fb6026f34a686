// A gibibyte from a server that we did not write: exact, in little memory, in one place on disk.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/nginx.h"

#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 1024 * kMiB;
constexpr std::uint64_t kSeed = 71;
constexpr std::int64_t kMemoryLimitKiB = 100 * 1024;
// The journal with its log, and what a file system adds.
constexpr std::uint64_t kDiskSlack = 8 * kMiB;

bool writeContent(const std::filesystem::path& file) {
    std::ofstream out(file, std::ios::binary);
    std::vector<std::byte> block(4 * kMiB);
    for (std::uint64_t at = 0; at < kSize; at += block.size()) {
        contentAt(kSeed, at, block);
        out.write(reinterpret_cast<const char*>(block.data()),
                  static_cast<std::streamsize>(block.size()));
    }
    return out.good();
}

/// Of all files below, as allocated.
std::uint64_t bytesOnDisk(const std::filesystem::path& folder) {
    constexpr std::uint64_t kBlock = 512;  // of st_blocks, whatever the file system's is
    std::uint64_t sum = 0;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        struct stat status {};

        if (::lstat(entry.path().c_str(), &status) == 0) {
            sum += static_cast<std::uint64_t>(status.st_blocks) * kBlock;
        }
    }
    return sum;
}

}  // namespace

class NginxGetTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aGibibyteComesExactInLittleMemoryAndOnePlace_data();
    void aGibibyteComesExactInLittleMemoryAndOnePlace();

private:
    TestCa ca_;
    std::unique_ptr<Nginx> nginx_;
    std::string digest_;
};

void NginxGetTest::initTestCase() {
    if (!Nginx::available()) {
        QSKIP("nginx is not installed");
    }
    nginx_ = std::make_unique<Nginx>(NginxConfig{.certificate = ca_.issue(localhostCert())});
    QCOMPARE(nginx_->problem(), std::string());
    QVERIFY(writeContent(nginx_->root() / "file.bin"));
    digest_ = contentSha256(kSeed, kSize);
}

void NginxGetTest::aGibibyteComesExactInLittleMemoryAndOnePlace_data() {
    QTest::addColumn<bool>("tls");
    QTest::newRow("HTTP") << false;
    QTest::newRow("HTTPS") << true;
}

void NginxGetTest::aGibibyteComesExactInLittleMemoryAndOnePlace() {
    QFETCH(bool, tls);
    const TempDir home;
    const std::string caFile = home.file("ca.pem");
    QVERIFY(writeFile(caFile, ca_.caPem()));
    const std::string url = tls ? nginx_->tlsUrl("/file.bin") : nginx_->url("/file.bin");
    Program program(home);
    program.start(getCommand({"-d", home.file("files"), "--cacert", caFile, url}));
    std::uint64_t mostOnDisk = 0;
    while (!program.endsWithin(100ms)) {
        mostOnDisk = std::max(mostOnDisk, bytesOnDisk(home.path()));
    }
    const Ended ended = program.end();
    qInfo("peak %lld KiB of memory, %llu MiB on disk", static_cast<long long>(ended.peakKiB),
          static_cast<unsigned long long>(mostOnDisk / kMiB));
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(sha256File(home.path() / "files" / "file.bin") == digest_);
    QVERIFY(ended.peakKiB < kMemoryLimitKiB);
    QVERIFY(mostOnDisk > 0);
    QVERIFY(mostOnDisk <= kSize + kDiskSlack);
    QVERIFY(bytesOnDisk(home.path()) <= kSize + kDiskSlack);
}

QTEST_GUILESS_MAIN(NginxGetTest)
#include "nginx_get_test.moc"
