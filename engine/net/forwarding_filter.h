#pragma once
// A filter that changes nothing: what all that stand over another one begin with. They override
// what they change, and the rest goes to the layer below. Thread: the engine's.

#include "engine/net/filter.h"

#include <memory>
#include <utility>

namespace penstock {

class ForwardingFilter : public Filter {
public:
    /// `below` may be null for a layer that is still to find it: it overrides connect(),
    /// adjustPollSet() and error() then, and answers for itself until setBelow(). The other calls
    /// say what is true of a connection without a socket.
    explicit ForwardingFilter(std::unique_ptr<Filter> below) noexcept : below_(std::move(below)) {}

    Step connect() override { return below_->connect(); }

    IoResult send(std::span<const std::byte> bytes) override { return below_->send(bytes); }

    IoResult recv(std::span<std::byte> into) override { return below_->recv(into); }

    void adjustPollSet(PollSet& set, bool reading, bool writing) const override {
        below_->adjustPollSet(set, reading, writing);
    }

    [[nodiscard]] Interest interest(bool reading, bool writing) const override {
        return below_->interest(reading, writing);
    }

    Step shutdown() override { return below_ ? below_->shutdown() : Step::Done; }

    [[nodiscard]] const Socket* socket() const override {
        return below_ ? below_->socket() : nullptr;
    }

    [[nodiscard]] const Address* target() const override {
        return below_ ? below_->target() : nullptr;
    }

    [[nodiscard]] std::string_view lentKey() const override {
        return below_ ? below_->lentKey() : std::string_view{};
    }

    [[nodiscard]] std::string_view alpn() const override {
        return below_ ? below_->alpn() : std::string_view{};
    }

    void describe(SocketDetails& details) const override {
        if (below_) {
            below_->describe(details);
        }
    }

    [[nodiscard]] const Error& error() const override { return below_->error(); }

protected:
    [[nodiscard]] Filter* below() const noexcept { return below_.get(); }

    void setBelow(std::unique_ptr<Filter> below) noexcept { below_ = std::move(below); }

private:
    std::unique_ptr<Filter> below_;
};

}  // namespace penstock
