#pragma once
// The answer to a challenge: Basic (RFC 7617) and Digest (RFC 7616). Pure, but for newCnonce().

#include "engine/http/auth_challenge.h"
#include "engine/login_types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace penstock {

/// The hashes that Digest may be made with, from the weakest on.
enum class DigestHash : std::uint8_t { Md5, Sha256, Sha512_256 };

/// A challenge that can be answered.
struct KnownChallenge {
    enum class Scheme : std::uint8_t { Basic, Digest };

    Scheme scheme = Scheme::Basic;
    std::string realm;
    // of Digest
    DigestHash hash = DigestHash::Md5;
    bool session = false;  // "-sess"
    bool qop = false;      // "auth" is offered; else as RFC 2069 has it
    bool stale = false;    // only the nonce was wrong
    bool hashesUser = false;
    bool utf8 = false;
    std::string nonce;
    std::optional<std::string> opaque;
};

/// The strongest of them that can be answered: Digest before Basic, a longer hash before a shorter
/// one. nullopt: none can (Negotiate alone, auth-int alone, an unknown algorithm, no nonce).
std::optional<KnownChallenge> strongest(const std::vector<AuthChallenge>& offered);

/// "The server offers negotiate digest qop=auth-int": for people.
std::string offeredText(const std::vector<AuthChallenge>& offered);

/// What belongs to one request.
struct AnsweredRequest {
    std::string_view method;
    std::string_view target;  // as in the request line
    std::uint32_t count = 1;  // how often that nonce was used, this time included
    std::string_view cnonce;
};

/// A random number, as text.
std::string newCnonce();

/// The value of Authorization.
std::string authorizationOf(const KnownChallenge& challenge, const Credentials& credentials,
                            const AnsweredRequest& request);

}  // namespace penstock
