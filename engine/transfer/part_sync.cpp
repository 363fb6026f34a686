#include "engine/transfer/part_sync.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace penstock {

PartSync::PartSync(const TransferServices& services, Jobs& jobs, std::shared_ptr<PartFile> part,
                   std::uint64_t row, std::uint64_t generation,
                   std::function<void(ByteRange)> claim)
    : services_(&services),
      jobs_(&jobs),
      part_(std::move(part)),
      row_(row),
      generation_(generation),
      claim_(std::move(claim)),
      durableAt_(services.now) {}

PartSync::Share& PartSync::join(Writer& writer, std::uint64_t begin, std::uint64_t written,
                                std::uint64_t durable) {
    return shares_.emplace_back(Share{&writer, begin, written, written, durable, durable});
}

void PartSync::leave(Share& share, bool keep) {
    share.writer = nullptr;
    if (!keep || spoilt_ || share.durable >= share.written) {
        shares_.remove_if([&](const Share& each) { return &each == &share; });
    }
}

std::uint64_t PartSync::volatileBytes() const {
    std::uint64_t bytes = 0;
    for (const Share& share : shares_) {
        bytes += share.written - share.durable;
    }
    return bytes;
}

// What is spoilt is given up anyway, and nothing may wait for a sync that does not come.
std::uint64_t PartSync::room() const {
    if (row_ == 0 || spoilt_) {
        return std::numeric_limits<std::uint64_t>::max();
    }
    return std::min(volatileRoom(), unmarkedRoom());
}

std::uint64_t PartSync::volatileRoom() const {
    const std::uint64_t used = volatileBytes() + onTheirWay_;
    return used < kMostVolatile ? kMostVolatile - used : 0;
}

std::uint64_t PartSync::unmarkedRoom() const {
    std::uint64_t most = kUnmarkedOfFile;
    std::uint64_t used = onTheirWay_;
    for (const Share& share : shares_) {
        if (share.writer != nullptr) {
            most += kUnmarkedOfEach;
            used += share.written - std::min(std::max(share.soft, share.durable), share.written);
        }
    }
    return used < most ? most - used : 0;
}

void PartSync::marked(Share& share, std::uint64_t soft) {
    share.soft = std::max(share.soft, soft);
    tellRoom();
}

void PartSync::tellRoom() const {
    for (const Share& share : shares_) {
        if (share.writer != nullptr) {
            share.writer->roomAgain();
        }
    }
}

void PartSync::makeRoom(std::uint64_t bytes) {
    if (!out_ && !spoilt_ && volatileRoom() < bytes && volatileBytes() > 0) {
        sync();
    }
}

void PartSync::wrote(Share& share, std::uint64_t end) {
    share.written = std::max(share.written, end);
    maybeSync();
}

void PartSync::maybeSync() {
    if (row_ == 0 || out_ || spoilt_) {
        return;
    }
    const std::uint64_t bytes = volatileBytes();
    const bool due = services_->now - durableAt_ >= kDurableInterval;
    if (bytes >= kDurableStep || (bytes > 0 && due)) {
        sync();
    }
}

void PartSync::makeDurable() {
    if (out_) {
        again_ = true;
    } else if (!spoilt_ && volatileBytes() > 0) {
        sync();
    }
}

void PartSync::sync() {
    out_ = true;
    again_ = false;
    for (Share& share : shares_) {
        share.covered = share.written;
    }
    jobs_->onSync<Error>(
        part_->id().device, [part = part_] { return part->sync(); },
        [self = shared_from_this()](const Error& error) { self->synced(error); });
}

// After a write that failed a sync may have nothing left to tell, and so proves nothing either.
void PartSync::synced(const Error& error) {
    if (!error.ok()) {
        spoilt_ = true;
        fail(error);
    } else if (spoilt_) {
        out_ = false;
    } else if (row_ == 0) {
        durable();
    } else {
        mark();
    }
}

void PartSync::mark() {
    std::vector<Mark> marks;
    for (const Share& share : shares_) {
        if (share.covered > share.durable) {
            marks.push_back({row_, generation_, share.begin, share.covered});
        }
    }
    jobs_->onJournal<Error>(
        [marks = std::move(marks)](Journal& journal) { return journal.durableMarks(marks); },
        [self = shared_from_this()](const Error& error) { self->marked(error); });
}

void PartSync::marked(const Error& error) {
    if (error.ok()) {
        durable();
    } else {
        fail(error);
    }
}

void PartSync::durable() {
    out_ = false;
    durableAt_ = services_->now;
    for (Share& share : shares_) {
        share.durable = std::max(share.durable, share.covered);
        if (share.writer != nullptr) {
            share.writer->synced(share.durable);
        } else if (claim_) {
            claim_({share.begin, share.durable});
        }
    }
    shares_.remove_if(
        [](const Share& each) { return each.writer == nullptr && each.durable >= each.written; });
    if (std::exchange(again_, false)) {
        makeDurable();
    } else {
        maybeSync();
    }
}

void PartSync::fail(const Error& error) {
    out_ = false;
    again_ = false;
    error_ = spoilt_ ? error : Error{};
    for (const Share& share : shares_) {
        if (share.writer != nullptr) {
            share.writer->syncFailed(error, spoilt_);
        }
    }
}

}  // namespace penstock
