#pragma once
// How many connections each host takes, as far as its refusals have shown, or a person has said.
//
//   refused while others run ─▶ as many as those ─▶ a day later one more is tried ─▶ refused: the
//        │            ▲                                 day begins again; answered: so many from
//        now on └ one more ──┘ a few times at once, since one refusal may be chance
//
// Thread: the engine's.

#include "engine/host_types.h"
#include "engine/net/host_key.h"

#include <chrono>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

namespace penstock {

/// What is known of a host, and how often one more is still tried at once.
struct KnownHost {
    HostCeiling ceiling;
    int tries = 0;
};

class HostCeilings {
public:
    using WallClock = std::function<std::chrono::system_clock::time_point()>;

    /// Told of each change, so that it is kept.
    struct Keeper {
        Keeper() = default;
        Keeper(const Keeper&) = delete;
        Keeper& operator=(const Keeper&) = delete;
        virtual ~Keeper() = default;

        virtual void keep(const HostCeiling& ceiling) = 0;
        virtual void forget(const HostName& host) = 0;
    };

    /// Both outlive it; null: nothing is kept.
    explicit HostCeilings(const WallClock& now, Keeper* keeper = nullptr)
        : now_(&now), keeper_(keeper) {}

    HostCeilings(const HostCeilings&) = delete;
    HostCeilings& operator=(const HostCeilings&) = delete;

    /// As they were kept.
    void restore(std::vector<HostCeiling> kept);

    [[nodiscard]] bool empty() const noexcept { return known_.empty(); }

    /// What is known of it; null: nothing. Valid until it is forgotten.
    [[nodiscard]] const KnownHost* find(const HostName& host) const;

    /// So many may be open now: what it says, and one more if that is tried.
    [[nodiscard]] int allows(const KnownHost& known) const;

    /// One more than `running` was refused; `plainly`: so that there is no doubt. False where
    /// nothing follows from it: none runs, or a person has said how many.
    bool refused(const HostName& host, int running, const Error& reason, bool plainly);
    /// So many were answered at the same time.
    void proved(const HostName& host, int running);
    /// What a person says; within what is possible.
    void set(const HostName& host, int connections);
    /// False if nothing is known.
    bool forget(const HostName& host);
    /// By their hosts.
    [[nodiscard]] std::vector<HostCeiling> all() const;

private:
    KnownHost& at(const HostName& host);
    void keep(const HostCeiling& ceiling);

    const WallClock* now_;
    Keeper* keeper_;
    std::unordered_map<HostKey, KnownHost, HostHash, HostEqual> known_;
};

}  // namespace penstock
