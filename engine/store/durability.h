#pragma once
// How safe a transaction of the list is.

#include <cstdint>

namespace penstock {

/// Normal: survives the process. Full: survives a power cut.
enum class Durability : std::uint8_t { Normal, Full };

}  // namespace penstock
