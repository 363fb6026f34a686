#pragma once
// The further ranges of one file that are under way, and how fast each is. What they are to bring
// is for receptions to say. Thread: the engine's.

#include "engine/transfer/pace.h"
#include "engine/transfer/range_fetch.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace penstock {

/// A range fetch, and how fast it is.
struct PacedFetch {
    PacedFetch(TransferId transfer, const ReceptionParts& parts, TransferTurn turn, Source& source,
               ByteRange range, RangeFetch::To to = RangeFetch::To::Part)
        : fetch(transfer, parts, turn, source, range, to), pace(parts.services.now, range.begin) {}

    [[nodiscard]] ByteRange came() const {
        return {fetch.range().begin, fetch.unproven() ? fetch.range().begin : fetch.at()};
    }

    RangeFetch fetch;
    Pace pace;
    bool marked = false;  // its last bytes are, or are being
    bool noted = false;   // what came of it is known
    bool told = false;    // and that it differs
};

class RangeFetches {
public:
    /// What `parts` refers to outlives it.
    RangeFetches(TransferId transfer, const ReceptionParts& parts, TransferTurn turn)
        : parts_(parts), turn_(turn), transfer_(transfer) {}

    RangeFetches(const RangeFetches&) = delete;
    RangeFetches& operator=(const RangeFetches&) = delete;

    // --- as a list, in the order of opening

    using List = std::vector<std::unique_ptr<PacedFetch>>;

    /// A limit of speed or the disk holds one of them.
    [[nodiscard]] bool heldByUs() const {
        return std::ranges::any_of(all_, [](const auto& each) {
            const WaitsFor waitsFor = each->fetch.waitsFor();
            return waitsFor == WaitsFor::RateTokens || waitsFor == WaitsFor::Disk;
        });
    }

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

    [[nodiscard]] List::const_iterator begin() const noexcept { return all_.begin(); }

    [[nodiscard]] List::const_iterator end() const noexcept { return all_.end(); }

    [[nodiscard]] PacedFetch& operator[](std::size_t i) const { return *all_[i]; }

    [[nodiscard]] PacedFetch& back() const { return *all_.back(); }

    /// Asks `source` for one more.
    void open(Source& source, ByteRange range);

    /// The mirror that is used and has the fewest under way; null: there is none.
    [[nodiscard]] Source* idlestMirror() const;

    /// How many `source` brings.
    [[nodiscard]] std::size_t of(const Source& source) const;

    /// One that has brought already what it brings.
    void add(std::unique_ptr<PacedFetch> fetch) { all_.push_back(std::move(fetch)); }

    /// How many still bring something, of `source`, if it is not null; and how many of them all
    /// were not answered.
    [[nodiscard]] std::size_t running(const Source* source = nullptr) const;
    [[nodiscard]] std::size_t unanswered() const;

    /// One that has ended, each once; null: there is none.
    PacedFetch* noteEnded();

    /// One of the current source that brought other bytes than are here, each once; null: there is
    /// none.
    const RangeFetch* nextThatDiffers();

    /// What is asked for already, from `range` on, is brought after all; false: by none.
    bool giveBack(ByteRange range);

    /// Takes one out that is over and marked; null: there is none. What is over is being marked.
    std::unique_ptr<PacedFetch> takeOver();

    /// Forgets those: what they brought is the plan's.
    template <typename Which>
    void eraseIf(Which which) {
        std::erase_if(all_, [&which](const auto& each) { return which(*each); });
    }

    void clear() noexcept { all_.clear(); }

    // --- each of them, see RangeFetch

    void ask();
    void flush();
    void bufferFree();
    void stop();
    void discard() noexcept;

    /// How fast they are now.
    void look();
    /// Those end that were taken by their host and not answered for `most`, while others receive,
    /// of these or beside them. False: there is none.
    bool giveUpSilent(Duration most, bool othersReceive);
    /// None is to bring much more than `piece` of what is left.
    void cutTo(std::uint64_t piece);
    /// The last `count` end; of `source`, if it is not null.
    void stopLast(std::size_t count, const Source* source = nullptr);

    [[nodiscard]] bool busy() const;
    [[nodiscard]] bool willRun() const;
    [[nodiscard]] bool spoilt() const;
    [[nodiscard]] int socketCount() const;
    /// All that run wait for a place at their host, and one does.
    [[nodiscard]] bool waitForPlace() const;
    /// The first that waits for something; null: none does.
    [[nodiscard]] const RangeFetch* waiting() const;
    /// The first that cannot write; null: none.
    [[nodiscard]] const RangeFetch* failed() const;
    /// Bytes per second, of those that run together.
    [[nodiscard]] std::uint64_t rate() const;
    /// The longest that a first byte took; zero: none has come.
    [[nodiscard]] Duration firstByte() const;

private:
    const ReceptionParts& parts_;
    TransferTurn turn_;
    TransferId transfer_;
    List all_;
};

}  // namespace penstock
