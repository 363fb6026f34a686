#pragma once
// Where a redirect leads, or why it is not followed (RFC 9110 sections 10.2.2 and 15.4). Pure.
// That credentials and own fields stay with their origin is the caller's part: Url::sameOrigin().

#include "engine/http/response_head.h"
#include "engine/http/url.h"

#include <cstddef>

namespace penstock {

inline constexpr int kMaxRedirects = 20;
inline constexpr std::size_t kMaxRedirectHeadBytes = std::size_t{1024} * 1024;

/// 301, 302, 303, 307 and 308: those that name one place to go on by themselves.
bool isRedirect(int status);

/// The way so far from the address that a person gave; begin with an empty one.
struct RedirectTrail {
    int hops = 0;
    std::size_t headerBytes = 0;  // of all heads followed
};

/// The address to ask next. Counts the hop and the head's size in `trail`, also when it refuses.
/// A Location without a fragment inherits that of `from` (section 10.2.2).
/// Redir.TooMany (more than 20 hops, or 1 MiB of heads), Redir.Downgrade (https to http),
/// Redir.BadScheme, Redir.Bad (another status, no Location, two that differ, one with control
/// characters, plain or encoded, or one that is no address). Sentences name the host that
/// redirects, never a query or userinfo.
Result<Url> followRedirect(const Url& from, const ResponseHead& head, RedirectTrail& trail);

}  // namespace penstock
