#include "engine/net/connect_talk.h"

#include "engine/http/headers.h"
#include "engine/http/proxy_url.h"

namespace penstock {

ConnectTalk::ConnectTalk(const Proxy& proxy, const ProxyTarget& target,
                         const std::string& userAgent, ProxyLogins& logins)
    : proxy_(proxy), targetName_(target.host), logins_(&logins) {
    const std::string authority = hostAndPort(target.host, target.port);
    request_ = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (!userAgent.empty() && isFieldValue(userAgent)) {
        request_ += "User-Agent: " + userAgent + "\r\n";
    }
    const std::string login = logins.authorization(proxy, "CONNECT", authority);
    said_ = !login.empty();
    if (said_) {
        request_ += "Proxy-Authorization: " + login + "\r\n";
    }
    request_ += "\r\n";
}

// Of a 2xx what frames a body says nothing (RFC 9110 section 9.3.6), so nothing is read behind it.
ProxyTalk::Step ConnectTalk::feed(std::span<const std::byte> input, std::size_t& consumed) {
    consumed = 0;
    for (;;) {
        std::size_t taken = 0;
        const ResponseParser::Step step = parser_.feed(input.subspan(consumed), taken);
        consumed += taken;
        if (parser_.bytes() > kMostHead) {
            return fail({ErrorKind::ProxyRefused,
                         "The proxy " + proxy_.host + " answers with more than 16 KiB",
                         {},
                         0});
        }
        if (step == ResponseParser::Step::Failed) {
            return fail({ErrorKind::ProxyRefused,
                         "The proxy " + proxy_.host + " does not answer as a proxy does",
                         parser_.error().sentence, 0});
        }
        if (step == ResponseParser::Step::NeedMore) {
            return Step::NeedMore;
        }
        if (parser_.head().status >= 200 || parser_.head().status == 101) {
            return answered();
        }
        if (++interim_ > kMostInterim) {
            return fail({ErrorKind::ProxyRefused,
                         "The proxy " + proxy_.host + " sends one interim answer after the other",
                         {},
                         0});
        }
        parser_.reset();
    }
}

ProxyTalk::Step ConnectTalk::answered() {
    const ResponseHead& head = parser_.head();
    const std::string said = statusText(head);
    constexpr int kLoginWanted = 407;
    if (head.status == kLoginWanted) {
        std::optional<Error> error = logins_->challenged(proxy_, head, said_);
        return fail(error ? *std::move(error)
                          : Error{ErrorKind::ProxyLogin,
                                  "The proxy " + proxy_.host + " wants a login", said, 0});
    }
    if (said_) {
        logins_->accepted(proxy_);
    }
    if (head.status / 100 == 2) {
        return Step::Done;
    }
    return fail({ErrorKind::ProxyRefused,
                 "The proxy " + proxy_.host + " does not lead to " + targetName_, said, 0});
}

}  // namespace penstock
