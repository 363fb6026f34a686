#pragma once
// How many connections a file may have at this moment, and why it gets no more: what was asked for,
// what its host takes, what the last one brought, and what the server asks. Thread: the engine's.

#include "engine/transfer/pace.h"
#include "engine/transfer/part_keeper.h"
#include "engine/transfer/source_list.h"
#include "engine/transfer/transfer_services.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace penstock {

/// A host would not have a further connection, or not now.
struct HostRefusal {
    std::string host;
    std::uint16_t port = 0;
    std::optional<std::chrono::seconds> retryAfter = {};  // what it asked for
    bool plainly = false;  // there is no doubt that it speaks of their number
};

class Growth {
public:
    /// All outlive it.
    Growth(const TransferServices& services, const SourceList& sources, const PartKeeper& keeper)
        : services_(&services), sources_(&sources), keeper_(&keeper) {}

    /// A try begins: what the last one met with is forgotten.
    void begin();

    /// What is under way.
    struct Open {
        std::size_t count = 0;
        std::size_t unanswered = 0;  // of those
        std::uint64_t rate = 0;      // bytes per second, of all together
        const Pace* last = nullptr;  // of the one that was opened last; null: there is one only
        std::uint64_t limit = 0;     // of the rate; 0: none
    };

    /// Why there is to be no further one; Nothing: one may be opened. Keeps that.
    MoreConnections judge(const Open& open);

    /// One more was opened, so there are `count`.
    void grown(std::size_t count);

    /// A further one ended early for `error`, beside `running` others; `refusal`: its host was the
    /// reason.
    void lost(const Error& error, const std::optional<HostRefusal>& refusal, int running);

    /// The first one was refused, while others may run there.
    void refused(const Error& error, bool plainly) const;

    /// A connection that brought something was closed just now: the host may still count it.
    void closed() noexcept { closedAt_ = services_->now; }

    /// The most that a person wants it to have.
    [[nodiscard]] int wanted() const noexcept;

    /// The most that it may have.
    [[nodiscard]] int most() const;

    /// How many are too many of `count`: since a person wants fewer now.
    [[nodiscard]] std::size_t tooMany(std::size_t count) const;

    /// The same of those that ask the current source: since it takes fewer, or its host.
    [[nodiscard]] std::size_t tooManyThere(std::size_t count) const;

    /// How many more connections its host has than it may have now, of whatever transfers.
    [[nodiscard]] std::size_t tooManyAtHost() const { return room().tooMany; }

    /// Until then none is opened; none: nothing is waited for.
    [[nodiscard]] std::optional<TimePoint> waitsUntil() const;

    /// What was judged last, or for what reason there is nothing to judge.
    [[nodiscard]] MoreConnections why() const noexcept { return why_; }

    /// Returns whether it is another than before.
    bool setWhy(MoreConnections why) noexcept { return std::exchange(why_, why) != why; }

    /// Since when the host's ceiling is known.
    [[nodiscard]] std::optional<std::chrono::system_clock::time_point> ceilingSince() const;

private:
    [[nodiscard]] MoreConnections reason(const Open& open) const;
    [[nodiscard]] ConnectionPool::Room room() const;

    const TransferServices* services_;
    const SourceList* sources_;
    const PartKeeper* keeper_;
    int cap_ = kMostCeiling;  // what further ones met with in this try
    std::size_t proven_ = 0;  // so many ran
    std::optional<TimePoint> closedAt_;
    MoreConnections waitWhy_ = MoreConnections::Nothing;
    TimePoint waitUntil_;
    MoreConnections why_ = MoreConnections::Nothing;
};

}  // namespace penstock
