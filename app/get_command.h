#pragma once
// `penstock get`: downloads without a window and without Qt's event loop, on EpollLoop.

#include "app/command_line.h"
#include "engine/engine.h"

#include <cstdio>

namespace penstock {

/// Downloads every URL, side by side, and returns the exit code: 0 only when each file is whole and
/// in place; else that of the first error (exitCode() of its class, app/exit_code.h; 1 for an
/// internal one); 128 plus the signal when one has stopped it.
///
/// `base` is what the options leave open: timeouts, the disk, the journal. Without a journal it is
/// get.db under stateDirectory(), which any number of processes share.
/// `out` takes --json and --sockets, a line at a time; `err` everything for a person, with bars
/// when it is a terminal. Handles SIGINT, SIGTERM and SIGHUP while it runs; blocks until it is
/// done.
int runGet(const GetOptions& options, EngineConfig base, std::FILE* out, std::FILE* err);

}  // namespace penstock
