#include "engine/transfer/range_fetches.h"

#include <algorithm>
#include <utility>

namespace penstock {

void RangeFetches::open(Source& source, ByteRange range) {
    all_.push_back(std::make_unique<PacedFetch>(transfer_, parts_, turn_, source, range));
    all_.back()->fetch.ask();
}

PacedFetch* RangeFetches::noteEnded() {
    const auto ended = std::ranges::find_if(
        all_, [](const auto& each) { return each->fetch.ended() && !each->noted; });
    if (ended == all_.end()) {
        return nullptr;
    }
    (*ended)->noted = true;
    return ended->get();
}

const RangeFetch* RangeFetches::nextThatDiffers() {
    for (const auto& each : all_) {
        if (each->fetch.differs() && &each->fetch.source() == &parts_.sources.current() &&
            !std::exchange(each->told, true)) {
            return &each->fetch;
        }
    }
    return nullptr;
}

bool RangeFetches::giveBack(ByteRange range) {
    return std::ranges::any_of(all_,
                               [range](const auto& each) { return each->fetch.takeBack(range); });
}

Source* RangeFetches::idlestMirror() const {
    Source* idlest = nullptr;
    for (const auto& mirror : parts_.sources.mirrors()) {
        const bool may = mirror->state == SourceState::InUse &&
                         mirror.get() != &parts_.sources.current() && !mirror->rangesUseless;
        if (may && (idlest == nullptr || of(*mirror) < of(*idlest))) {
            idlest = mirror.get();
        }
    }
    return idlest;
}

std::size_t RangeFetches::of(const Source& source) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_, [&](const auto& each) { return &each->fetch.source() == &source; }));
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
            turn_.flush();  // others may wait for the room that it leaves
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

// While nobody receives, silence says nothing of the number of connections: such a server takes its
// time for each answer, and the deadline of the first byte is what ends it.
bool RangeFetches::giveUpSilent(Duration most, bool othersReceive) {
    const auto receives = [](const auto& each) {
        return !each->fetch.ended() && each->fetch.answered();
    };
    if (!othersReceive && std::ranges::none_of(all_, receives)) {
        return false;
    }
    bool any = false;
    for (const auto& each : all_) {
        const auto since = each->fetch.silentSince();
        if (since && parts_.services.now - *since >= most && !each->fetch.pinned()) {
            any = true;
            each->fetch.giveUp({ErrorKind::TimeoutFirstByte,
                                each->fetch.source().host + " is silent on a further connection",
                                {},
                                0});
        }
    }
    return any;
}

void RangeFetches::cutTo(std::uint64_t piece) {
    constexpr std::uint64_t kMuch = 3;
    for (const auto& each : all_) {
        RangeFetch& fetch = each->fetch;
        if (!fetch.ended() && !fetch.unproven() && fetch.range().end - fetch.at() > kMuch * piece) {
            fetch.endAt(fetch.at() + piece);
        }
    }
}

void RangeFetches::stopLast(std::size_t count, const Source* source) {
    for (auto each = all_.rbegin(); count > 0 && each != all_.rend(); ++each) {
        const bool its = source == nullptr || &(*each)->fetch.source() == source;
        if (its && !(*each)->fetch.ended()) {
            (*each)->fetch.stop();
            --count;
        }
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

bool RangeFetches::waitForPlace() const {
    const auto waits = [](const auto& each) {
        return each->fetch.waitsForPlace();
    };
    return std::ranges::any_of(all_, waits) && std::ranges::all_of(all_, [&](const auto& each) {
               return each->fetch.ended() || waits(each);
           });
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
        sum += each->fetch.ended() ? 0 : each->pace.rate();
    }
    return sum;
}

std::size_t RangeFetches::running(const Source* source) const {
    return static_cast<std::size_t>(std::ranges::count_if(all_, [source](const auto& each) {
        return !each->fetch.ended() && (source == nullptr || &each->fetch.source() == source);
    }));
}

std::size_t RangeFetches::unanswered() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_, [](const auto& each) { return !each->fetch.ended() && !each->fetch.answered(); }));
}

Duration RangeFetches::firstByte() const {
    Duration longest{};
    for (const auto& each : all_) {
        longest = std::max(longest, each->pace.firstByte().value_or(Duration{}));
    }
    return longest;
}

}  // namespace penstock
