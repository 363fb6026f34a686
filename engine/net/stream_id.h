#pragma once
// Names one exchange on its connection.

#include <cstdint>

namespace penstock {

/// Given by the connection, and never again on it. Nothing: the connection itself.
enum class StreamId : std::uint64_t { Nothing = 0 };

}  // namespace penstock
