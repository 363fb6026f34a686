#pragma once
// A chain of filters that does what a test has written down. One thread.

#include "engine/net/filter.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace penstock {

/// The other end of a FakeFilter, in the hands of the test.
struct FakeWire {
    Step opening = Step::Done;                      // what connect() gives
    Step goodbye = Step::Done;                      // what shutdown() gives
    std::string incoming;                           // still to be received
    std::string sent;                               // by the session
    IoResult::Kind end = IoResult::Kind::Blocked;   // behind what is incoming
    IoResult::Kind taking = IoResult::Kind::Bytes;  // what send() gives
    Error error{ErrorKind::ConnectReset, "It broke", {}, 0};
    int goodbyes = 0;
    Socket socket;  // opened with the first connect(), where the filter has a host
    bool races = false;
    Socket rival;  // opened with the next, if it races
    std::string alpn;
    std::optional<Address> target;
};

class FakeFilter final : public Filter {
public:
    /// Without `host` there is no socket. `wire` outlives it.
    explicit FakeFilter(FakeWire& wire, FilterHost* host = nullptr) : wire_(&wire), host_(host) {}

    ~FakeFilter() override {
        wire_->socket.reset();
        wire_->rival.reset();
    }

    Step connect() override {
        SocketRequest request;
        request.family = AF_INET;
        if (host_ != nullptr && !wire_->socket) {
            wire_->socket = std::move(host_->openSocket(request).value().socket);
        } else if (host_ != nullptr && wire_->races && !wire_->rival) {
            wire_->rival = std::move(host_->openSocket(request).value().socket);
        }
        return wire_->opening;
    }

    IoResult send(std::span<const std::byte> bytes) override {
        if (wire_->taking != IoResult::Kind::Bytes) {
            return {wire_->taking, 0};
        }
        wire_->sent.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {IoResult::Kind::Bytes, bytes.size()};
    }

    IoResult recv(std::span<std::byte> into) override {
        const std::size_t n = std::min(into.size(), wire_->incoming.size());
        std::memcpy(into.data(), wire_->incoming.data(), n);
        wire_->incoming.erase(0, n);
        return n == 0 ? IoResult{wire_->end, 0}
                      : IoResult{IoResult::Kind::Bytes, n, n < into.size()};
    }

    void adjustPollSet(PollSet& set, bool reading, bool writing) const override {
        set.want(wire_->socket.fd(), interest(reading, writing || wire_->opening != Step::Done));
        if (wire_->rival) {
            set.want(wire_->rival.fd(), Interest::Write);
        }
    }

    Step shutdown() override {
        ++wire_->goodbyes;
        return wire_->goodbye;
    }

    [[nodiscard]] const Socket* socket() const override {
        return wire_->socket ? &wire_->socket : nullptr;
    }

    [[nodiscard]] const Address* target() const override {
        return wire_->target ? &*wire_->target : nullptr;
    }

    [[nodiscard]] std::string_view alpn() const override { return wire_->alpn; }

    [[nodiscard]] const Error& error() const override { return wire_->error; }

private:
    FakeWire* wire_;
    FilterHost* host_;
};

}  // namespace penstock
