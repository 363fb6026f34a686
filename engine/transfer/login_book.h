#pragma once
// The logins of one transfer: whose they are, and what a server has asked for. Each is bound to its
// origin (scheme, host and port), and never shown to another. Thread: the
// engine's.

#include "engine/error.h"
#include "engine/http/login_state.h"
#include "engine/http/netrc.h"
#include "engine/http/response_head.h"
#include "engine/http/url.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

class LoginBook {
public:
    /// A person's, for that origin: instead of what was there.
    void set(const Url& origin, Credentials credentials);

    /// A person's answer, for the origin that wanted one last; for that of `otherwise` if none did.
    void answer(const Url& otherwise, const Credentials& credentials);

    /// The value of Authorization for a request; empty: none, as far as is known. Nothing is said
    /// before that origin has asked (Basic) or given a nonce (Digest).
    std::string authorization(const Url& url, std::string_view method, std::string_view target);

    /// A 401 from `url`; `said`: the request had an authorization. nullopt: another request may be
    /// answered. Else why not: Auth.Needed, Auth.Unsupported. `table`: where else a login may
    /// stand; null: nowhere.
    std::optional<Error> challenged(const Url& url, const ResponseHead& head, bool said,
                                    const NetRc* table);

    /// Any other answer from `url`.
    void accepted(const Url& url) noexcept;

private:
    struct Origin {
        std::string scheme;
        std::string host;
        std::uint16_t port = 0;

        bool operator==(const Origin&) const = default;
    };

    struct Entry {
        Origin origin;
        LoginState login;
    };

    static Origin originOf(const Url& url) { return {std::string(url.scheme), url.host, url.port}; }

    [[nodiscard]] Entry* find(const Url& url) noexcept;
    void set(Origin origin, Credentials credentials);

    std::vector<Entry> entries_;
    std::optional<Origin> wanting_;  // a login, which it did not get
};

/// The same 401 where nothing is known of logins.
Error loginNeeded(const Url& url, const ResponseHead& head);

}  // namespace penstock
