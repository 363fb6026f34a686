#pragma once
// A few lines at the bottom of a terminal that are drawn again in place, below what scrolls by.
//
// Nothing is written when the stream is no terminal, when the lines are as they were, or while the
// terminal is slower than that (or stopped).

#include "app/line_output.h"

#include <string>
#include <vector>

namespace penstock {

class TerminalLines {
public:
    /// `output` must outlive it. `enabled` false: nothing is ever written.
    TerminalLines(LineOutput& output, bool enabled);

    [[nodiscard]] bool enabled() const noexcept { return enabled_; }

    /// Characters that fit in a line, without the last column.
    [[nodiscard]] int columns() const;
    /// Replaces what is shown. What does not fit on the screen is left out at the end.
    void show(std::vector<std::string> lines);
    /// Takes the lines away, so that other text may be written there.
    void clear();

private:
    LineOutput* output_;
    bool enabled_;
    std::vector<std::string> shown_;
};

/// Whether `stream` is a terminal.
bool isTerminal(std::FILE* stream);

}  // namespace penstock
