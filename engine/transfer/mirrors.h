#pragma once
// The further sources of one file while it is received: tries them out, says which is to bring the
// next range, and judges what they brought. Thread: the engine's.

#include "engine/host_types.h"
#include "engine/transfer/range_fetches.h"
#include "engine/transfer/source_trial.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace penstock {

class Mirrors {
public:
    /// What `parts` refers to, and the fetches, outlive it.
    Mirrors(TransferId transfer, const ReceptionParts& parts, TransferTurn turn,
            const RangeFetches& fetches)
        : parts_(parts), fetches_(&fetches), trials_(transfer, parts, turn) {}

    Mirrors(const Mirrors&) = delete;
    Mirrors& operator=(const Mirrors&) = delete;

    /// [0, written) is in the part: enough, perhaps, to compare.
    void tryOut(std::uint64_t written);

    void ask() { trials_.ask(); }

    void stop() noexcept {
        trials_.stop();
        since_.reset();
    }

    [[nodiscard]] int socketCount() const { return trials_.socketCount(); }

    [[nodiscard]] bool willRun() const { return trials_.willRun(); }

    /// `why` the current source would not take a further connection of the file, which has `open`,
    /// as it is with them: its host's reasons are not theirs, and while they are tried out, which
    /// is for a moment, not all are to be the current source's.
    [[nodiscard]] MoreConnections judge(MoreConnections why, std::size_t open) const;

    /// Who is to bring the next range. `why`: the current source would not take a further
    /// connection.
    [[nodiscard]] Source& next(bool firstRests, MoreConnections why);

    /// A range is over. False: it was the current source's. Else its failures are its own, and the
    /// others go on without it.
    bool judge(const PacedFetch& over);

    /// What came is the plan's, and counts for its source: once, when it is over.
    void keep(const PacedFetch& over) const;

    /// What those that lied have brought is not here any more. Nothing is under way.
    void takeBack();

private:
    [[nodiscard]] Source& choose(bool firstRests, MoreConnections why) const;
    [[nodiscard]] bool holdBack(std::size_t open) const;
    [[nodiscard]] bool haveRoom(std::size_t open, MoreConnections why) const;

    const ReceptionParts& parts_;
    const RangeFetches* fetches_;
    SourceTrials trials_;
    std::optional<TimePoint> since_;  // they are tried out
};

}  // namespace penstock
