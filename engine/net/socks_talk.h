#pragma once
// The talk with a SOCKS proxy: version 5 (RFC 1928, with RFC 1929), 4 and 4a. Thread: the engine's.

#include "engine/net/proxy_talk.h"
#include "engine/proxy_types.h"

namespace penstock {

class Socks5Talk final : public ProxyTalk {
public:
    Socks5Talk(const Proxy& proxy, ProxyTarget target);

    std::string next() override;
    Step feed(std::span<const std::byte> input, std::size_t& consumed) override;

private:
    enum class Stage : std::uint8_t { Greeting, Login, Request };

    [[nodiscard]] std::size_t wanted() const noexcept;
    Step take();
    [[nodiscard]] std::string request() const;

    Proxy proxy_;
    ProxyTarget target_;
    Stage stage_ = Stage::Greeting;
    std::string reply_;  // what came of the one that is waited for
};

class Socks4Talk final : public ProxyTalk {
public:
    Socks4Talk(const Proxy& proxy, ProxyTarget target);

    std::string next() override;
    Step feed(std::span<const std::byte> input, std::size_t& consumed) override;

private:
    Proxy proxy_;
    ProxyTarget target_;
    std::string reply_;
};

}  // namespace penstock
