#include "tests/bench/measured.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#endif

extern "C" [[gnu::noinline]] void penstock_bench_measured(void (*work)(void*), void* context) {
    work(context);
    asm volatile("" ::: "memory");  // no tail call: callgrind must see it return
}

namespace penstock::bench {

namespace {

// A call that does nothing but stand in the trace of strace.
void mark(std::string_view text) {
    [[maybe_unused]] const ssize_t refused = ::write(-1, text.data(), text.size());
}

std::uint64_t nanoseconds(clockid_t clock) noexcept {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U +
           static_cast<std::uint64_t>(now.tv_nsec);
}

// The number after `name` in a file of /proc; 0 when there is none.
std::uint64_t fieldOf(const std::filesystem::path& file, std::string_view name) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(name)) {
            std::uint64_t value = 0;
            std::istringstream(line.substr(name.size())) >> value;
            return value;
        }
    }
    return 0;
}

}  // namespace

void beginCounting() {
    mark("bench: begin");
    CALLGRIND_START_INSTRUMENTATION;
}

void endCounting() {
    CALLGRIND_STOP_INSTRUMENTATION;
    mark("bench: end");
}

std::uint64_t wallClock() noexcept {
    return nanoseconds(CLOCK_MONOTONIC);
}

std::uint64_t cpuClock() noexcept {
    return nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
}

std::uint64_t residentBytes() {
    return fieldOf("/proc/self/smaps_rollup", "Rss:") * 1024U;
}

std::uint64_t sleeps() {
    std::uint64_t sum = 0;
    std::error_code gone;  // a thread may end while we look
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", gone)) {
        sum += fieldOf(task.path() / "status", "voluntary_ctxt_switches:");
    }
    return sum;
}

double median(std::vector<std::uint32_t>& values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void Report::key(std::string_view name) {
    text_ += (text_.empty() ? "\"" : ",\"") + std::string(name) + "\":";
}

void Report::add(std::string_view name, double value) {
    key(name);
    std::ostringstream number;
    number.precision(10);
    number << value;
    text_ += number.str();
}

void Report::add(std::string_view name, std::uint64_t value) {
    key(name);
    text_ += std::to_string(value);
}

}  // namespace penstock::bench
