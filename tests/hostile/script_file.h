#pragma once
// A server's words and what must come of them, read from a file of scripts/; see README.md there.
// Pure.

#include "tests/support/origin_rules.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

struct HostileScript {
    using Answer = std::vector<RawStep>;

    std::string about;  // the first line: "R-77: …"
    std::string path = "/file.bin";
    bool tls = false;
    int tries = 5;
    std::optional<std::string> checksum;
    std::vector<Answer> answers;  // one a request; the last one again and again

    // What must come of it
    std::string ends;                  // "done", or the kind of the error
    std::optional<std::string> holds;  // the file; none: there is none under its name
    std::string name = "file.bin";     // that it has
    std::optional<std::size_t> asked;  // requests
    std::vector<std::pair<std::size_t, std::string>> ranges;  // of the n-th request, from 1 on
    std::optional<std::chrono::milliseconds> takes;           // on the clock
    std::optional<std::size_t> connections;                   // accepted
};

/// Ends the program with a sentence where a line of `text` is not understood.
HostileScript parseHostileScript(std::string_view text, const std::string& file);

}  // namespace penstock
