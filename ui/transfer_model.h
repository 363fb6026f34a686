#pragma once
// The transfers as a table: values in, roles out.
//
// GUI thread. Rows keep the order in which their ids came; an id has one row. Never reset: each
// call emits inserts, removes, or dataChanged for runs of rows that moved (RowModel), then, but for
// setStage() and tick(), settled().

#include "ui/row_model.h"
#include "ui/transfer_columns.h"

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace penstock {

class TransferModel final : public RowModel {
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
    void setStage(TransferId id, const TransferStage& stage);
    /// Says what time it is. Emits for rows whose countdown reads differently now.
    void tick(TimePoint now);

    /// −1 for an unknown id.
    [[nodiscard]] int rowOf(TransferId id) const;
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

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

protected:
    void reorder(const std::vector<int>& newPlaces) override;
    void erase(int first, int last) override;

private:
    void append(std::vector<TransferRow> rows);
    void tell(std::vector<int>& rows, TransferColumn first, TransferColumn last);

    std::function<TimePoint()> clock_;
    TimePoint now_;
    std::vector<TransferRow> rows_;
    std::unordered_map<TransferId, int> rowOf_;
};

}  // namespace penstock
