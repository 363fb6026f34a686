#include "tests/support/content.h"

#include "tests/support/digest.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace penstock {

namespace {

constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15U;
constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kHashBlock = 1U << 20U;

// The finaliser of SplitMix64: any word of the content at the cost of two multiplications.
constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

}  // namespace

void contentAt(std::uint64_t seed, std::uint64_t offset, std::span<std::byte> out) noexcept {
    const std::uint64_t start = mix(seed + kGamma);
    std::uint64_t index = offset / kWord;
    std::size_t skip = static_cast<std::size_t>(offset % kWord);
    std::byte* to = out.data();
    std::size_t left = out.size();
    while (left > 0) {
        const std::uint64_t word = mix(start + index * kGamma);
        const std::size_t count = std::min(kWord - skip, left);
        if (count == kWord) {
            std::memcpy(to, &word, kWord);  // of constant size: one store
        } else {
            std::memcpy(to, reinterpret_cast<const std::byte*>(&word) + skip, count);
        }
        to += count;
        left -= count;
        skip = 0;
        ++index;
    }
}

std::string contentText(std::uint64_t seed, std::uint64_t offset, std::size_t size) {
    std::string text(size, '\0');
    contentAt(seed, offset, std::as_writable_bytes(std::span<char>(text)));
    return text;
}

std::string contentSha256(std::uint64_t seed, std::uint64_t size) {
    Sha256 hash;
    std::vector<std::byte> block(static_cast<std::size_t>(std::min(size, kHashBlock)));
    for (std::uint64_t at = 0; at < size; at += kHashBlock) {
        const std::span<std::byte> part(block.data(),
                                        static_cast<std::size_t>(std::min(kHashBlock, size - at)));
        contentAt(seed, at, part);
        hash.add(part);
    }
    return hash.finish();
}

}  // namespace penstock
