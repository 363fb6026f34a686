#pragma once
// The talk with a proxy that speaks HTTP: CONNECT and its answer. Thread: the engine's.

#include "engine/http/response_parser.h"
#include "engine/net/proxy_talk.h"
#include "engine/proxy_types.h"

namespace penstock {

class ConnectTalk final : public ProxyTalk {
public:
    ConnectTalk(const Proxy& proxy, const ProxyTarget& target, const std::string& userAgent);

    std::string next() override { return std::move(request_); }

    Step feed(std::span<const std::byte> input, std::size_t& consumed) override;

private:
    Step answered();

    static constexpr std::size_t kMostHead = 16U << 10U;
    static constexpr int kMostInterim = 16;

    std::string proxyName_;
    std::string targetName_;
    bool hasLogin_;
    std::string request_;
    ResponseParser parser_;
    int interim_ = 0;
};

}  // namespace penstock
