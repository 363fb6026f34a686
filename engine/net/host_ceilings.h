#pragma once
// How many connections each host takes, as far as its refusals have shown, or a person has said.
//
//   refused while others run ─▶ as many as those ─▶ a day later one more is tried ─▶ refused: the
//                                   day begins again; answered: so many from now on
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
    [[nodiscard]] const HostCeiling* find(const HostName& host) const;

    /// So many may be open now: what it says, and a day after that one more.
    [[nodiscard]] int allows(const HostCeiling& ceiling) const;

    /// One more than `running` was refused. False where nothing follows from it: none runs, or a
    /// person has said how many.
    bool refused(const HostName& host, int running, const Error& reason);
    /// So many were answered at the same time.
    void proved(const HostName& host, int running);
    /// What a person says; within what is possible.
    void set(const HostName& host, int connections);
    /// False if nothing is known.
    bool forget(const HostName& host);
    /// By their hosts.
    [[nodiscard]] std::vector<HostCeiling> all() const;

private:
    HostCeiling& at(const HostName& host);
    void keep(const HostCeiling& ceiling);

    const WallClock* now_;
    Keeper* keeper_;
    std::unordered_map<HostKey, HostCeiling, HostHash, HostEqual> known_;
};

}  // namespace penstock
