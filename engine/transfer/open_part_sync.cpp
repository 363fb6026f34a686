#include "engine/transfer/open_part_sync.h"

#include <algorithm>
#include <cassert>

namespace penstock {

const std::shared_ptr<PartSync>& OpenPartSync::of(const std::shared_ptr<PartFile>& part,
                                                  std::uint64_t row, TransferRecord& record) {
    assert(part != nullptr);
    const bool same = sync_ != nullptr && sync_->part() == part && sync_->row() == row &&
                      sync_->generation() == record.generation;
    if (!same) {
        drop();
        sync_ = std::make_shared<PartSync>(
            *services_, jobs_, part, row, record.generation,
            [&record](ByteRange durable) { claimDurable(record, durable); });
    }
    return sync_;
}

void OpenPartSync::drop() noexcept {
    if (sync_ != nullptr) {
        sync_->abandon();
        sync_.reset();
    }
}

void claimDurable(TransferRecord& record, ByteRange durable) {
    if (durable.begin > 0 && durable.size() > 0) {
        std::vector<RangeMark>& ranges = record.ranges;
        const auto behind = std::ranges::upper_bound(ranges, durable.begin, {}, &RangeMark::begin);
        ranges.insert(behind, {durable.begin, durable.end, durable.end});
    }
}

}  // namespace penstock
