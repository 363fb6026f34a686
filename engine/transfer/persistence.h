#pragma once
// What follows a try that was lost: counts the tries, and decides with decideRetry(). Thread: the
// engine's.

#include "engine/transfer/part_keeper.h"
#include "engine/transfer/retry_policy.h"
#include "engine/transfer/source_list.h"
#include "engine/transfer/transfer_services.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace penstock {

class Persistence {
public:
    /// Both outlive it.
    Persistence(const TransferServices& services, const PartKeeper& keeper) noexcept
        : services_(&services), keeper_(&keeper) {}

    /// What a decision depends on beside the error.
    struct Circumstances {
        std::uint64_t found = 0;    // bytes that were here when the part was found
        std::uint64_t reached = 0;  // bytes that are here
        std::optional<std::uint64_t> total;
        bool mayStartOver = true;    // what is here can be fetched anew: no sink
        bool pieced = false;         // see LostAttempt
        bool askedForRange = false;  // the request named a range
        int silentTries = 0;         // requests that went out again by themselves
        std::optional<std::chrono::seconds> retryAfter;  // what the server asked for
    };

    /// A try ended for `error`. What would be given up is tried at another of `sources`, if there
    /// is one.
    RetryDecision lost(const Error& error, const Circumstances& now, SourceList& sources);
    /// The server has another file now: whether that one is to be fetched at once instead.
    bool startsOver(const Circumstances& now);
    /// A person has said that another file is to be fetched.
    void startOver() noexcept;

    /// Failed tries in a row after which it is given up.
    [[nodiscard]] int maxAttempts() const noexcept;

    /// See Tries.
    [[nodiscard]] Tries& tries() noexcept { return tries_; }

    [[nodiscard]] const Tries& tries() const noexcept { return tries_; }

private:
    [[nodiscard]] RetryDecision decide(const Error& error, const Circumstances& now) const;

    const TransferServices* services_;
    const PartKeeper* keeper_;
    Tries tries_;
    bool startedOver_ = false;  // for another file: once by itself; then it asks
};

}  // namespace penstock
