#pragma once
// The deadlines of a transfer as a whole: its turn in the queue, its whole life, its next try, its
// next share of the rate. Thread: the engine's.

#include "engine/net/deadlines.h"
#include "engine/transfer/transfer_host.h"
#include "engine/transfer/transfer_services.h"

#include <optional>
#include <vector>

namespace penstock {

class TransferTimeouts final : public Timed {
public:
    TransferTimeouts(const TransferServices& services, TransferTurn turn)
        : services_(&services), turn_(turn), deadlines_(services.timers, *this) {}

    /// Those of the queue and of the whole count from now on, if it waits for its turn or its next
    /// try.
    void begin(TransferState state);

    void arm(DeadlineKind kind, TimePoint until) { deadlines_.arm(kind, services_->now, until); }

    void disarm(DeadlineKind kind) { deadlines_.disarm(kind); }

    void disarmAll() noexcept { deadlines_.disarmAll(); }

    /// When that one is reached, if it is armed.
    [[nodiscard]] std::optional<TimePoint> until(DeadlineKind kind) const {
        const auto span = deadlines_.span(kind);
        return span ? std::optional(span->until) : std::nullopt;
    }

    [[nodiscard]] bool armed() const noexcept { return deadlines_.armed(); }

    /// Those that are reached, each once.
    [[nodiscard]] std::vector<DeadlineKind> reached();

    /// Why it ends when `kind` is reached, in that state: not at all, if ok(). `name` is that of
    /// the file, `here` so many bytes of it.
    static Error whatEnds(DeadlineKind kind, TransferState state, const std::string& name,
                          std::uint64_t here);

    // Timed
    void expired(TimePoint now) override;

private:
    const TransferServices* services_;
    TransferTurn turn_;
    Deadlines deadlines_;
    bool due_ = false;
};

}  // namespace penstock
