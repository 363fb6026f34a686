// penstock-bench VARIANT MEASURE N [KEY=VALUE…]: one measure of one variant, as a line of JSON.
// bench.py runs it, several times and side by side; see README.md.

#include "tests/bench/measures.h"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string_view>

namespace {

using namespace penstock::bench;

template <typename Number>
void parse(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw std::runtime_error("not a number: " + std::string(text));
    }
}

void set(Run& run, std::string_view key, std::string_view value) {
    const std::map<std::string_view, std::uint16_t*> ports = {{"plain", &run.plain},
                                                              {"full", &run.full},
                                                              {"resumed", &run.resumed},
                                                              {"control", &run.control}};
    const std::map<std::string_view, std::uint64_t*> counts = {{"actions", &run.actions}};
    const std::map<std::string_view, int*> numbers = {{"at_once", &run.atOnce},
                                                      {"seconds", &run.seconds}};
    const std::map<std::string_view, std::string*> texts = {{"ca", &run.ca},
                                                            {"bundle", &run.bundle}};
    const std::map<std::string_view, bool*> flags = {{"tls", &run.tls}, {"resume", &run.resume}};
    if (const auto port = ports.find(key); port != ports.end()) {
        parse(value, *port->second);
    } else if (const auto count = counts.find(key); count != counts.end()) {
        parse(value, *count->second);
    } else if (const auto number = numbers.find(key); number != numbers.end()) {
        parse(value, *number->second);
    } else if (const auto text = texts.find(key); text != texts.end()) {
        *text->second = value;
    } else if (const auto flag = flags.find(key); flag != flags.end()) {
        *flag->second = value == "1";
    } else {
        throw std::runtime_error("unknown setting " + std::string(key));
    }
}

Run readArguments(int count, char** arguments) {
    constexpr int kFirstSetting = 4;
    if (count < kFirstSetting) {
        throw std::runtime_error("usage: penstock-bench VARIANT MEASURE N [KEY=VALUE...]");
    }
    Run run;
    run.variant = arguments[1];
    run.measure = arguments[2];
    parse(std::string_view(arguments[3]), run.n);
    for (int i = kFirstSetting; i < count; ++i) {
        const std::string_view setting = arguments[i];
        const std::size_t equals = std::min(setting.find('='), setting.size() - 1);
        set(run, setting.substr(0, equals), setting.substr(equals + 1));
    }
    return run;
}

// Each transfer needs a descriptor; where the system does not give them, that is said and not
// measured around.
void needDescriptors(std::uint64_t count) {
    constexpr std::uint64_t kOthers = 64;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < count + kOthers) {
        limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, count + kOthers);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < count + kOthers) {
        throw std::runtime_error("the system gives " + std::to_string(limit.rlim_cur) +
                                 " descriptors; this needs " + std::to_string(count + kOthers));
    }
}

void measure(const Run& run) {
    const std::map<std::string_view, Report (*)(const Run&)> measures = {
        {"idle", measureIdle},       {"open", measureOpen},           {"memory", measureMemory},
        {"many", measureMany},       {"handshake", measureHandshake}, {"churn", measureChurn},
        {"wakeups", measureWakeups}, {"deadlines", measureDeadlines}, {"turns", measureTurns},
    };
    const auto found = measures.find(run.measure);
    if (found == measures.end()) {
        throw std::runtime_error("there is no measure " + run.measure);
    }
    if (run.measure == "idle" || run.measure == "open" || run.measure == "memory") {
        needDescriptors(run.n);
    }
    std::cout << found->second(run).line() << std::endl;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        measure(readArguments(count, arguments));
        return EXIT_SUCCESS;
    } catch (const std::exception& failure) {
        std::cerr << "penstock-bench: " << failure.what() << "\n";
        return EXIT_FAILURE;
    }
}
