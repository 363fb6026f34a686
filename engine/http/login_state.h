#pragma once
// One login, and what the server or the proxy that wants it has asked for so far. Nothing is said
// before it was asked for: Basic would be read by whoever only takes Digest. Pure, but for
// newCnonce().

#include "engine/http/authorization.h"
#include "engine/login_types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace penstock {

class LoginState {
public:
    explicit LoginState(Credentials credentials) : credentials_(std::move(credentials)) {}

    /// The value of Authorization, or of Proxy-Authorization, for one request; empty: none.
    std::string authorization(std::string_view method, std::string_view target);

    /// It wants a login, as in `challenge`; `said`: the request had an authorization. Whether
    /// another request may be answered; if not, nothing is said until it is asked for anew.
    bool challenged(KnownChallenge challenge, bool said);

    /// Any other answer to a request with an authorization.
    void accepted() noexcept {
        stale_ = 0;
        wasRight_ = true;
    }

    /// It was asked for, and nothing speaks against what would be said.
    [[nodiscard]] bool hasAnswer() const noexcept { return challenge_.has_value(); }

private:
    [[nodiscard]] bool isOnlyStale(const KnownChallenge& challenge);

    Credentials credentials_;
    std::optional<KnownChallenge> challenge_;
    std::uint32_t count_ = 0;  // of requests with the challenge's nonce
    int stale_ = 0;            // challenges in a row that only changed the nonce
    bool wasRight_ = false;    // it was accepted with that nonce
};

}  // namespace penstock
