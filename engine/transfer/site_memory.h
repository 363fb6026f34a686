#pragma once
// What servers have said during one transfer that its later requests repeat. A value; the engine's
// thread.

#include "engine/http/cookie_jar.h"
#include "engine/transfer/login_book.h"

#include <memory>

namespace penstock {

struct SiteMemory {
    LoginBook logins;
    CookieJar cookies;
};

/// Most transfers have none: made by whoever has something to remember.
using SiteMemoryPtr = std::unique_ptr<SiteMemory>;

inline SiteMemory& madeIn(SiteMemoryPtr& sites) {
    if (sites == nullptr) {
        sites = std::make_unique<SiteMemory>();
    }
    return *sites;
}

/// What a person has given for all transfers; never changed.
struct GivenSites {
    NetRc logins;
    CookieJar cookies;
};

}  // namespace penstock
