#pragma once
// What is measured; each measure runs once, for one variant, in a process of its own.

#include "tests/bench/measured.h"
#include "tests/bench/subject.h"

#include <cstdint>
#include <memory>
#include <string>

namespace penstock::bench {

/// What the command line says. The origin's numbers are those of its first line.
struct Run {
    std::string variant;
    std::string measure;
    std::uint64_t n = 0;
    std::uint16_t plain = 0;
    std::uint16_t full = 0;
    std::uint16_t resumed = 0;
    std::uint16_t control = 0;
    std::string ca;
    std::string bundle;
    std::uint64_t actions = 5'000;  // idle: bytes to receive, one at a time
    int atOnce = 8;                 // many
    bool tls = false;               // memory
    bool resume = false;            // handshake
    int seconds = 10;               // wakeups
};

/// Throws std::runtime_error for a variant that is unknown or not built.
std::unique_ptr<Subject> makeSubject(const Run& run, int atOnce);

/// "http://127.0.0.1:PORT", or https.
std::string originUrl(bool tls, std::uint16_t port);

/// Begins `count` transfers of `url`, some at once, until all have a byte.
void openAll(Subject& subject, const std::string& url, std::uint64_t count);
/// Fetches `count` files to their end, `atOnce` at once.
void fetchAll(Subject& subject, const std::string& url, std::uint64_t count, int atOnce);

/// N open answers; then one byte at a time, each on another of them.
Report measureIdle(const Run& run);
/// CPU to open one of N.
Report measureOpen(const Run& run);
/// Resident bytes of one of N that are open and idle.
Report measureMemory(const Run& run);
/// N files of 1 KiB over kept-alive connections.
Report measureMany(const Run& run);
/// CPU of one of N TLS connections.
Report measureHandshake(const Run& run);
/// N transfers added, then removed, none of them run.
Report measureChurn(const Run& run);
/// N deadlines armed, each moved, all fired.
Report measureDeadlines(const Run& run);
/// An engine that has nothing to do until later: N paused, N queued, N waiting.
Report measureWakeups(const Run& run);
/// Turns while N MiB come and the disk is slow; "blocking" is a loop that writes itself.
Report measureTurns(const Run& run);

}  // namespace penstock::bench
