#include "engine/net/own_addresses.h"

#include "engine/base/text.h"
#include "engine/base/unique_fd.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace penstock {

namespace {

constexpr const char* kKernelList = "/proc/net/if_inet6";
constexpr std::size_t kMostBytes = 256U << 10U;  // some thousand addresses

// Flags of an address, as <linux/if_addr.h> numbers them.
constexpr std::uint32_t kDadFailed = 0x08;
constexpr std::uint32_t kDeprecated = 0x20;
constexpr std::uint32_t kTentative = 0x40;

std::string_view takeWord(std::string_view& line) {
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

std::optional<std::uint32_t> hexNumber(std::string_view digits) {
    constexpr std::size_t kMostDigits = 8;
    std::uint32_t value = 0;
    if (digits.empty() || digits.size() > kMostDigits) {
        return std::nullopt;
    }
    for (const char digit : digits) {
        const int half = hexValue(digit);
        if (half < 0) {
            return std::nullopt;
        }
        value = (value << 4U) | static_cast<std::uint32_t>(half);
    }
    return value;
}

std::optional<Address> hexAddress(std::string_view digits) {
    Address address;
    address.family = AF_INET6;
    if (digits.size() != 2 * address.bytes.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < address.bytes.size(); ++i) {
        const auto byte = hexNumber(digits.substr(2 * i, 2));
        if (!byte) {
            return std::nullopt;
        }
        address.bytes.at(i) = static_cast<std::uint8_t>(*byte);
    }
    return address;
}

// ADDRESS INTERFACE PREFIX SCOPE FLAGS NAME, all but the name in hexadecimal digits.
std::optional<OwnAddress> parseLine(std::string_view line) {
    const auto address = hexAddress(takeWord(line));
    const auto interface = hexNumber(takeWord(line));
    const auto prefix = hexNumber(takeWord(line));
    const auto scope = hexNumber(takeWord(line));
    const auto flags = hexNumber(takeWord(line));
    if (!address || !interface || !prefix || *prefix > 128 || !scope || !flags ||
        (*flags & (kTentative | kDadFailed)) != 0) {
        return std::nullopt;
    }
    OwnAddress own{*address, static_cast<int>(*prefix), (*flags & kDeprecated) != 0};
    if (own.address.bytes[0] == 0xfe && (own.address.bytes[1] & 0xc0U) == 0x80) {
        own.address.scope = *interface;
    }
    return own;
}

}  // namespace

std::vector<OwnAddress> parseOwnAddresses(std::string_view text) {
    std::vector<OwnAddress> list;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (const auto own = parseLine(line)) {
            list.push_back(*own);
        }
    }
    return list;
}

std::optional<std::vector<OwnAddress>> readOwnAddresses(const std::string& path) {
    const UniqueFd file(
        ::open(path.empty() ? kKernelList : path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) {
        return std::nullopt;
    }
    std::string text;
    std::array<char, 4096> piece{};
    while (text.size() < kMostBytes) {
        const ssize_t got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0) {
            return std::nullopt;
        }
        if (got == 0) {
            break;
        }
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return parseOwnAddresses(text);
}

}  // namespace penstock
