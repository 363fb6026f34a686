#pragma once
// The sockets as a table: values in, roles out. Keyed by serial, since descriptors are reused.
//
// GUI thread. Lookups, both sides of a race and idle pooled connections are rows too. Never reset:
// inserts, removes, or dataChanged for runs of rows that moved (RowModel), then, but for tick(),
// settled().

#include "ui/keyed_row_model.h"
#include "ui/socket_columns.h"
#include "ui/transfer_row.h"

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace penstock {

class TransferModel;

class SocketModel final : public KeyedRowModel<std::uint64_t, SocketRow, SocketColumn> {
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

    /// `row` must exist; valid until the next change.
    [[nodiscard]] const SocketSnapshot& snapshotAt(int row) const;
    /// Whether a row shows a time that moves by itself (each has an age): tick() has to be called.
    [[nodiscard]] bool anythingCountsDown() const;
    /// Rows whose role is Lookup.
    [[nodiscard]] int lookups() const;

signals:
    /// What a transfer's furthest socket waits for has changed; Nothing when its last one went.
    void stageChanged(const penstock::StageChange& change);

protected:
    [[nodiscard]] QVariant cell(const SocketRow& row, SocketColumn column, int role) const override;

private:
    void renameRows();
    [[nodiscard]] std::vector<TransferId> transfersOf(const std::vector<int>& rows) const;
    void tellStages(const std::vector<TransferId>& touched);

    const TransferModel& transfers_;
    std::unordered_map<TransferId, TransferStage> stages_;
};

}  // namespace penstock
