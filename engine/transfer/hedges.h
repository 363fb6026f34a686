#pragma once
// The last pieces of a file that are brought on two connections at once. Whichever comes first
// wins; what both have brought is compared (HedgeBody). Thread: the engine's.

#include "engine/transfer/range_fetches.h"
#include "engine/transfer/reception.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace penstock {

class Hedges {
public:
    /// So many at once, for what they hold in memory.
    static constexpr std::size_t kMost = 4;

    /// All outlive it. `first`: the reception that others stand beside.
    Hedges(TransferId transfer, const ReceptionParts& parts, TransferTurn turn, Reception& first)
        : parts_(parts), turn_(turn), transfer_(transfer), first_(&first) {}

    Hedges(const Hedges&) = delete;
    Hedges& operator=(const Hedges&) = delete;

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

    [[nodiscard]] bool mayOpen() const noexcept { return all_.size() < kMost; }

    /// Asks for what is left of `of`; null: of the first.
    void open(PacedFetch* of);

    [[nodiscard]] bool isHedged(const PacedFetch* of) const noexcept;

    void ask();

    using Lost = std::function<void(const RangeFetch&)>;

    /// Forgets those whose other one has ended, and those that came to nothing, of which `lost` is
    /// told. To be called before one that has ended goes.
    void settle(const Lost& lost);

    /// One that has brought its piece before the other has: the other ends where it is, and what
    /// was missing is on its way to the part. Null: there is none.
    std::unique_ptr<PacedFetch> takeWinner();

    /// The last of them end, `most` at most; returns how many did.
    std::size_t endLast(std::size_t most);

    /// Two have brought other bytes of the same piece; null: so far not.
    [[nodiscard]] const Error* difference() const noexcept { return difference_.get(); }

    void clear() noexcept;

    [[nodiscard]] int socketCount() const;

private:
    struct Hedge {
        std::unique_ptr<PacedFetch> by;
        PacedFetch* of;  // null: the first
    };

    void setWitness(const Hedge& hedge, Segment::Witness* witness) const;
    [[nodiscard]] bool otherEnded(const Hedge& hedge) const;

    const ReceptionParts& parts_;
    TransferTurn turn_;
    TransferId transfer_;
    Reception* first_;
    std::vector<Hedge> all_;
    std::unique_ptr<const Error> difference_;
};

}  // namespace penstock
