// penstock-demo-origin: the test origin with a handful of files to show the program with.
//
// Usage: penstock-demo-origin [--ca-out FILE] [--port-file FILE] [--detached]
// Prints one line of JSON (addresses, sizes, SHA-256 of each file) and serves until its standard
// input ends or SIGTERM comes; --detached leaves the input alone.

#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using penstock::Origin;
using penstock::OriginConfig;
using penstock::OriginThread;
using penstock::Rule;
using namespace std::chrono_literals;

constexpr std::uint64_t kMiB = 1U << 20U;

struct Options {
    std::string caFile;
    std::string portFile;
    bool detached = false;
};

struct DemoFile {
    std::string_view name;
    bool tls = false;
    Rule rule;
};

/// Together about half a minute of watching.
std::vector<DemoFile> demoFiles() {
    const std::uint64_t brokenSize = 16 * kMiB;
    return {
        {"fast", false, {.path = "/fast.bin", .size = 96 * kMiB, .seed = 11}},
        {"slow", false, {.path = "/slow.bin", .size = 24 * kMiB, .seed = 12, .rate = 3 * kMiB / 2}},
        {"chunked",
         false,
         {.path = "/chunked.bin",
          .size = 8 * kMiB,
          .seed = 13,
          .etag = "",
          .ranges = false,
          .framing = Rule::Framing::Chunked,
          .rate = kMiB}},
        {"tls", true, {.path = "/tls.bin", .size = 32 * kMiB, .seed = 14, .rate = 4 * kMiB}},
        {"breaks-off",
         false,
         {.path = "/breaks-off.bin",
          .size = brokenSize,
          .seed = 15,
          .rate = 4 * kMiB,
          .times = 2,
          .closeAfter = brokenSize * 2 / 5}},
        {"missing", false, {.path = "/missing.bin", .status = 404}},
        {"waiting",
         false,
         {.path = "/waiting-for-first-byte.bin",
          .size = 4 * kMiB,
          .seed = 16,
          .delayFirstByte = 25s}},
    };
}

std::string jsonOf(const Origin& origin, const std::vector<DemoFile>& files) {
    std::string json = "{\"port\":" + std::to_string(origin.port()) +
                       ",\"tlsPort\":" + std::to_string(origin.tlsPort()) + ",\"files\":[";
    std::string_view separator;
    for (const DemoFile& file : files) {
        const Rule& rule = file.rule;
        json.append(separator).append("{\"name\":\"").append(file.name);
        json.append("\",\"url\":\"")
            .append(file.tls ? origin.tlsUrl(rule.path) : origin.url(rule.path))
            .append("\",\"size\":" + std::to_string(rule.size));
        if (rule.size > 0) {
            json.append(",\"sha256\":\"" + penstock::contentSha256(rule.seed, rule.size) + "\"");
        }
        json += "}";
        separator = ",";
    }
    return json + "]}\n";
}

std::optional<Options> parse(int count, char** arguments) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        const bool hasValue = i + 1 < count;
        if (argument == "--detached") {
            options.detached = true;
        } else if (argument == "--ca-out" && hasValue) {
            options.caFile = arguments[++i];
        } else if (argument == "--port-file" && hasValue) {
            options.portFile = arguments[++i];
        } else {
            return std::nullopt;
        }
    }
    return options;
}

/// Blocks the signals that end the program, for this thread and those it will start.
int blockedSignals() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return ::signalfd(-1, &signals, SFD_CLOEXEC);
}

/// Returns when the input has ended or a signal has come.
void waitForTheEnd(int signals, bool watchInput) {
    std::array<pollfd, 2> watched{{{signals, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
    std::array<char, 256> ignored;
    for (;;) {
        ::poll(watched.data(), watchInput ? 2 : 1, -1);
        if (watched[0].revents != 0) {
            return;
        }
        if (watched[1].revents != 0 && ::read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0) {
            return;
        }
    }
}

/// Who waits for the file to appear finds all of it.
bool writeWhole(const std::string& file, std::string_view text) {
    const std::string aside = file + ".new";
    std::error_code error;
    if (!penstock::writeFile(aside, text)) {
        return false;
    }
    std::filesystem::rename(aside, file, error);
    return !error;
}

int serve(const Options& options) {
    const int signals = blockedSignals();
    const penstock::TestCa ca;
    const std::vector<DemoFile> files = demoFiles();
    OriginThread origin(OriginConfig{.tls = {.certificate = ca.issue(penstock::localhostCert())}});
    for (const DemoFile& file : files) {
        origin->serve(file.rule);
    }
    const std::string json = jsonOf(*origin, files);
    // The certificate first: who sees the addresses may use them at once.
    if (!options.caFile.empty() && !penstock::writeFile(options.caFile, ca.caPem())) {
        std::cerr << "cannot write " << options.caFile << "\n";
        return EXIT_FAILURE;
    }
    if (!options.portFile.empty() && !writeWhole(options.portFile, json)) {
        std::cerr << "cannot write " << options.portFile << "\n";
        return EXIT_FAILURE;
    }
    std::cout << json << std::flush;
    waitForTheEnd(signals, !options.detached);
    return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
    const std::optional<Options> options = parse(count, arguments);
    if (!options) {
        std::cerr
            << "usage: penstock-demo-origin [--ca-out FILE] [--port-file FILE] [--detached]\n";
        return 2;
    }
    try {
        return serve(*options);
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return EXIT_FAILURE;
    }
}
