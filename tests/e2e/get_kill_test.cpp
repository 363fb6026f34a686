// SIGKILL at random moments: the final name never holds a part, what was there at the kill is asked
// for again at most by a mebibyte, and the file is exact.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QTest>

#include <signal.h>

#include <cstdlib>
#include <random>

using namespace penstock;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
constexpr std::uint64_t kSize = 64 * kMiB;
constexpr std::uint64_t kSeed = 72;
constexpr int kKills = 50;
constexpr std::uint64_t kMostAskedAgain = kMiB;
const std::string kRate = "24M";

/// What a request asks for first: "bytes=N-", or the whole.
std::uint64_t firstByte(const RequestLog& request) {
    constexpr std::string_view kPrefix = "bytes=";
    return request.range.starts_with(kPrefix) ? std::stoull(request.range.substr(kPrefix.size()))
                                              : 0;
}

/// The parts in a folder. A kill before the journal knows of a part leaves it behind, empty, and
/// the next try takes another name, since what it does not know it does not touch.
std::vector<std::filesystem::path> partsIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> parts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".part") {
            parts.push_back(entry.path());
        }
    }
    return parts;
}

/// Of the one part that holds anything.
std::uint64_t partSize(const std::filesystem::path& folder) {
    std::uint64_t size = 0;
    for (const std::filesystem::path& part : partsIn(folder)) {
        const std::uint64_t found = std::filesystem::file_size(part);
        if (size != 0 && found != 0) {
            throw std::runtime_error("two parts hold something");
        }
        size = std::max<std::uint64_t>(size, found);
    }
    return size;
}

}  // namespace

class GetKillTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void fiftyKillsLoseAtMostAMebibyteEach();
    void fiftyKillsOverFourConnectionsAreExact();

private:
    void killFifty(int connections);
    bool endsBeforeItsMoment(const Program& program);
    void attempt();
    void checkWhatWasAskedFor();
    void finished(const Ended& ended);

    std::mt19937 random_;
    OriginThread origin_;
    TempDir home_;
    std::filesystem::path file_ = home_.path() / "file.bin";
    std::string digest_;
    std::size_t requestsSeen_ = 0;
    std::uint64_t partAtKill_ = 0;
    std::uint64_t mostAskedAgain_ = 0;
    int connections_ = 1;
    int kills_ = 0;
    int resumes_ = 0;
    int files_ = 0;
    int orphans_ = 0;
};

void GetKillTest::initTestCase() {
    const char* given = std::getenv("PENSTOCK_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    qInfo("PENSTOCK_SEED=%u repeats this run", seed);
    random_.seed(seed);
    origin_->serve({.path = "/file.bin", .size = kSize, .seed = kSeed});
    digest_ = contentSha256(kSeed, kSize);
}

// The first request since the last kill, if there was one, says what was thought to be lost.
void GetKillTest::checkWhatWasAskedFor() {
    const std::vector<RequestLog> requests = origin_->requests();
    if (requests.size() == requestsSeen_) {
        return;
    }
    const std::uint64_t asked = firstByte(requests[requestsSeen_]);
    if (connections_ > 1) {  // the part's size says nothing of what is in it
        resumes_ += asked > 0 ? 1 : 0;
        requestsSeen_ = requests.size();
        return;
    }
    QVERIFY2(
        asked <= partAtKill_,
        qPrintable(QStringLiteral("asked from %1, the part had %2").arg(asked).arg(partAtKill_)));
    mostAskedAgain_ = std::max(mostAskedAgain_, partAtKill_ - asked);
    QVERIFY2(
        partAtKill_ - asked <= kMostAskedAgain,
        qPrintable(QStringLiteral("asked from %1, the part had %2").arg(asked).arg(partAtKill_)));
    resumes_ += asked > 0 ? 1 : 0;
    requestsSeen_ = requests.size();
}

void GetKillTest::finished(const Ended& ended) {
    QVERIFY2(ended.err.starts_with("file.bin: "), ended.err.c_str());
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(sha256File(file_) == digest_);
    for (const std::filesystem::path& part : partsIn(home_.path())) {
        QCOMPARE(std::filesystem::file_size(part), std::uintmax_t{0});
        std::filesystem::remove(part);
        ++orphans_;
    }
    std::filesystem::remove(file_);
    partAtKill_ = 0;
    ++files_;
}

// Most moments count from the request, so that a slow start does not make them all alike.
bool GetKillTest::endsBeforeItsMoment(const Program& program) {
    constexpr milliseconds kLook{2};
    constexpr milliseconds kStartLimit{20'000};
    const auto begin = std::chrono::steady_clock::now();
    const bool fromRequest = std::bernoulli_distribution(0.8)(random_);
    while (fromRequest && origin_->requests().size() == requestsSeen_ &&
           std::chrono::steady_clock::now() - begin < kStartLimit) {
        if (program.endsWithin(kLook)) {
            return true;
        }
    }
    return program.endsWithin(milliseconds(std::uniform_int_distribution<int>(0, 400)(random_)));
}

void GetKillTest::attempt() {
    Program program(home_);
    program.start(getCommand({"-x", std::to_string(connections_), "-d", home_.path().string(),
                              "--limit-rate", kRate, origin_->url("/file.bin")}));
    const bool whole = endsBeforeItsMoment(program);
    if (!whole) {
        program.signal(SIGKILL);
    }
    const Ended ended = program.end();
    checkWhatWasAskedFor();
    if (QTest::currentTestFailed()) {
        return;
    }
    if (whole) {
        finished(ended);
        return;
    }
    ++kills_;
    // The kill may have come between the rename and the end; then the file is the whole one.
    if (std::filesystem::exists(file_)) {
        QVERIFY(sha256File(file_) == digest_);
        std::filesystem::remove(file_);
        partAtKill_ = 0;
        return;
    }
    partAtKill_ = partSize(home_.path());
}

void GetKillTest::fiftyKillsLoseAtMostAMebibyteEach() {
    killFifty(1);
}

void GetKillTest::fiftyKillsOverFourConnectionsAreExact() {
    killFifty(4);
}

void GetKillTest::killFifty(int connections) {
    connections_ = connections;
    kills_ = resumes_ = files_ = orphans_ = 0;
    requestsSeen_ = origin_->requests().size();
    while (kills_ < kKills) {
        attempt();
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    Program program(home_);
    program.start(getCommand({"-x", std::to_string(connections), "-d", home_.path().string(),
                              origin_->url("/file.bin")}));
    const Ended ended = program.end();
    checkWhatWasAskedFor();
    finished(ended);
    qInfo("%d kills, %d resumes, %d whole files, %d empty parts; most asked for again: %llu KiB",
          kills_, resumes_, files_, orphans_,
          static_cast<unsigned long long>(mostAskedAgain_ / 1024));
    QVERIFY(resumes_ >= kKills / 10);  // else the kills came too early to say anything
}

QTEST_GUILESS_MAIN(GetKillTest)
#include "get_kill_test.moc"
