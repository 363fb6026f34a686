#include "engine/transfer/relief.h"

#include <algorithm>
#include <chrono>

namespace penstock {

namespace {

/// So long one may be far below the others: a twentieth of the time that is left, within these.
constexpr std::chrono::milliseconds kLeastPatience{400};
constexpr std::chrono::milliseconds kMostPatience{1'000};
/// And longer after so many, since a host whose connections differ so much is as it is.
constexpr unsigned kMany = 64;
/// Between two that are relieved.
constexpr std::chrono::milliseconds kBetween{100};

}  // namespace

void Relief::look(const RangeFetches& fetches, Pace* first, TimePoint now, std::uint64_t here) {
    if (here > reached_) {
        reached_ = here;
        inVain_ = 0;
    }
    // While a limit or the disk holds one of them, that says how fast each is, and not the server;
    // and for as long afterwards as one is measured.
    if (fetches.heldByUs()) {
        notBefore_ = std::max(notBefore_, now + kMostPatience);
    }
    const std::uint64_t sum = fetches.rate() + (first != nullptr ? first->rate() : 0);
    const std::size_t count = fetches.running() + (first != nullptr ? 1 : 0);
    if (count < 2) {
        return;
    }
    const auto compare = [&](Pace& pace) {
        pace.compare(now, (sum - std::min(sum, pace.rate())) / (count - 1));
    };
    if (first != nullptr) {
        compare(*first);
    }
    for (const auto& each : fetches) {
        compare(each->pace);
    }
    usual_ = std::max(sum / count, usual_ / 2);
}

Duration Relief::silence(const RangeFetches& fetches) const {
    constexpr unsigned kMostDoubled = 6;
    const Duration usual = std::max<Duration>(Pace::kSilence, 4 * fetches.firstByte());
    return usual * (std::int64_t{1} << std::min(inVain_, kMostDoubled));
}

Duration Relief::patience(const std::vector<OpenRange>& open) const {
    std::uint64_t left = 0;
    for (const OpenRange& each : open) {
        left += each.left();
    }
    const std::uint64_t rate = std::max<std::uint64_t>(usual_ * open.size(), 1);
    const auto rest = std::chrono::milliseconds(1000 * left / rate);
    return std::clamp<Duration>(rest / 20, kLeastPatience, kMostPatience) * (1 + count_ / kMany);
}

std::optional<std::size_t> Relief::next(const std::vector<OpenRange>& open,
                                        const RangeFetches& fetches, const Pace* first,
                                        TimePoint now) {
    if (now < notBefore_) {
        return std::nullopt;
    }
    const Duration patience = this->patience(open);
    const Duration silence = this->silence(fetches);
    std::vector<bool> tooSlow;
    for (const auto& each : fetches) {
        tooSlow.push_back(each->pace.isTooSlow(now, patience, silence));
    }
    tooSlow.push_back(first != nullptr && first->isTooSlow(now, patience, silence));
    const auto which = mostInNeed(open, tooSlow, usual_);
    if (which) {
        inVain_ += open[*which].rate == 0 ? 1 : 0;
        ++count_;
        notBefore_ = now + kBetween;
    }
    return which;
}

}  // namespace penstock
