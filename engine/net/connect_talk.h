#pragma once
// The talk with a proxy that speaks HTTP: CONNECT and its answer. One that wants a login first is
// not asked again here, since it may close: Proxy.Login while ProxyLogins::hasAnswer() says that
// another connection may be let through. Thread: the engine's.

#include "engine/http/response_parser.h"
#include "engine/net/proxy_logins.h"
#include "engine/net/proxy_talk.h"
#include "engine/proxy_types.h"

namespace penstock {

class ConnectTalk final : public ProxyTalk {
public:
    /// `logins` outlives it.
    ConnectTalk(const Proxy& proxy, const ProxyTarget& target, const std::string& userAgent,
                ProxyLogins& logins);

    std::string next() override { return std::move(request_); }

    Step feed(std::span<const std::byte> input, std::size_t& consumed) override;

private:
    Step answered();

    static constexpr std::size_t kMostHead = 16U << 10U;
    static constexpr int kMostInterim = 16;

    Proxy proxy_;
    std::string targetName_;
    ProxyLogins* logins_;
    bool said_ = false;  // the request has an authorization
    std::string request_;
    ResponseParser parser_;
    int interim_ = 0;
};

}  // namespace penstock
