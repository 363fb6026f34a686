#pragma once
// The order of the list: a position for each, the smaller the earlier. Thread: the engine's.

#include "engine/base/rank.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <span>
#include <vector>

namespace penstock {

struct TransferRecord;

class TransferOrder {
public:
    /// One more, behind all others.
    [[nodiscard]] std::int64_t next() noexcept { return last_ += kStep; }

    /// Those of a list: none twice, and those that have none yet in the order of their rows.
    void settle(std::vector<TransferRecord>& records);

    struct Entry {
        std::int64_t position = 0;
        TransferId id = TransferId::Nothing;

        bool operator==(const Entry&) const = default;
    };

    /// Of `all`, in any order, those have to move to another position so that `ids` are moved; all
    /// else stays. Several move as one, in the order that they have.
    std::vector<Entry> moved(std::vector<Entry> all, std::span<const TransferId> ids, Place place);

private:
    static constexpr std::int64_t kStep = std::int64_t{1} << 20U;

    // Of all steps none is at 0, which is no position.
    std::int64_t last_ = kStep / 2;
};

}  // namespace penstock
