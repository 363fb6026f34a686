#include "engine/transfer/login_book.h"

#include "engine/base/text.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

Error needed(const Url& url, const ResponseHead& head, const KnownChallenge& challenge) {
    const std::string realm =
        challenge.realm.empty() ? std::string() : " for " + excerpt(challenge.realm);
    return {ErrorKind::AuthNeeded, url.host + " wants a login" + realm, statusText(head), 0};
}

Error unsupported(const Url& url, const std::vector<AuthChallenge>& offered) {
    return {ErrorKind::AuthUnsupported,
            url.host + " wants a login of a kind that Penstock does not have", offeredText(offered),
            0};
}

}  // namespace

LoginBook::Entry* LoginBook::find(const Url& url) noexcept {
    const auto found = std::ranges::find_if(entries_, [&](const Entry& each) {
        return each.origin.host == url.host && each.origin.port == url.port &&
               each.origin.scheme == url.scheme;
    });
    return found == entries_.end() ? nullptr : &*found;
}

void LoginBook::set(const Url& origin, Credentials credentials) {
    set(originOf(origin), std::move(credentials));
}

void LoginBook::answer(const Url& otherwise, const Credentials& credentials) {
    set(wanting_ ? *wanting_ : originOf(otherwise), credentials);
}

void LoginBook::set(Origin origin, Credentials credentials) {
    std::erase_if(entries_, [&](const Entry& each) { return each.origin == origin; });
    entries_.push_back({std::move(origin), LoginState(std::move(credentials))});
}

std::string LoginBook::authorization(const Url& url, std::string_view method,
                                     std::string_view target) {
    Entry* entry = find(url);
    return entry == nullptr ? std::string() : entry->login.authorization(method, target);
}

std::optional<Error> LoginBook::challenged(const Url& url, const ResponseHead& head, bool said,
                                           const NetRc* table) {
    const std::vector<AuthChallenge> offered = authChallenges(head.fields, "WWW-Authenticate");
    auto best = strongest(offered);
    if (!best) {
        return unsupported(url, offered);
    }
    Entry* entry = find(url);
    if (entry == nullptr && table != nullptr) {
        if (auto found = table->find(url.host)) {
            set(url, *std::move(found));
            entry = find(url);
        }
    }
    if (entry == nullptr) {
        wanting_ = originOf(url);
        return needed(url, head, *best);
    }
    if (entry->login.challenged(*std::move(best), said)) {
        return std::nullopt;
    }
    wanting_ = originOf(url);
    return Error{ErrorKind::AuthNeeded, url.host + " does not accept the login", statusText(head),
                 0};
}

void LoginBook::accepted(const Url& url) noexcept {
    if (Entry* entry = find(url)) {
        entry->login.accepted();
    }
}

Error loginNeeded(const Url& url, const ResponseHead& head) {
    const std::vector<AuthChallenge> offered = authChallenges(head.fields, "WWW-Authenticate");
    const auto best = strongest(offered);
    return best ? needed(url, head, *best) : unsupported(url, offered);
}

}  // namespace penstock
