// What an exchange says, and what of the answer it says again: fields, cookies, logins.

#include "engine/transfer/exchange.h"
#include "engine/transfer/request_fields.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::string_view kMethod = "GET";

const SiteMemory* memoryOf(const SiteMemoryPtr* sites) {
    return sites == nullptr ? nullptr : sites->get();
}

}  // namespace

// What a proxy of HTTP is asked for without a tunnel is named in full (RFC 9112 section 3.2.2).
RequestHead Exchange::head() {
    const bool inFull = asksProxy();
    const bool own = !request_.fields.empty() && !strayed_;
    RequestHead head;
    head.target = inFull ? url_->text() : url_->target();
    head.authority = url_->authority();
    const std::string login = authorization();
    const std::string known = cookies();
    said_ = !login.empty();
    saidToProxy_ = false;
    if (!own && request_.options == nullptr && !request_.rangeBegin && !inFull && login.empty() &&
        known.empty()) {
        head.usual = usual_;
        return head;
    }
    head.fields = fieldsOf({.usual = *usual_,
                            .own = own ? request_.fields : std::span<const HeaderField>(),
                            .options = request_.options.get(),
                            .rangeBegin = request_.rangeBegin,
                            .rangeEnd = request_.rangeEnd,
                            .ifRange = request_.ifRange ? &*request_.ifRange : nullptr});
    if (!known.empty()) {
        head.fields.add("Cookie", known);
    }
    if (!login.empty()) {
        head.fields.add("Authorization", login);
    }
    const std::string toProxy =
        inFull ? connections_->proxyLogins().authorization(*by_, kMethod, head.target)
               : std::string();
    saidToProxy_ = !toProxy.empty();
    if (saidToProxy_) {
        head.fields.add("Proxy-Authorization", toProxy);
    }
    return head;
}

bool Exchange::hasOwn(std::string_view name) const {
    return !strayed_ && std::ranges::any_of(request_.fields, [name](const HeaderField& field) {
        return equalsIgnoreCase(field.name, name);
    });
}

/// A person's own go before what servers have said.
std::string Exchange::cookies() const {
    const SiteMemory* memory = memoryOf(request_.sites);
    const bool some = memory != nullptr && !memory->cookies.empty();
    const bool given = request_.given != nullptr && !request_.given->cookies.empty();
    if ((!some && !given) || hasOwn("Cookie")) {
        return {};
    }
    static const CookieJar kNone;
    return (given ? request_.given->cookies : kNone)
        .fieldFor(*url_, std::chrono::system_clock::now(), some ? memory->cookies : kNone);
}

std::string Exchange::authorization() {
    if (memoryOf(request_.sites) == nullptr || hasOwn("Authorization")) {
        return {};
    }
    return (*request_.sites)->logins.authorization(*url_, kMethod, url_->target());
}

void Exchange::remember(const ResponseHead& head) {
    if (said_ && head.status != kUnauthorized) {
        (*request_.sites)->logins.accepted(*url_);
    }
    if (saidToProxy_) {
        connections_->proxyLogins().accepted(*by_);
    }
    if (request_.sites == nullptr || !head.fields.mayContain("Set-Cookie")) {
        return;
    }
    for (const std::string_view field : head.fields.all("Set-Cookie")) {
        madeIn(*request_.sites).cookies.take(*url_, field, std::chrono::system_clock::now());
    }
}

BodyPlan Exchange::challenged(ResponseHead& head) {
    const NetRc* table = request_.given == nullptr ? nullptr : &request_.given->logins;
    SiteMemory* memory = request_.sites == nullptr ? nullptr : &madeIn(*request_.sites);
    std::optional<Error> error = memory == nullptr || hasOwn("Authorization")
                                     ? std::optional(loginNeeded(*url_, head))
                                     : memory->logins.challenged(*url_, head, said_, table);
    logHead(head);
    return againUnless(error);
}

// Nothing of it is the origin's: neither a cookie nor a question for its login.
BodyPlan Exchange::proxyChallenged(ResponseHead& head) {
    const std::optional<Error> error =
        connections_->proxyLogins().challenged(*by_, head, saidToProxy_);
    logHead(head);
    return againUnless(error);
}

BodyPlan Exchange::againUnless(const std::optional<Error>& error) {
    if (!error) {
        asksAgain_ = true;
        return BodyPlan::Drain;
    }
    over_ = true;
    connection_ = 0;
    logEnd(RequestEnd::Refused, &*error);
    owner_->exchangeFailed(*error);
    return BodyPlan::Abort;
}

}  // namespace penstock
