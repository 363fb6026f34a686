#include "app/terminal_lines.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kUsualColumns = 80;
constexpr int kUsualRows = 24;

winsize sizeOf(std::FILE* stream) {
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        size.ws_col = kUsualColumns;
        size.ws_row = kUsualRows;
    }
    return size;
}

std::string upwards(std::size_t lines) {
    return lines == 0 ? "" : "\x1b[" + std::to_string(lines) + "A";
}

}  // namespace

TerminalLines::TerminalLines(LineOutput& output, bool enabled)
    : output_(&output), enabled_(enabled) {}

int TerminalLines::columns() const {
    return sizeOf(output_->stream()).ws_col - 1;
}

void TerminalLines::show(std::vector<std::string> lines) {
    if (!enabled_) {
        return;
    }
    // One row stays free for the cursor, or the first line would scroll away.
    const auto room = static_cast<std::size_t>(sizeOf(output_->stream()).ws_row - 1);
    lines.resize(std::min(lines.size(), room));
    if (lines == shown_ || !output_->written(std::chrono::milliseconds(0))) {
        return;
    }
    std::string text = upwards(shown_.size()) + "\x1b[J";
    for (const std::string& line : lines) {
        // Without wrapping: wide characters may make a line longer than was counted.
        text += "\x1b[?7l" + line + "\x1b[?7h\n";
    }
    output_->say(std::move(text));
    shown_ = std::move(lines);
}

void TerminalLines::clear() {
    if (!shown_.empty()) {
        output_->say(upwards(shown_.size()) + "\x1b[J");
        shown_.clear();
    }
}

bool isTerminal(std::FILE* stream) {
    return ::isatty(::fileno(stream)) == 1;
}

}  // namespace penstock
