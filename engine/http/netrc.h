#pragma once
// Logins by host, as a .netrc has them. Pure.

#include "engine/login_types.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// "machine HOST login USER password PASSWORD", "default login …"; "account" and "macdef" are
/// skipped, and what stands behind a '#' that begins a word. Words may be quoted, with backslashes.
class NetRc {
public:
    NetRc() = default;
    /// Reads as far as it understands.
    explicit NetRc(std::string_view text);

    /// That of the first entry for exactly this host, which is canonical, else the default one;
    /// nullopt where there is neither, or no user in it.
    [[nodiscard]] std::optional<Credentials> find(std::string_view host) const;

    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

private:
    struct Entry {
        std::string host;  // empty: the default
        Credentials credentials;
        bool hasUser = false;
    };

    std::vector<Entry> entries_;
};

}  // namespace penstock
