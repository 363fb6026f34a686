#pragma once
// A few lines at the bottom of a terminal that are drawn again in place, below what scrolls by.
//
// Nothing is written when the stream is no terminal, or when the lines are as they were.

#include <cstdio>
#include <string>
#include <vector>

namespace penstock {

class TerminalLines {
public:
    /// `stream` must stay open. `enabled` false: nothing is ever written.
    TerminalLines(std::FILE* stream, bool enabled);

    [[nodiscard]] bool enabled() const noexcept { return enabled_; }

    /// Characters that fit in a line, without the last column.
    [[nodiscard]] int columns() const;
    /// Replaces what is shown. What does not fit on the screen is left out at the end.
    void show(std::vector<std::string> lines);
    /// Takes the lines away, so that other text may be written to the stream.
    void clear();

private:
    std::FILE* stream_;
    bool enabled_;
    std::vector<std::string> shown_;
};

/// Whether `stream` is a terminal.
bool isTerminal(std::FILE* stream);

}  // namespace penstock
