#include "engine/net/socks_talk.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

char byte(std::size_t value) {
    return static_cast<char>(static_cast<unsigned char>(value));
}

std::size_t at(const std::string& bytes, std::size_t index) {
    return static_cast<unsigned char>(bytes[index]);
}

std::string portBytes(std::uint16_t port) {
    return {byte(port >> 8U), byte(port & 0xFFU)};
}

std::string bytesOf(const Address& address) {
    const std::size_t size = address.family == AF_INET ? 4 : address.bytes.size();
    return {reinterpret_cast<const char*>(address.bytes.data()), size};
}

Error socksError(const Proxy& proxy, std::string what, std::string evidence = {}) {
    return {ErrorKind::ProxySocks, "The SOCKS proxy " + proxy.host + " " + std::move(what),
            std::move(evidence), 0};
}

/// RFC 1928 section 6.
std::string_view meaningOf(std::size_t reply) {
    constexpr std::array<std::string_view, 9> kMeanings{"",
                                                        "general failure",
                                                        "not allowed by its rules",
                                                        "the network cannot be reached",
                                                        "the host cannot be reached",
                                                        "the connection was refused",
                                                        "the time to live has run out",
                                                        "CONNECT is not supported",
                                                        "the kind of address is not supported"};
    return reply < kMeanings.size() ? kMeanings[reply] : "a reason that it does not name";
}

/// Adds to `reply` what of `input` belongs to its first `wanted` bytes.
void fill(std::string& reply, std::size_t wanted, std::span<const std::byte>& input) {
    const std::size_t more = std::min(wanted - std::min(wanted, reply.size()), input.size());
    reply.append(reinterpret_cast<const char*>(input.data()), more);
    input = input.subspan(more);
}

}  // namespace

Socks5Talk::Socks5Talk(const Proxy& proxy, ProxyTarget target)
    : proxy_(proxy), target_(std::move(target)) {}

std::string Socks5Talk::next() {
    switch (stage_) {
        case Stage::Greeting:
            return proxy_.user.empty() ? std::string("\x05\x01\x00", 3)
                                       : std::string("\x05\x02\x00\x02", 4);
        case Stage::Login:
            return std::string("\x01") + byte(proxy_.user.size()) + proxy_.user +
                   byte(proxy_.password.size()) + proxy_.password;
        case Stage::Request:
            break;
    }
    return request();
}

std::string Socks5Talk::request() const {
    std::string said("\x05\x01\x00", 3);
    if (target_.address) {
        said += byte(target_.address->family == AF_INET ? 1 : 4);
        said += bytesOf(*target_.address);
    } else {
        said += byte(3);
        said += byte(target_.host.size());
        said += target_.host;
    }
    return said + portBytes(target_.port);
}

// A reply names an address that says nothing here, but has to be read to its end.
std::size_t Socks5Talk::wanted() const noexcept {
    if (stage_ != Stage::Request) {
        return 2;
    }
    constexpr std::size_t kFixed = 4;
    constexpr std::size_t kPort = 2;
    if (reply_.size() < kFixed + 1) {
        return kFixed + 1;
    }
    switch (at(reply_, 3)) {
        case 1:
            return kFixed + 4 + kPort;
        case 4:
            return kFixed + 16 + kPort;
        default:
            return kFixed + 1 + at(reply_, kFixed) + kPort;
    }
}

ProxyTalk::Step Socks5Talk::feed(std::span<const std::byte> input, std::size_t& consumed) {
    const std::size_t all = input.size();
    while (!input.empty() && reply_.size() < wanted()) {
        fill(reply_, wanted(), input);
        if (stage_ == Stage::Request && reply_.size() > 1 && at(reply_, 1) != 0) {
            break;  // a refusal may end behind its reason
        }
    }
    consumed = all - input.size();
    const bool refused = stage_ == Stage::Request && reply_.size() > 1 && at(reply_, 1) != 0;
    return reply_.size() < wanted() && !refused ? Step::NeedMore : take();
}

ProxyTalk::Step Socks5Talk::take() {
    const std::size_t version = at(reply_, 0);
    const std::size_t said = at(reply_, 1);
    if (version != (stage_ == Stage::Login ? 1U : 5U)) {
        return fail(socksError(proxy_, "does not answer as SOCKS 5 does",
                               "It began with the byte " + std::to_string(version)));
    }
    switch (stage_) {
        case Stage::Greeting:
            if (said == 0xFF || said == 1 || said > 2 || (said == 2 && proxy_.user.empty())) {
                return fail(socksError(
                    proxy_, proxy_.user.empty() ? "wants a login" : "takes no login by password"));
            }
            stage_ = said == 2 ? Stage::Login : Stage::Request;
            reply_.clear();
            return Step::Send;
        case Stage::Login:
            if (said != 0) {
                return fail(socksError(proxy_, "does not accept the login"));
            }
            stage_ = Stage::Request;
            reply_.clear();
            return Step::Send;
        case Stage::Request:
            break;
    }
    if (said != 0) {
        return fail(socksError(proxy_, "does not lead to " + target_.host,
                               std::string(meaningOf(said)) + " (" + std::to_string(said) + ")"));
    }
    const std::size_t kind = at(reply_, 3);
    if (kind != 1 && kind != 3 && kind != 4) {
        return fail(socksError(proxy_, "does not answer as SOCKS 5 does",
                               "It names an address of the kind " + std::to_string(kind)));
    }
    return Step::Done;
}

Socks4Talk::Socks4Talk(const Proxy& proxy, ProxyTarget target)
    : proxy_(proxy), target_(std::move(target)) {}

std::string Socks4Talk::next() {
    std::string said("\x04\x01", 2);
    said += portBytes(target_.port);
    const bool byName = !target_.address;
    said +=
        byName ? std::string("\0\0\0\x01", 4) : bytesOf(*target_.address);  // 4a: an impossible one
    said += proxy_.user;
    said += '\0';
    if (byName) {
        said += target_.host;
        said += '\0';
    }
    return said;
}

ProxyTalk::Step Socks4Talk::feed(std::span<const std::byte> input, std::size_t& consumed) {
    constexpr std::size_t kReply = 8;
    constexpr std::size_t kGranted = 90;
    const std::size_t all = input.size();
    fill(reply_, kReply, input);
    consumed = all - input.size();
    if (reply_.size() < kReply) {
        return Step::NeedMore;
    }
    if (at(reply_, 0) != 0) {
        return fail(socksError(proxy_, "does not answer as SOCKS 4 does",
                               "It began with the byte " + std::to_string(at(reply_, 0))));
    }
    if (at(reply_, 1) != kGranted) {
        const bool login = at(reply_, 1) == 92 || at(reply_, 1) == 93;
        return fail(socksError(
            proxy_, login ? "does not accept the user" : "does not lead to " + target_.host,
            std::to_string(at(reply_, 1))));
    }
    return Step::Done;
}

}  // namespace penstock
