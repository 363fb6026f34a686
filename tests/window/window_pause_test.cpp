// A paused download: the connection is closed, what arrived is kept, and the program sleeps.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <filesystem>
#include <iterator>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSize = 8'000'009;
constexpr std::uint64_t kOverlap = 64U << 10U;  // what is compared when it goes on
constexpr std::uint64_t kRate = 1'000'000;
constexpr std::uint64_t kSeed = 12;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
constexpr long kMostTicks = 1;
constexpr long kMostSwitches = 5;
const QString kFile = QStringLiteral("file.bin");

auto threads() {
    return fs::directory_iterator("/proc/self/task");
}

long threadCount() {
    return std::distance(fs::begin(threads()), fs::end(threads()));
}

/// What all threads of this process together have used so far; the origin's is among them.
struct Effort {
    long ticks = 0;     // of CPU, 1/100 s each
    long switches = 0;  // of context, of a thread's own will or not
};

Effort effortSoFar() {
    Effort effort;
    for (const fs::directory_entry& task : threads()) {
        const QByteArray stat = QByteArray::fromStdString(readAll(task.path() / "stat"));
        // After the name, which may hold anything: state is field 0, utime 11, stime 12.
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        effort.ticks += fields.at(11).toLong() + fields.at(12).toLong();
        const QByteArray status = QByteArray::fromStdString(readAll(task.path() / "status"));
        for (const QByteArray& line : status.split('\n')) {
            if (line.contains("voluntary_ctxt_switches:")) {  // nonvoluntary ones too
                effort.switches += line.mid(line.indexOf(':') + 1).trimmed().toLong();
            }
        }
    }
    return effort;
}

/// Lets the event loop run without a look in between, as qWait() would have it every 10 ms.
void runFor(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace

class WindowPauseTest : public QObject {
    Q_OBJECT

private slots:
    void aPausedDownloadSleepsAndGoesOnAtTheByteWhereItStopped();

private:
    void checkThatNothingRuns(long threadsAtRest);
};

void WindowPauseTest::aPausedDownloadSleepsAndGoesOnAtTheByteWhereItStopped() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .seed = kSeed, .rate = kRate});
    const long threadsBefore = threadCount();
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(QString::fromStdString(origin->url("/file.bin")));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.3, kLimitMs);
    robot.select(kFile);
    robot.click(QStringLiteral("buttonPause"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Paused"), kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(robot.socketCount(), 0, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(origin->openConnections(), std::size_t{0}, kLimitMs);

    const std::string part = downloaded(place, "file.bin.part");
    const std::uint64_t kept = fs::file_size(part);
    QVERIFY(kept > kSize / 4 && kept < kSize);
    QCOMPARE(sha256File(part), contentSha256(kSeed, kept));
    checkThatNothingRuns(threadsBefore + 2);  // the engine's, and the one that asks for space
    if (QTest::currentTestFailed()) {
        return;
    }
    QCOMPARE(fs::file_size(part), kept);

    origin->serve({.path = "/file.bin", .size = kSize, .seed = kSeed});
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    const std::vector<RequestLog> requests = origin->requests();
    QCOMPARE(requests.size(), std::size_t{2});
    QCOMPARE(requests.back().range, "bytes=" + std::to_string(kept - kOverlap) + "-");
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(kSeed, kSize));
}

// Workers without work live on for some seconds; the measure begins when they have gone.
void WindowPauseTest::checkThatNothingRuns(long threadsAtRest) {
    QTRY_VERIFY_WITH_TIMEOUT(threadCount() <= threadsAtRest, kLimitMs);
    const Effort before = effortSoFar();
    runFor(10s);
    const Effort after = effortSoFar();
    const long ticks = after.ticks - before.ticks;
    const long switches =
        after.switches - before.switches - 1;  // the end of the 10 s is the test's
    qInfo("%ld ticks of CPU and %ld context switches in 10 s", ticks, switches);
    QVERIFY2(ticks <= kMostTicks, qPrintable(QString::number(ticks)));
    QVERIFY2(switches <= kMostSwitches, qPrintable(QString::number(switches)));
}

PENSTOCK_TEST_MAIN(WindowPauseTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowPauseTest>(); });
}

#include "window_pause_test.moc"
