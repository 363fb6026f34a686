#pragma once
// Parts of the program that read what strangers write, each fed with any bytes whatever. What must
// hold is said by expect(): a fuzzer takes an abort for a finding. No threads; nothing is kept from
// one call to the next.

#include <cstddef>
#include <span>
#include <string_view>

namespace penstock::fuzz {

struct Target {
    std::string_view name;  // its folder in corpus/, too
    void (*feed)(std::string_view data);
};

std::span<const Target> httpTargets() noexcept;
std::span<const Target> netTargets() noexcept;
std::span<const Target> storeTargets() noexcept;

/// Null: there is none of that name.
const Target* targetNamed(std::string_view name) noexcept;

/// Says `what` on stderr and aborts, unless it holds.
void expect(bool holds, const char* what);

/// What may stand in a line of HTTP: no control characters but tabs.
bool isOneLine(std::string_view text) noexcept;

/// The first byte of `data`, which it takes off; 0 where there is none.
std::size_t takeByte(std::string_view& data) noexcept;

}  // namespace penstock::fuzz
