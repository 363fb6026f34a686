#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace penstock::fuzz {

const Target* targetNamed(std::string_view name) noexcept {
    for (const auto targets : {httpTargets(), netTargets(), storeTargets()}) {
        const auto found =
            std::ranges::find_if(targets, [&](const Target& each) { return each.name == name; });
        if (found != targets.end()) {
            return &*found;
        }
    }
    return nullptr;
}

void expect(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "It does not hold that %s.\n", what);
        std::abort();
    }
}

bool isOneLine(std::string_view text) noexcept {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7F;
    });
}

std::size_t takeByte(std::string_view& data) noexcept {
    if (data.empty()) {
        return 0;
    }
    const auto first = static_cast<unsigned char>(data.front());
    data.remove_prefix(1);
    return first;
}

}  // namespace penstock::fuzz
