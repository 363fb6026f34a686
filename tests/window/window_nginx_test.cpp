// A gibibyte from a server that we did not write, by the window, plain and encrypted.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/nginx.h"
#include "tests/window/open_window.h"

#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

using namespace penstock;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 1024 * kMiB;
constexpr std::uint64_t kSeed = 31;
constexpr std::uint64_t kSlack = 8 * kMiB;  // what a file system may add to a file for itself
constexpr int kLimitMs = 240'000;
constexpr std::uintmax_t kDiskNeeded = 3 * kSize;
const QString kFile = QStringLiteral("big.bin");

bool writeContent(const fs::path& file) {
    constexpr std::uint64_t kPiece = 8 * kMiB;
    std::vector<std::byte> piece(kPiece);
    std::ofstream out(file, std::ios::binary);
    for (std::uint64_t offset = 0; offset < kSize && out; offset += kPiece) {
        contentAt(kSeed, offset, piece);
        out.write(reinterpret_cast<const char*>(piece.data()),
                  static_cast<std::streamsize>(kPiece));
    }
    return out.flush().good();
}

/// Bytes on the disk of all that is in the folder, and under which names.
struct Held {
    std::uint64_t bytes = 0;
    std::vector<std::string> names;
};

Held heldBy(const fs::path& folder) {
    constexpr std::uint64_t kBlock = 512;  // of st_blocks
    Held held;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        struct stat status {};

        if (::stat(entry.path().c_str(), &status) == 0) {  // else renamed since it was listed
            held.bytes += static_cast<std::uint64_t>(status.st_blocks) * kBlock;
            held.names.push_back(entry.path().filename().string());
        }
    }
    return held;
}

}  // namespace

class WindowNginxTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void aGibibyteIsExactAndOnTheDiskOnce_data();
    void aGibibyteIsExactAndOnTheDiskOnce();

private:
    TestCa ca_;
    TempDir place_;
    std::optional<Nginx> nginx_;
};

void WindowNginxTest::initTestCase() {
    QVERIFY2(Nginx::available(), "nginx is not installed");
    QVERIFY2(fs::space(place_.path()).available > kDiskNeeded, "the disk has no room for 3 GiB");
    QVERIFY(writeFile(place_.file("ca.pem"), ca_.caPem()));
    nginx_.emplace(NginxConfig{.certificate = ca_.issue(localhostCert())});
    QVERIFY2(nginx_->problem().empty(), nginx_->problem().c_str());
    QVERIFY(writeContent(nginx_->root() / "big.bin"));
}

void WindowNginxTest::cleanup() {
    fs::remove_all(place_.file("files"));
    fs::remove_all(place_.file("penstock"));
}

void WindowNginxTest::aGibibyteIsExactAndOnTheDiskOnce_data() {
    QTest::addColumn<bool>("encrypted");
    QTest::addRow("http") << false;
    QTest::addRow("https") << true;
}

void WindowNginxTest::aGibibyteIsExactAndOnTheDiskOnce() {
    QFETCH(bool, encrypted);
    EngineConfig config = oneAttempt();
    config.caFile = place_.file("ca.pem");
    OpenWindow window(place_, config);
    WindowRobot& robot = window.robot();
    robot.add(
        QString::fromStdString(encrypted ? nginx_->tlsUrl("/big.bin") : nginx_->url("/big.bin")));
    Held most;
    const auto ended = [&] {
        const Held now = heldBy(place_.file("files"));
        most.bytes = std::max(most.bytes, now.bytes);
        most.names = now.names.size() > most.names.size() ? now.names : most.names;
        const QString status = robot.status(kFile);
        return status == QLatin1String("Done") || robot.canClick(QStringLiteral("buttonStart"));
    };
    QTRY_VERIFY_WITH_TIMEOUT(ended(), kLimitMs);
    QCOMPARE(robot.status(kFile), QStringLiteral("Done"));
    QCOMPARE(robot.cell(kFile, TransferColumn::Progress), QStringLiteral("100 %"));
    QCOMPARE(most.names.size(), std::size_t{1});
    QVERIFY2(most.bytes <= kSize + kSlack, qPrintable(QString::number(most.bytes)));
    QCOMPARE(heldBy(place_.file("files")).names, std::vector<std::string>{"big.bin"});
    QCOMPARE(fs::file_size(downloaded(place_, "big.bin")), kSize);
    QCOMPARE(sha256File(downloaded(place_, "big.bin")), contentSha256(kSeed, kSize));
}

PENSTOCK_TEST_MAIN(WindowNginxTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowNginxTest>(); });
}

#include "window_nginx_test.moc"
