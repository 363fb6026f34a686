#pragma once
// The program as a child process, with a home of its own.
//
// One thread. Its output goes to files, so that it never waits for a reader. A Program that goes
// while its process runs kills it.

#include "engine/base/unique_fd.h"
#include "tests/support/temp_dir.h"

#include <QString>

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// How a process ended and what it left on its streams.
struct Ended {
    int exitCode = -1;         // -1 when a signal ended it
    int signal = 0;            // 0 when it ended by itself
    std::int64_t peakKiB = 0;  // resident memory at its highest; what the test held counts, too
    std::string out;
    std::string err;
};

class Program {
public:
    /// `home` holds its state and configuration, and must outlive it. Programs of one home share
    /// both.
    explicit Program(const TempDir& home) : home_(home) {}

    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();

    /// Starts `command`, found in PATH unless it has a slash. Throws std::runtime_error when that
    /// fails, or while another one runs.
    void start(const std::vector<std::string>& command);

    /// True when it has ended by then; it is still to be collected by end().
    [[nodiscard]] bool endsWithin(std::chrono::milliseconds limit) const;

    /// What it has written to its standard output or error so far.
    [[nodiscard]] std::string output() const { return readAll(home_.file("stdout")); }

    [[nodiscard]] std::string errors() const { return readAll(home_.file("stderr")); }

    void signal(int number) const;

    /// Waits for its end, which comes by SIGKILL after `limit`.
    Ended end(std::chrono::milliseconds limit = std::chrono::seconds(60));

private:
    const TempDir& home_;
    pid_t pid_ = -1;
    UniqueFd process_;  // readable when it has ended
};

/// `penstock get` with these arguments.
std::vector<std::string> getCommand(const std::vector<std::string>& arguments);

/// Runs it to its end.
Ended runGetProcess(const TempDir& home, const std::vector<std::string>& arguments);

/// So that a comparison that fails shows both texts.
inline QString shown(const std::string& text) {
    return QString::fromStdString(text);
}

/// The lines of a text, without their ends.
std::vector<std::string> linesOf(const std::string& text);

}  // namespace penstock
