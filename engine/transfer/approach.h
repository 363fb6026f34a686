#pragma once
// The way of a try from what is here to the request: the part is found, what to ask for follows
// from the plan, and the end of the part is read where it is to be compared. Thread: the engine's.

#include "engine/base/rate_share.h"
#include "engine/http/validators.h"
#include "engine/transfer/delivery.h"
#include "engine/transfer/exchange.h"
#include "engine/transfer/part_keeper.h"
#include "engine/transfer/segment_plan.h"
#include "engine/transfer/site_memory.h"
#include "engine/transfer/source_list.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace penstock {

/// What a reception works on; all of it is the transfer's, and outlives it, as this itself does.
struct ReceptionParts {
    const TransferServices& services;
    SourceList& sources;
    SegmentPlan& plan;
    PartKeeper& keeper;
    RateAccount& rates;
    Delivery& delivery;
    TransferLog& log;
    SiteMemoryPtr& sites;
};

class Approach {
public:
    struct Host {
        Host() = default;
        Host(const Host&) = delete;
        Host& operator=(const Host&) = delete;
        virtual ~Host() = default;

        /// This is to be asked. It refers to the record and to the source.
        virtual void mayAsk(Exchange::Request&& request) = 0;
        /// Nothing is to be asked any more: everything is here.
        virtual void isWhole() = 0;
        virtual void cannotAsk(Error error) = 0;
    };

    Approach(Host& host, const ReceptionParts& parts) : host_(&host), parts_(parts) {}

    /// From the beginning: is there a part?
    void begin();
    /// After a piece that brought nothing new, of which `left` is still to be compared; or one that
    /// did, with nothing left.
    void goOn(bool nothingNew, std::vector<std::byte> left);

    /// What was read is not to be compared any more.
    void forgetEnd() noexcept { end_.clear(); }

    /// The end of the part, from askedFrom() on, as it was read.
    [[nodiscard]] const std::vector<std::byte>& end() const noexcept { return end_; }

    [[nodiscard]] std::vector<std::byte> takeEnd() noexcept { return std::exchange(end_, {}); }

    /// The first byte of the range that was asked for; none: the whole file was.
    [[nodiscard]] std::optional<std::uint64_t> askedFrom() const noexcept { return askedFrom_; }

private:
    void takenUp(PartKeeper::TakenUp found);
    [[nodiscard]] bool isWholeAndProvable() const;
    void request();
    void requestFrom(const SegmentPlan::Next& next);

    Host* host_;
    const ReceptionParts& parts_;
    std::vector<std::byte> end_;
    std::optional<std::uint64_t> askedFrom_;
};

/// What is here beside the bytes from the first on, as far as it is written.
inline std::vector<ByteRange> softRanges(const TransferRecord& record) {
    std::vector<ByteRange> ranges;
    for (const RangeMark& range : record.ranges) {
        ranges.push_back({range.begin, range.softEnd});
    }
    return ranges;
}

}  // namespace penstock
