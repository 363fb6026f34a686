#pragma once
// Says which round it was when the process is about to die of it: of a signal, of a sanitizer's
// finding, or of a call that does not return.

#include <cstdint>

namespace penstock {

class LastWords {
public:
    /// Takes SIGABRT, SIGALRM and, without a sanitizer, SIGSEGV, for good. One a process.
    LastWords();
    LastWords(const LastWords&) = delete;
    LastWords& operator=(const LastWords&) = delete;
    ~LastWords();

    /// The round with `seed` begins. It has `seconds` from here on.
    void roundBegins(std::uint64_t seed, unsigned seconds);
};

}  // namespace penstock
