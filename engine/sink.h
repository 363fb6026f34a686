#pragma once
// Where a body goes that is not a file: memory, a pipe, a counter.

#include "engine/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace penstock {

/// Called on the engine's thread, within a turn; may call nothing of the engine but
/// Engine::assign() and the const questions. Bytes come in order and exactly once.
class Sink {
public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    /// Once, before the first byte. `total` is the announced length, if any. An Error, of whatever
    /// kind, ends the transfer with it.
    virtual Error begin(std::optional<std::uint64_t> total) = 0;
    /// Takes all of `bytes` before it returns (the span dies with the call), or returns an Error,
    /// which ends the transfer.
    virtual Error write(std::span<const std::byte> bytes) = 0;
    /// Once, at the end; `error.ok()` when every byte was written.
    virtual void end(const Error& error) = 0;
};

}  // namespace penstock
