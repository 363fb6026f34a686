#pragma once
// The sockets as a table: values in, roles out. Keyed by serial, since descriptors are reused.
//
// GUI thread. Lookups, both sides of a race and idle pooled connections are rows too. Never reset:
// inserts, removes, or dataChanged for runs of rows that moved (RowModel), then, but for tick(),
// settled().

#include "ui/row_model.h"
#include "ui/socket_columns.h"
#include "ui/transfer_columns.h"

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace penstock {

class TransferModel;

class SocketModel final : public RowModel {
    Q_OBJECT

public:
    /// `transfers` gives the names and must outlive this model. `clock` as for TransferModel.
    explicit SocketModel(const TransferModel& transfers, QObject* parent = nullptr,
                         std::function<TimePoint()> clock = {});

    /// Appends rows for new serials, replaces the others.
    void apply(std::span<const SocketSnapshot> snapshots);
    /// Takes rows away; unknown serials are ignored.
    void closed(std::span<const std::uint64_t> serials);
    /// Brings counters, waits and deadlines up to date; unknown serials are ignored.
    void progress(std::span<const SocketProgress> moved);
    /// Says what time it is. Emits for rows whose timer or age reads differently now.
    void tick(TimePoint now);

    /// −1 for an unknown serial.
    [[nodiscard]] int rowOf(std::uint64_t serial) const;
    /// `row` must exist; valid until the next change.
    [[nodiscard]] const SocketSnapshot& snapshotAt(int row) const;
    /// Whether a row shows a time that moves by itself (each has an age): tick() has to be called.
    [[nodiscard]] bool anythingCountsDown() const;
    /// Rows whose role is Lookup.
    [[nodiscard]] int lookups() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

signals:
    /// What a transfer's furthest socket waits for has changed; Nothing when its last one went.
    void stageChanged(const penstock::StageChange& change);

protected:
    void reorder(const std::vector<int>& newPlaces) override;
    void erase(int first, int last) override;

private:
    void append(std::vector<SocketRow> rows);
    void tell(std::vector<int>& rows, SocketColumn first, SocketColumn last);
    void renameRows();
    void tellStages(std::vector<TransferId>& touched);

    const TransferModel& transfers_;
    std::function<TimePoint()> clock_;
    TimePoint now_;
    std::vector<SocketRow> rows_;
    std::unordered_map<std::uint64_t, int> rowOf_;
    std::unordered_map<TransferId, TransferStage> stages_;
};

}  // namespace penstock
