#pragma once
// The program's places under the XDG base directories. No Qt: `penstock get` starts without it.

#include <filesystem>

namespace penstock {

/// $XDG_STATE_HOME/penstock, by default ~/.local/state/penstock. Not created. A relative
/// XDG_STATE_HOME is ignored, as the specification asks.
std::filesystem::path stateDirectory();

/// The window's list, within stateDirectory().
inline constexpr const char* kWindowList = "list.db";

/// $XDG_RUNTIME_DIR, or an empty path when it is not set, not absolute or no directory.
std::filesystem::path runtimeDirectory();

}  // namespace penstock
