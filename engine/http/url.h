#pragma once
// An address for http or https in one canonical form, so that lookup, connection, check of the
// certificate, Host field and the key of a pool all have the same host (RFC 3986, RFC 9110
// section 4.2).
//
// Values only; any thread. No network and no clock: a Url that exists is well formed, nothing more.

#include "engine/error.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace penstock {

/// No address, typed or from a Location field, may be longer, in bytes, neither as it came nor in
/// the canonical form of Url::text(), which is what a list keeps and reads again.
inline constexpr std::size_t kMaxUrlBytes = std::size_t{32} * 1024;

struct Url {
    std::string_view scheme;  // "http" or "https", in static storage
    std::string host;  // ASCII in lower case, no trailing dot; an IPv6 literal without brackets
    std::uint16_t port = 0;  // never 0 in a Url that parseUrl() gave
    std::string path;        // begins with '/', percent-encoded, no dot segments
    std::string query;       // percent-encoded, without the '?'
    bool hasQuery = false;   // tells "/x?" from "/x"
    std::string fragment;    // percent-encoded, without the '#'; stays on this side

    [[nodiscard]] bool secure() const { return scheme == "https"; }

    /// Is the host an IPv4 or IPv6 address, so that there is nothing to look up?
    [[nodiscard]] bool hostIsLiteral() const;
    /// The origin-form of a request line: path and query (RFC 9112 section 3.2.1).
    [[nodiscard]] std::string target() const;
    /// The value of the Host field: IPv6 in brackets, the port only if it is not the scheme's own.
    [[nodiscard]] std::string authority() const;
    /// The whole address without the fragment. Never holds userinfo.
    [[nodiscard]] std::string text() const;
    /// The same in `out`, whose memory is used again.
    void writeText(std::string& out) const;
    /// Same scheme, host and port (RFC 9110 section 4.3.1): what credentials and own fields stay
    /// with.
    [[nodiscard]] bool sameOrigin(const Url& other) const;

    bool operator==(const Url&) const = default;
};

/// Parses an absolute http or https address as a person may give it. Spaces at both ends are
/// dropped; inner spaces, raw UTF-8 and other bytes that RFC 3986 does not have are
/// percent-encoded, but '[', ']' and '|', which servers take and sign as they stand. Dot segments
/// are removed.
/// Errors: Url.Bad (no scheme, userinfo, control characters, port, length), Url.Scheme (neither
/// http nor https), Url.BadHost (empty, too long, wrong characters, or a number that is
/// no dotted quad: "0x7f.1" and "2130706433" are refused, not guessed). No sentence repeats
/// userinfo.
Result<Url> parseUrl(std::string_view text);

/// The address that `reference`, of a Location field, means seen from `base` (RFC 3986 section
/// 5.2, strict). Userinfo in it is dropped and never used. Characters are encoded as by parseUrl().
/// The fragment is the reference's own; followRedirect() inherits that of `base`.
/// Errors: Redir.BadScheme for schemes other than http and https, Redir.Bad for all else.
Result<Url> resolveReference(const Url& base, std::string_view reference);

}  // namespace penstock
