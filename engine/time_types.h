#pragma once
// The engine's points in time. They stand here and not in engine/base, since the values that a
// program sees hold them, and the headers of this folder need the standard library only.

#include <chrono>

namespace penstock {

/// Of the monotonic clock of the engine's turn (std::chrono::steady_clock unless a test supplies
/// another); wall-clock times say so.
using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

}  // namespace penstock
