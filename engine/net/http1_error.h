#pragma once
// What goes wrong with an answer over HTTP/1.1, in sentences. `peer` is the server's name for
// people. Pure; any thread.

#include "engine/error.h"
#include "engine/socket_types.h"

#include <string>

namespace penstock {

/// A deadline of an exchange was reached: Send, FirstByte, Headers or Stall.
Error lateError(DeadlineKind kind, const std::string& peer);

/// The connection is at its end before a head was whole. `silent`: not one byte of it came.
Error headCutError(const std::string& peer, bool silent);

/// The peer closed within a body, of which there is `evidence`.
Error bodyCutError(const std::string& peer, std::string evidence);

/// What a connection gave that had served another exchange, before the next was sent.
Error spoiltError(const std::string& peer);

/// A 101 that nobody asked for.
Error upgradeError(const std::string& peer);

/// Interim answers beyond the limit.
Error interimError(const std::string& peer);

}  // namespace penstock
