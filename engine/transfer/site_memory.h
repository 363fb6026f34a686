#pragma once
// What servers have said during one transfer that its later requests repeat, and which of them its
// person trusts. A value; the engine's thread.

#include "engine/http/cookie_jar.h"
#include "engine/http/url.h"
#include "engine/transfer/login_book.h"
#include "engine/trust_types.h"

#include <memory>
#include <string>
#include <vector>

namespace penstock {

struct SiteMemory {
    LoginBook logins;
    CookieJar cookies;
    std::vector<TrustedKey> trusted;
};

/// Most transfers have none: made by whoever has something to remember.
using SiteMemoryPtr = std::unique_ptr<SiteMemory>;

inline SiteMemory& madeIn(SiteMemoryPtr& sites) {
    if (sites == nullptr) {
        sites = std::make_unique<SiteMemory>();
    }
    return *sites;
}

/// The keys that its person trusts where `url` leads; `sites` may be null.
inline std::vector<std::string> keysAt(const SiteMemoryPtr* sites, const Url& url) {
    std::vector<std::string> keys;
    if (sites != nullptr && *sites != nullptr) {
        for (const TrustedKey& each : (*sites)->trusted) {
            if (each.host == url.host && each.port == url.port) {
                keys.push_back(each.key);
            }
        }
    }
    return keys;
}

/// What a person has given for all transfers; never changed.
struct GivenSites {
    NetRc logins;
    CookieJar cookies;
};

}  // namespace penstock
