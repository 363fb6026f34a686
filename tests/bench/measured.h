#pragma once
// What a run says about itself: where it counts, time, CPU, memory, and the line it prints.
//
// Thread: one, the program's.

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// Calls `work`. Everything that is measured runs in here, and nothing else does, so that
/// callgrind finds it by its name (--toggle-collect=penstock_bench_measured).
extern "C" void penstock_bench_measured(void (*work)(void*), void* context);

namespace penstock::bench {

/// `work` inside of penstock_bench_measured().
template <typename Work>
void measured(Work&& work) {
    using Plain = std::remove_reference_t<Work>;
    penstock_bench_measured([](void* context) { (*static_cast<Plain*>(context))(); }, &work);
}

/// For whoever counts from outside: callgrind instruments, and strace's lines count, between the
/// two. The preparations before would take callgrind minutes.
void beginCounting();
void endCounting();

/// Nanoseconds, monotonic.
std::uint64_t wallClock() noexcept;
/// Nanoseconds of CPU, user and system, of all threads of the process.
std::uint64_t cpuClock() noexcept;
/// Bytes in memory now, from /proc/self/smaps_rollup; 0 when it cannot be read.
std::uint64_t residentBytes();
/// How often threads of this process have gone to sleep, all together.
std::uint64_t sleeps();
/// The middle one, or 0 of none. Reorders.
double median(std::vector<std::uint32_t>& values);

/// Collects figures and makes one line of JSON of them.
class Report {
public:
    void add(std::string_view name, double value);
    void add(std::string_view name, std::uint64_t value);

    [[nodiscard]] std::string line() const { return "{" + text_ + "}"; }

private:
    void key(std::string_view name);

    std::string text_;
};

}  // namespace penstock::bench
