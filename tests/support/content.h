#pragma once
// The files that the test origin serves: made from a seed, the same bytes at the same place each
// time, so that any range of a file of any size can be made and checked without storing it.
//
// Pure functions; any thread. Several GB/s.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace penstock {

/// Fills `out` with the content of `seed` from byte `offset` on. No two seeds look alike, and no
/// shift of a content looks like the content.
void contentAt(std::uint64_t seed, std::uint64_t offset, std::span<std::byte> out) noexcept;

/// The same as a string, for comparisons in tests.
std::string contentText(std::uint64_t seed, std::uint64_t offset, std::size_t size);

/// SHA-256 of the first `size` bytes, 64 lower-case hexadecimal digits.
std::string contentSha256(std::uint64_t seed, std::uint64_t size);

}  // namespace penstock
