// A disk that does not answer: the window says so, and guesses nothing from the sockets.

#include "engine/store/file_ops.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QTest>

#include <condition_variable>
#include <mutex>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 3'000'000;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");

/// Opens no file while it hangs, and reads none.
class HungDisk final : public FileOps {
public:
    void hang(bool hangs) {
        const std::lock_guard lock(mutex_);
        hangs_ = hangs;
        changed_.notify_all();
    }

    int openat(int dir, const char* name, int flags, mode_t mode) override {
        wait();
        return FileOps::openat(dir, name, flags, mode);
    }

    int open(const char* path, int flags, mode_t mode) override {
        wait();
        return FileOps::open(path, flags, mode);
    }

private:
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !hangs_; });
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool hangs_ = false;
};

}  // namespace

class WindowDiskTest : public QObject {
    Q_OBJECT

private slots:
    void aDiskThatHangsBeforeTheRequestIsNamed();
    void aDiskThatHangsBeforeTheFirstByteIsNamed();
};

void WindowDiskTest::aDiskThatHangsBeforeTheRequestIsNamed() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kSize / 10});
    const TempDir place;
    {
        OpenWindow window(place);
        WindowRobot& robot = window.robot();
        robot.add(QString::fromStdString(origin->url("/file.bin")));
        QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.1, kLimitMs);
        robot.press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Paused"), kLimitMs);
    }
    origin->serve({.path = "/file.bin", .size = kSize});
    const auto disk = std::make_shared<HungDisk>();
    EngineConfig config;
    config.files = disk;
    OpenWindow window(place, config);
    WindowRobot& robot = window.robot();
    robot.select(kFile);
    disk->hang(true);
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Waiting for the disk"),
                              kLimitMs);
    disk->hang(false);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowDiskTest::aDiskThatHangsBeforeTheFirstByteIsNamed() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    const TempDir place;
    const auto disk = std::make_shared<HungDisk>();
    EngineConfig config;
    config.files = disk;
    OpenWindow window(place, config);
    WindowRobot& robot = window.robot();
    disk->hang(true);
    robot.add(QString::fromStdString(origin->url("/file.bin")));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Waiting for the disk"),
                              kLimitMs);
    disk->hang(false);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

PENSTOCK_TEST_MAIN(WindowDiskTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowDiskTest>(); });
}

#include "window_disk_test.moc"
