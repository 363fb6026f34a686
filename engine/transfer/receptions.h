#pragma once
// All ranges of one file that are under way: the first reception, which finds the part, takes the
// first answer and goes along the first gap, and beside it as many range fetches as the source and
// the limits allow (EngineLimits::connections), each with an exact range of its own.
//
//   first ──▶ [0 ···▶|        what another brings bounds it
//   fetch ──▶        [·····▶|
//   fetch ──▶                [···▶|   over ─▶ takes the next gap, or a tail of what takes longest
//
// To the transfer they are one: it is lost when none of them can go on, and whole when the ranges
// add up to the file. What one connection is answered (R-26, R-104…R-124) never ends the others.
// Thread: the engine's.

#include "engine/transfer/growth.h"
#include "engine/transfer/hedges.h"
#include "engine/transfer/mirrors.h"
#include "engine/transfer/range_fetches.h"
#include "engine/transfer/reception.h"
#include "engine/transfer/relief.h"
#include "engine/transfer/share_plan.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

class Receptions final : private Timed {
public:
    Receptions(TransferId transfer, Reception::Host& host, TransferTurn turn,
               const ReceptionParts& parts);
    Receptions(const Receptions&) = delete;
    Receptions& operator=(const Receptions&) = delete;
    ~Receptions() override;

    // --- see Reception

    void begin();

    void goOn() {
        if (std::exchange(beginsAnew_, false)) {
            begin();
        } else {
            first_.goOn();
        }
    }

    void stop();

    void startOver() { first_.startOver(); }

    void beginAgain(std::string why) { first_.beginAgain(std::move(why)); }

    void dropFailed();

    void makeDurable();

    /// The disk space that was taken and not used, gaps included. After makeDurable(), when nothing
    /// is busy.
    void giveBack();

    /// Only of what has no gap.
    void publish(PartKeeper::Then then);

    void close();
    void discard() noexcept;

    void ask() {
        first_.ask();
        if (!fetches_.empty() || !hedges_.empty() || firstRests_ || isLarge()) {
            askFetches();
        }
    }

    void flush() {
        first_.flush();
        fetches_.flush();
    }

    void bufferFree() {
        first_.bufferFree();
        fetches_.bufferFree();
    }

    void shareDue() { first_.shareDue(); }

    [[nodiscard]] bool mayConclude() const noexcept {
        return first_.mayConclude() || !fetches_.empty() || !hedges_.empty() || parts_.sources.lied;
    }

    Reception::Conclusion conclude();

    [[nodiscard]] std::optional<TimePoint> shareAt() { return first_.shareAt(); }

    [[nodiscard]] bool asking() const noexcept { return first_.asking(); }

    /// It has no connection, and cannot have one before another gives up its place at the host.
    [[nodiscard]] bool waitsForPlace() const {
        return fetches_.empty() ? first_.waitsForPlace() : firstRests_ && fetches_.waitForPlace();
    }

    /// Whom it asks now.
    [[nodiscard]] RateHost asked() const { return first_.rateHost(); }

    /// The transfer's rank is another.
    void rankChanged() {
        first_.rankChanged();
        for (const auto& each : fetches_) {
            each->fetch.rankChanged();
        }
    }

    [[nodiscard]] bool busy() const;

    [[nodiscard]] bool askedForRange() const noexcept { return first_.askedForRange(); }

    /// Bytes of the file that are here.
    [[nodiscard]] std::uint64_t received() const;
    /// Which.
    [[nodiscard]] ByteRanges ranges() const;

    [[nodiscard]] bool several() const noexcept { return !fetches_.empty(); }

    /// What each connection brings, while there are several.
    [[nodiscard]] std::vector<SegmentSnapshot> segments() const;

    /// Without a gap, from the first on.
    [[nodiscard]] std::uint64_t inOrder() const { return first_.received(); }

    [[nodiscard]] int socketCount() const;
    [[nodiscard]] bool willRun() const;
    [[nodiscard]] WaitsFor waitsFor() const;
    [[nodiscard]] std::optional<TimePoint> waitsUntil() const;

    /// How many connections it may have now, as far as is known of its source.
    [[nodiscard]] int allowed() const { return several() || mayShare() ? growth_.most() : 1; }

    /// Why there are no more.
    [[nodiscard]] MoreConnections whyNoMore() const;

    [[nodiscard]] const Growth& growth() const noexcept { return growth_; }

private:
    /// A smaller file is not worth a second connection.
    [[nodiscard]] bool isLarge() const noexcept {
        return parts_.keeper.record().total.value_or(0) >= 4 * kLeastShare;
    }

    void askFetches();
    [[nodiscard]] bool mayShare() const;

    [[nodiscard]] Pace* firstPace() noexcept { return firstRests_ ? nullptr : &firstPace_; }

    /// What is here is [0, n), and nothing beside it comes.
    [[nodiscard]] bool isOne() const noexcept {
        const auto& here = parts_.plan.ranges().ranges();
        return fetches_.empty() && (here.empty() || (here.size() == 1 && here.front().begin == 0));
    }

    [[nodiscard]] std::vector<OpenRange> open();
    [[nodiscard]] MoreConnections judge();
    [[nodiscard]] std::size_t running() const;
    bool hedge(const std::vector<OpenRange>& open);
    void relieve(const std::vector<OpenRange>& open);
    void settleHedges();
    void noteEnds();
    Reception::Conclusion takeBackLies();
    void share();
    void lookLater();
    void stretchFirst(const std::vector<OpenRange>& ranges);
    void takeOver(const Share& share);
    bool collect();
    void collected(const PacedFetch& over);
    void keepFetches();

    void keep() {
        if (!fetches_.empty()) {
            keepFetches();
        }
    }

    // Timed
    void expired(TimePoint /*now*/) override { turn_.run(); }

    ReceptionParts parts_;
    TransferTurn turn_;
    TransferId transfer_;
    Reception first_;
    RangeFetches fetches_;
    Hedges hedges_;
    Mirrors mirrors_;
    bool beginsAnew_ = false;  // what a mirror has brought was taken back
    bool firstRests_ = false;  // it has no gap to go along, or was lost while others go on
    Growth growth_;
    std::unique_ptr<Reception::Conclusion> lost_;  // how one was lost, if none was well since
    Pace firstPace_;
    Relief relief_;
    TimerNode look_{*this};  // since nothing may move
};

}  // namespace penstock
