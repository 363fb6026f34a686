#include "engine/checksum.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>

namespace penstock {

namespace {

struct AlgorithmRow {
    DigestAlgorithm algorithm;
    std::string_view name;
    std::string_view shortName;
    std::size_t bytes;
};

constexpr std::array kAlgorithms{
    AlgorithmRow{DigestAlgorithm::Md5, "md5", "md5", 16},
    AlgorithmRow{DigestAlgorithm::Sha1, "sha-1", "sha1", 20},
    AlgorithmRow{DigestAlgorithm::Sha224, "sha-224", "sha224", 28},
    AlgorithmRow{DigestAlgorithm::Sha256, "sha-256", "sha256", 32},
    AlgorithmRow{DigestAlgorithm::Sha384, "sha-384", "sha384", 48},
    AlgorithmRow{DigestAlgorithm::Sha512, "sha-512", "sha512", 64},
};

const AlgorithmRow& rowOf(DigestAlgorithm algorithm) noexcept {
    return kAlgorithms[static_cast<std::size_t>(algorithm)];
}

}  // namespace

std::string_view name(DigestAlgorithm algorithm) noexcept {
    return rowOf(algorithm).name;
}

std::size_t digestSize(DigestAlgorithm algorithm) noexcept {
    return rowOf(algorithm).bytes;
}

std::optional<Checksum> parseChecksum(std::string_view text) {
    const std::size_t mark = text.find_first_of(":=");
    const bool named = mark != std::string_view::npos;
    const std::string_view algorithm = named ? text.substr(0, mark) : std::string_view();
    const std::string_view digits = named ? text.substr(mark + 1) : text;
    const auto* const row = std::ranges::find_if(kAlgorithms, [&](const AlgorithmRow& each) {
        return named ? equalsIgnoreCase(algorithm, each.name) ||
                           equalsIgnoreCase(algorithm, each.shortName)
                     : digits.size() == each.bytes * 2;
    });
    if (row == kAlgorithms.end() || digits.size() != row->bytes * 2 ||
        !std::ranges::all_of(digits, [](char c) { return hexValue(c) >= 0; })) {
        return std::nullopt;
    }
    Checksum checksum{row->algorithm, std::string(digits)};
    std::ranges::transform(checksum.hex, checksum.hex.begin(),
                           [](char c) { return asciiLower(c); });
    return checksum;
}

std::string checksumText(const Checksum& checksum) {
    return std::string(name(checksum.algorithm)) + ':' + checksum.hex;
}

}  // namespace penstock
