// SIGKILL of the window at random moments: the list comes back and goes on by itself, the final
// name never holds a part, at most a mebibyte is asked for again, and the file is exact.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QTest>

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

using namespace penstock;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 64 * kMiB;
constexpr std::uint64_t kSeed = 72;
constexpr std::uint64_t kRate = 5 * kMiB;  // fifty short lives do not reach the end of the file
constexpr int kKills = 25;                 // of each kind
constexpr std::uint64_t kMostAskedAgain = kMiB;
constexpr milliseconds kStart{20'000};
constexpr int kLimitMs = 120'000;
const QString kFile = QStringLiteral("file.bin");

/// What a request asks for first: "bytes=N-", or the whole.
std::uint64_t firstByte(const RequestLog& request) {
    constexpr std::string_view kPrefix = "bytes=";
    return request.range.starts_with(kPrefix) ? std::stoull(request.range.substr(kPrefix.size()))
                                              : 0;
}

std::uint64_t sizeOrZero(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

}  // namespace

class WindowKillTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void killsOverOneConnectionLoseAtMostAMebibyteEach();
    void killsOverFourGoOnToTheExactFile();

private:
    void connections(int number);
    void killAll();
    void serve(std::uint64_t rate);
    void startAndKill();
    void checkWhatWasAskedFor();
    void checkTheEnd();

    std::mt19937 random_;
    OriginThread origin_;
    TempDir home_;
    std::string part_ = downloaded(home_, "file.bin.part");
    std::string file_ = downloaded(home_, "file.bin");
    std::size_t requestsSeen_ = 0;
    std::uint64_t partAtKill_ = 0;
    std::uint64_t mostAskedAgain_ = 0;
    int resumes_ = 0;
    bool alone_ = true;  // one connection: the size of the part says how much of it is here
};

// For the programs that are started from now on.
void WindowKillTest::connections(int number) {
    const std::filesystem::path folder = home_.path() / "penstock";
    std::filesystem::create_directories(folder);
    QVERIFY(writeFile((folder / "penstock.ini").string(),
                      "[downloads]\nconnections=" + std::to_string(number) + "\n"));
    alone_ = number == 1;
}

void WindowKillTest::serve(std::uint64_t rate) {
    origin_->serve({.path = "/file.bin", .size = kSize, .seed = kSeed, .rate = rate});
}

// The list is made by a window in this process: its transfer is under way when it closes.
void WindowKillTest::initTestCase() {
    const char* given = std::getenv("PENSTOCK_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    qInfo("PENSTOCK_SEED=%u repeats this run", seed);
    random_.seed(seed);
    serve(kRate);
    OpenWindow window(home_);
    window.robot().add(QString::fromStdString(origin_->url("/file.bin")));
    QTRY_VERIFY_WITH_TIMEOUT(window.robot().fraction(kFile) > 0, kLimitMs);
    window.application().stop();
    requestsSeen_ = origin_->requests().size();
    partAtKill_ = sizeOrZero(part_);
    QVERIFY(partAtKill_ > 0);
}

// One kill in five comes while the program starts, the others while bytes arrive.
void WindowKillTest::startAndKill() {
    std::uniform_int_distribution<int> oneInFive(1, 5);
    std::uniform_int_distribution<int> moment(0, 300);
    Program program(home_);
    program.start({PENSTOCK_PROGRAM});
    if (oneInFive(random_) != 1) {
        const auto asked = [&] {
            return origin_->requests().size() > requestsSeen_;
        };
        QVERIFY2(QTest::qWaitFor(asked, static_cast<int>(kStart.count())),
                 program.errors().c_str());
    }
    QVERIFY2(!program.endsWithin(milliseconds(moment(random_))), program.errors().c_str());
    program.signal(SIGKILL);
    QCOMPARE(program.end().signal, SIGKILL);
    checkWhatWasAskedFor();
    partAtKill_ = sizeOrZero(part_);
    QVERIFY(!std::filesystem::exists(file_));
}

// The first request since the last kill, if there was one, says what was thought to be lost.
void WindowKillTest::checkWhatWasAskedFor() {
    const std::vector<RequestLog> requests = origin_->requests();
    if (requests.size() == requestsSeen_) {
        return;
    }
    const std::uint64_t asked = firstByte(requests[requestsSeen_]);
    const QString both =
        QStringLiteral("asked from %1, the part had %2").arg(asked).arg(partAtKill_);
    if (alone_) {
        QVERIFY2(asked <= partAtKill_, qPrintable(both));
        QVERIFY2(partAtKill_ - asked <= kMostAskedAgain, qPrintable(both));
        mostAskedAgain_ = std::max(mostAskedAgain_, partAtKill_ - asked);
    }
    resumes_ += asked > 0 ? 1 : 0;
    requestsSeen_ = requests.size();
}

void WindowKillTest::checkTheEnd() {
    serve(0);
    OpenWindow window(home_);
    QTRY_COMPARE_WITH_TIMEOUT(window.robot().status(kFile), QStringLiteral("Done"), kLimitMs);
    checkWhatWasAskedFor();
    QCOMPARE(window.robot().transferCount(), 1);
    QCOMPARE(sha256File(file_), contentSha256(kSeed, kSize));
    QVERIFY(!std::filesystem::exists(part_));
}

void WindowKillTest::killAll() {
    resumes_ = 0;
    for (int kill = 0; kill < kKills; ++kill) {
        startAndKill();
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    qInfo("%d kills, %d resumes, most asked for again: %llu KiB", kKills, resumes_,
          static_cast<unsigned long long>(mostAskedAgain_ / 1024));
    QVERIFY(resumes_ >= kKills / 2);  // else the kills came too early to say anything
}

void WindowKillTest::killsOverOneConnectionLoseAtMostAMebibyteEach() {
    connections(1);
    killAll();
}

void WindowKillTest::killsOverFourGoOnToTheExactFile() {
    connections(4);
    serve(kRate / 4);
    killAll();
    checkTheEnd();
}

PENSTOCK_TEST_MAIN(WindowKillTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowKillTest>(); });
}

#include "window_kill_test.moc"
