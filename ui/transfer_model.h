#pragma once
// The transfers as a table: a mirror's values in, roles out.
//
// GUI thread. Never reset: what the mirror tells comes out as inserts, removes, or dataChanged for
// runs of rows that moved (RowModel), then, but for stages and tick(), settled().

#include "ui/keyed_row_model.h"
#include "ui/snapshot_mirror.h"
#include "ui/told_looks.h"
#include "ui/transfer_columns.h"

#include <functional>
#include <span>
#include <unordered_set>

namespace penstock {

class TransferModel final : public KeyedRowModel<TransferId, const TransferRow*, TransferColumn>,
                            private SnapshotMirror::Observer {
    Q_OBJECT

public:
    /// Shows what comes into `mirror` from now on; it must outlive this. `clock` is the engine's;
    /// none: std::chrono::steady_clock. It is asked when snapshots come, so that a countdown is
    /// right before the first tick; never while painting.
    explicit TransferModel(SnapshotMirror& mirror, std::function<TimePoint()> clock = {});
    ~TransferModel() override;
    Q_DISABLE_COPY_MOVE(TransferModel)

    /// Says what time it is. Emits for rows whose countdown reads differently now.
    void tick(TimePoint now);

    /// The moment that its cells are read at, of the engine's clock.
    [[nodiscard]] TimePoint moment() const noexcept { return now(); }

    /// Whose values it shows.
    [[nodiscard]] const SnapshotMirror& mirror() const noexcept { return mirror_; }

    [[nodiscard]] SnapshotMirror& mirror() noexcept { return mirror_; }

    /// `row` must exist.
    [[nodiscard]] TransferId idAt(int row) const;
    /// Brought up to date. `row` must exist; valid until the next change.
    [[nodiscard]] const TransferSnapshot& snapshotAt(int row) const;
    /// Fit to be shown; empty for an unknown id.
    [[nodiscard]] QString nameOf(TransferId id) const;
    /// Whether a row shows a time that runs down, so that tick() has to be called.
    [[nodiscard]] bool anythingCountsDown() const;

    /// Of all transfers together.
    [[nodiscard]] std::uint64_t bytesPerSecond() const noexcept { return mirror_.bytesPerSecond(); }

protected:
    [[nodiscard]] QVariant cell(const TransferRow* const& row, TransferColumn column,
                                int role) const override;

private:
    void transfersCame(std::span<const TransferRow* const> rows) override;
    void transfersMoved(std::span<const TransferId> ids) override;
    void waitsChanged(std::span<const TransferId> ids) override;
    void transfersGo(std::span<const TransferId> ids) override;

    static constexpr std::size_t kMovingColumns =
        static_cast<std::size_t>(kLastMoving) - static_cast<std::size_t>(kFirstMoving) + 1;
    using Looks = ToldLooks<TransferId, kMovingColumns>;

    void noteCountdown(const TransferRow& row);
    void tellMoved(const std::vector<int>& moved);
    [[nodiscard]] Looks::Look lookOf(const TransferRow& row) const;

    SnapshotMirror& mirror_;
    Looks looks_;  // of rows that have moved
    std::unordered_set<TransferId> countingDown_;
};

}  // namespace penstock
