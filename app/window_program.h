#pragma once
// `penstock [URL…]`: the process around Application.

#include "app/command_line.h"

namespace penstock {

/// Runs the window until it is closed or a signal ends it; returns the exit code. When a window of
/// the same list is open, hands it the URLs and returns 0 without opening another. 2 without a
/// display, with a sentence on standard error. `programName` is argv[0]; of the other words Qt sees
/// none.
int runWindow(const WindowOptions& options, char* programName);

}  // namespace penstock
