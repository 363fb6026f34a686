#pragma once
// One of the program's output streams, written without ever waiting for its reader.
//
// A reader that stops reading must stop neither the transfers nor the answer to a signal. What goes
// to a file is written at once; for all else (a pipe, a terminal, a socket) a thread of its own
// writes, one call a text, so that a line of up to 4 KiB is there whole or not at all. A flag on
// the descriptor would do without the thread, and would be everybody's who has it open, a shell's
// too.
//
// Thread: the caller's, one at a time. A reader that has gone takes nothing more, and ends nothing.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>

namespace penstock {

class LineOutput {
public:
    /// So much may wait for its reader before offer() leaves things out.
    static constexpr std::size_t kMostWaiting = std::size_t{4} << 20U;

    /// `stream` must stay open, and nobody else may write to it.
    explicit LineOutput(std::FILE* stream);
    LineOutput(const LineOutput&) = delete;
    LineOutput& operator=(const LineOutput&) = delete;
    /// What still waits is given up: see written().
    ~LineOutput();

    /// Goes out after what was said before, whole.
    void say(std::string text);
    /// The same, unless too much waits already: then it is left out. For what can be missed.
    void offer(std::string text);

    /// Whether everything has gone out (or never will, the reader having gone); waits for that, at
    /// most so long.
    [[nodiscard]] bool written(std::chrono::milliseconds atMost) const;

    /// How many texts were left out so far.
    [[nodiscard]] std::size_t leftOut() const noexcept { return leftOut_; }

    [[nodiscard]] std::FILE* stream() const noexcept { return stream_; }

private:
    struct Queue;

    static void drain(const std::shared_ptr<Queue>& queue);

    std::FILE* stream_;
    std::shared_ptr<Queue> queue_;  // with the thread that writes, which may hang; null: no thread
    std::size_t leftOut_ = 0;
};

/// Whether both write to the same terminal, pipe or file, so that one must wait for the other.
bool sameTarget(std::FILE* a, std::FILE* b);

}  // namespace penstock
