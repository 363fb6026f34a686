// One file over several connections, from a server that we did not write and that limits each.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/nginx.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace penstock;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 24 * kMiB;
constexpr std::uint64_t kSeed = 11;
// nginx gives each answer a second's worth at once, and then 3 MiB a second.
constexpr const char* kLimit = "limit_rate 3m;";

bool writeContent(const std::filesystem::path& file) {
    std::ofstream out(file, std::ios::binary);
    out << contentText(kSeed, 0, kSize);
    return out.good();
}

std::ptrdiff_t linesWith(const std::vector<std::string>& lines, const char* part) {
    return std::count_if(lines.begin(), lines.end(), [part](const std::string& line) {
        return line.find(part) != std::string::npos;
    });
}

}  // namespace

class NginxSegmentsTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase() {
        if (!Nginx::available()) {
            QSKIP("nginx is not installed");
        }
    }

    void fourConnectionsAreThreeTimesAsFastAsOne() {
        const Nginx nginx({.serverDirectives = kLimit});
        QCOMPARE(nginx.problem(), std::string());
        QVERIFY(writeContent(nginx.root() / "file.bin"));
        const qint64 one = millisecondsOver(nginx, "1");
        const qint64 four = millisecondsOver(nginx, "4");
        qInfo("one %lld ms, four %lld ms", static_cast<long long>(one),
              static_cast<long long>(four));
        QVERIFY(four * 3 <= one);
    }

    void aServerThatAllowsTwoIsAskedForLittleMore() {
        const Nginx nginx({.httpDirectives = "limit_conn_zone $binary_remote_addr zone=each:1m;",
                           .serverDirectives = std::string(kLimit) + "\nlimit_conn each 2;"});
        QCOMPARE(nginx.problem(), std::string());
        QVERIFY(writeContent(nginx.root() / "file.bin"));
        millisecondsOver(nginx, "4");
        const auto log = nginx.accessLog();
        QVERIFY(linesWith(log, " 206 ") >= 1);
        const auto refused = linesWith(log, " 503 ");
        QVERIFY2(refused >= 1 && refused <= 8, qPrintable(QString::number(refused)));
    }

private:
    static qint64 millisecondsOver(const Nginx& nginx, const char* connections) {
        const TempDir home;
        QElapsedTimer timer;
        timer.start();
        const Ended ended = runGetProcess(
            home, {"-x", connections, "-d", home.file("files"), nginx.url("/file.bin")});
        const qint64 passed = timer.elapsed();
        [&] {
            QCOMPARE(ended.exitCode, 0);
        }();
        [&] {
            QVERIFY(sha256File(home.path() / "files" / "file.bin") == contentSha256(kSeed, kSize));
        }();
        return passed;
    }
};

QTEST_GUILESS_MAIN(NginxSegmentsTest)
#include "nginx_segments_test.moc"
