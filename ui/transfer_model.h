#pragma once
// The transfers as a table: values in, roles out.
//
// GUI thread. Never reset: each call emits inserts, removes, or dataChanged for runs of rows that
// moved (RowModel), then, but for setStage() and tick(), settled().

#include "ui/keyed_row_model.h"
#include "ui/transfer_columns.h"

#include <functional>
#include <span>

namespace penstock {

class TransferModel final : public KeyedRowModel<TransferId, TransferRow, TransferColumn> {
    Q_OBJECT

public:
    /// `clock` is the engine's; none: std::chrono::steady_clock. It is asked when snapshots come,
    /// so that a countdown is right before the first tick; never while painting.
    explicit TransferModel(QObject* parent = nullptr, std::function<TimePoint()> clock = {});

    /// Appends rows for new ids, replaces the others. Emits for all columns.
    void apply(std::span<const TransferSnapshot> snapshots);
    /// Takes rows away; unknown ids are ignored.
    void remove(std::span<const TransferId> ids);
    /// Brings counters up to date; unknown ids are ignored. Never emits for the Name column.
    void progress(std::span<const TransferProgress> moved);
    /// What the transfer's sockets do, for the words of its status; see SocketModel::stageChanged.
    /// Ignored for an unknown id.
    void setStage(const StageChange& change);
    /// Says what time it is. Emits for rows whose countdown reads differently now.
    void tick(TimePoint now);

    /// `row` must exist.
    [[nodiscard]] TransferId idAt(int row) const;
    /// With counters as progress() last told them. `row` must exist; valid until the next change.
    [[nodiscard]] const TransferSnapshot& snapshotAt(int row) const;
    /// Fit to be shown; empty for an unknown id.
    [[nodiscard]] QString nameOf(TransferId id) const;
    /// Whether a row shows a time that runs down, so that tick() has to be called.
    [[nodiscard]] bool anythingCountsDown() const;
    /// Of all transfers together.
    [[nodiscard]] std::uint64_t bytesPerSecond() const;

protected:
    [[nodiscard]] QVariant cell(const TransferRow& row, TransferColumn column,
                                int role) const override;
};

}  // namespace penstock
