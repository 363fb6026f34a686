#pragma once
// The exit codes of the program, as `penstock get --help` lists them.

#include "engine/error.h"

namespace penstock {

inline constexpr int kInternalExit = 1;
inline constexpr int kUsageExit = 2;     // a wrong command line
inline constexpr int kSignalExit = 128;  // and the signal's number, as a shell reports it

/// Of errors of this class: 0 for Nothing, else 3 to 18, in the order of the classes.
constexpr int exitCode(ErrorClass errorClass) noexcept {
    constexpr int kFirst = kUsageExit + 1;
    return errorClass == ErrorClass::Nothing ? 0 : kFirst + static_cast<int>(errorClass) - 1;
}

}  // namespace penstock
