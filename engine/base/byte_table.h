#pragma once
// A rule about single bytes as a table that the compiler makes: one look a byte, where protocol
// text is read by the thousand. Values only; any thread.

#include <array>
#include <cstddef>

namespace penstock {

using ByteTable = std::array<bool, 256>;

/// What `rule(char)` returns for each byte, to be looked up by has().
template <typename Rule>
constexpr ByteTable byteTable(Rule rule) {
    ByteTable table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        table[byte] = rule(static_cast<char>(byte));
    }
    return table;
}

constexpr bool has(const ByteTable& table, char c) noexcept {
    return table[static_cast<unsigned char>(c)];
}

}  // namespace penstock
