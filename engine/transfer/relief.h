#pragma once
// Which connection of a file is to be relieved, since it is far below the others, or silent: it
// ends where it is, and what it leaves is for another one, which may be led elsewhere. One at a
// time. Thread: the engine's.

#include "engine/transfer/range_fetches.h"
#include "engine/transfer/share_plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace penstock {

class Relief {
public:
    /// A try begins.
    void begin() noexcept { *this = {}; }

    /// How fast all are now, the first one included if it runs (`first` not null), and that `here`
    /// bytes are here.
    void look(const RangeFetches& fetches, Pace* first, TimePoint now, std::uint64_t here);

    /// Bytes per second that one connection brings, while several run together; as it was then.
    [[nodiscard]] std::uint64_t usual() const noexcept { return usual_; }

    /// One of which nothing came for so long is silent: four first bytes of the others, at least
    /// two seconds, and longer and longer where relief was in vain.
    [[nodiscard]] Duration silence(const RangeFetches& fetches) const;

    /// The one that is to end now, an index of `open`, of which the first is the last.
    std::optional<std::size_t> next(const std::vector<OpenRange>& open, const RangeFetches& fetches,
                                    const Pace* first, TimePoint now);

private:
    [[nodiscard]] Duration patience(const std::vector<OpenRange>& open) const;

    std::uint64_t usual_ = 0;
    std::uint64_t reached_ = 0;  // bytes that were here when something last came
    unsigned inVain_ = 0;        // silent ones that were relieved since
    unsigned count_ = 0;
    TimePoint notBefore_;
};

}  // namespace penstock
