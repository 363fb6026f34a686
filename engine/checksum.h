#pragma once
// The digest that a file is to have: what a person says, and what a server may. Values; any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

/// In the order of their strength: of several, the last counts.
enum class DigestAlgorithm : std::uint8_t { Md5, Sha1, Sha224, Sha256, Sha384, Sha512 };

/// "md5", "sha-1", "sha-224", …: for people, JSON and the list, which keeps it. Static storage.
std::string_view name(DigestAlgorithm algorithm) noexcept;

/// Bytes of such a digest.
std::size_t digestSize(DigestAlgorithm algorithm) noexcept;

struct Checksum {
    DigestAlgorithm algorithm = DigestAlgorithm::Sha256;
    std::string hex;  // lower case, two digits a byte, digestSize() bytes

    bool operator==(const Checksum&) const = default;
};

/// "ALGORITHM:HEX", "ALGORITHM=HEX", or the digits alone, whose number then says which: MD5, SHA-1
/// or SHA-2. "sha256" is "sha-256", and case does not matter. nullopt for anything else, also for
/// an algorithm that is not known and for too few or too many digits.
std::optional<Checksum> parseChecksum(std::string_view text);

/// "sha-256:0123…"; parseChecksum() reads it.
std::string checksumText(const Checksum& checksum);

}  // namespace penstock
