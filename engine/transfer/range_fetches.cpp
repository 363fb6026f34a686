#include "engine/transfer/range_fetches.h"

#include <algorithm>
#include <utility>

namespace penstock {

void RangeFetches::open(ByteRange range) {
    all_.push_back(std::make_unique<PacedFetch>(transfer_, parts_, turn_, range));
    all_.back()->fetch.ask();
}

std::unique_ptr<PacedFetch> RangeFetches::takeOver() {
    for (auto each = all_.begin(); each != all_.end(); ++each) {
        RangeFetch& fetch = (*each)->fetch;
        if (!fetch.over()) {
            continue;
        }
        if (!std::exchange((*each)->marked, true)) {
            fetch.markAll();
        }
        if (!fetch.busy()) {
            std::unique_ptr<PacedFetch> over = std::move(*each);
            all_.erase(each);
            return over;
        }
    }
    return nullptr;
}

void RangeFetches::ask() {
    for (const auto& each : all_) {
        each->fetch.ask();
    }
}

void RangeFetches::flush() {
    for (const auto& each : all_) {
        each->fetch.flush();
    }
}

void RangeFetches::bufferFree() {
    for (const auto& each : all_) {
        each->fetch.bufferFree();
    }
}

void RangeFetches::stop() {
    for (const auto& each : all_) {
        each->fetch.stop();
    }
}

void RangeFetches::discard() noexcept {
    for (const auto& each : all_) {
        each->fetch.discard();
    }
}

void RangeFetches::look() {
    for (const auto& each : all_) {
        each->pace.look(parts_.services.now, each->fetch.at());
    }
}

void RangeFetches::giveUpSilent(Duration most) {
    for (const auto& each : all_) {
        const auto since = each->fetch.silentSince();
        if (since && parts_.services.now - *since >= most) {
            each->fetch.giveUp(
                {ErrorKind::TimeoutFirstByte,
                 parts_.sources.current().host + " is silent on a further connection",
                 {},
                 0});
        }
    }
}

void RangeFetches::stopLast(std::size_t count) {
    for (std::size_t i = std::min(count, all_.size()); i > 0; --i) {
        all_[all_.size() - i]->fetch.stop();
    }
}

bool RangeFetches::busy() const {
    return std::ranges::any_of(all_, [](const auto& each) { return each->fetch.busy(); });
}

bool RangeFetches::willRun() const {
    return std::ranges::any_of(all_, [](const auto& each) { return each->fetch.willRun(); });
}

bool RangeFetches::spoilt() const {
    return std::ranges::any_of(all_, [](const auto& each) { return each->fetch.spoilt(); });
}

int RangeFetches::socketCount() const {
    int count = 0;
    for (const auto& each : all_) {
        count += each->fetch.socketCount();
    }
    return count;
}

const RangeFetch* RangeFetches::waiting() const {
    const auto found = std::ranges::find_if(
        all_, [](const auto& each) { return each->fetch.waitsFor() != WaitsFor::Nothing; });
    return found == all_.end() ? nullptr : &(*found)->fetch;
}

const RangeFetch* RangeFetches::failed() const {
    const auto found =
        std::ranges::find_if(all_, [](const auto& each) { return each->fetch.cannotWrite(); });
    return found == all_.end() ? nullptr : &(*found)->fetch;
}

std::uint64_t RangeFetches::rate() const {
    std::uint64_t sum = 0;
    for (const auto& each : all_) {
        sum += each->pace.rate();
    }
    return sum;
}

}  // namespace penstock
