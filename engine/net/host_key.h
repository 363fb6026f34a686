#pragma once
// A host as a key: a name and a port. What is looked for may be anything that has both.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace penstock {

struct HostKey {
    std::string host;
    std::uint16_t port = 0;
};

/// The same, not kept.
struct HostName {
    std::string_view host;
    std::uint16_t port = 0;
};

struct HostHash {
    using is_transparent = void;

    std::size_t operator()(const auto& key) const noexcept {
        return std::hash<std::string_view>()(key.host) ^ key.port;
    }
};

struct HostEqual {
    using is_transparent = void;

    bool operator()(const auto& a, const auto& b) const noexcept {
        return a.port == b.port && a.host == b.host;
    }
};

}  // namespace penstock
