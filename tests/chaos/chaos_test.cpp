// Everything that a program can do wrong, in any order, 5,000 times over: what comes of it is each
// byte of the file, or an error that is documented for what was done. See README.md.

#include "tests/chaos/chaos_round.h"
#include "tests/chaos/last_words.h"

#include <QTest>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>

using namespace penstock;

namespace {

constexpr std::uint64_t kRounds = 5'000;
constexpr int kLeastOften = 200;
constexpr unsigned kSecondsARound = 60;

std::uint64_t fromEnvironment(const char* name, std::uint64_t otherwise) {
    const char* given = std::getenv(name);
    return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

std::uint64_t anySeed() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(now.count() / 1'000 % 1'000'000'000'000);
}

std::ptrdiff_t openDescriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

}  // namespace

// Thousands of engines come and go. What the sanitizer remembers of freed memory, and of who asked
// for it, costs a third of the time at its defaults.
extern "C" const char* __asan_default_options() {  // NOLINT(bugprone-reserved-identifier)
    return "quarantine_size_mb=8:malloc_context_size=8";
}

class ChaosTest : public QObject {
    Q_OBJECT

private slots:
    void itIsByteExactOrADocumentedError();

private:
    const ChaosKit kit_;
};

void ChaosTest::itIsByteExactOrADocumentedError() {
    const std::uint64_t first = fromEnvironment("PENSTOCK_SEED", anySeed());
    const std::uint64_t rounds = fromEnvironment("PENSTOCK_ROUNDS", kRounds);
    std::fprintf(stderr, "PENSTOCK_SEED=%llu repeats this run\n",
                 static_cast<unsigned long long>(first));
    ChaosCounts counts;
    LastWords lastWords;
    std::ptrdiff_t flat = 0;
    for (std::uint64_t seed = first; seed < first + rounds; ++seed) {
        lastWords.roundBegins(seed, kSecondsARound);
        auto round =
            std::make_unique<ChaosRound>(seed, kit_, counts, [](const std::string& breach) {
                std::fprintf(stderr, "The contract is broken: %s\n", breach.c_str());
                std::abort();
            });
        const std::string trouble = round->run();
        round.reset();
        const std::ptrdiff_t now = openDescriptors();
        flat = seed == first ? now : flat;  // the first opens what a process opens once
        const std::string round1 =
            "the round PENSTOCK_SEED=" + std::to_string(seed) + " PENSTOCK_ROUNDS=1: ";
        QVERIFY2(trouble.empty(), (round1 + trouble).c_str());
        QVERIFY2(now == flat, (round1 + std::to_string(now) + " descriptors are open, not " +
                               std::to_string(flat))
                                  .c_str());
    }
    std::fputs(counts.table().c_str(), stderr);
    if (rounds >= kRounds) {
        const std::string rare = counts.rarerThan(kLeastOften);
        QVERIFY2(rare.empty(), ("too rare: " + rare).c_str());
    }
}

QTEST_GUILESS_MAIN(ChaosTest)
#include "chaos_test.moc"
