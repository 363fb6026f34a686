#pragma once
// What is said to a proxy before it passes bytes on: CONNECT (RFC 9110 section 9.3.6), SOCKS 4, 4a
// and 5 (RFC 1928, 1929). State machines on bytes: no sockets, no time. Thread: the engine's.

#include "engine/error.h"
#include "engine/net/address.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace penstock {

class ProxyTalk {
public:
    enum class Step : std::uint8_t { NeedMore, Send, Done, Failed };

    ProxyTalk() = default;
    ProxyTalk(const ProxyTalk&) = delete;
    ProxyTalk& operator=(const ProxyTalk&) = delete;
    virtual ~ProxyTalk() = default;

    /// What is to be sent next: once at first, and after each Send.
    virtual std::string next() = 0;
    /// Takes what came; `consumed` says how much of it belongs to the talk. What does not, behind
    /// Done, is the server's. However the bytes are cut, what comes of them is the same.
    virtual Step feed(std::span<const std::byte> input, std::size_t& consumed) = 0;

    /// Why it Failed: Proxy.Refused, Proxy.Socks, Proxy.Login or what is wrong with its answer. In
    /// sentences that name the proxy.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

protected:
    Step fail(Error error) {
        error_ = std::move(error);
        return Step::Failed;
    }

private:
    Error error_;
};

/// Where the proxy is to lead.
struct ProxyTarget {
    std::string host;  // canonical
    std::uint16_t port = 0;
    /// Its address, where it is a literal or was looked up here; else the name is said.
    std::optional<Address> address = {};
};

}  // namespace penstock
