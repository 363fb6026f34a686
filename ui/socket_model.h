#pragma once
// The sockets as a table: a mirror's values in, roles out. Keyed by serial, since descriptors are
// reused.
//
// GUI thread. Lookups, both sides of a race and idle pooled connections are rows too. Never reset:
// inserts, removes, or dataChanged for runs of rows that moved (RowModel), then, but for tick(),
// settled().

#include "ui/keyed_row_model.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_columns.h"
#include "ui/told_looks.h"

#include <functional>
#include <span>
#include <unordered_map>

namespace penstock {

class TransferModel;

class SocketModel final : public KeyedRowModel<std::uint64_t, ShownSocket, SocketColumn>,
                          private SnapshotMirror::Observer {
    Q_OBJECT

public:
    /// Shows what comes into `mirror` from now on. `transfers`, of the same mirror, gives the
    /// names. Both must outlive this. `clock` as for TransferModel.
    SocketModel(SnapshotMirror& mirror, const TransferModel& transfers,
                std::function<TimePoint()> clock = {});
    ~SocketModel() override;
    Q_DISABLE_COPY_MOVE(SocketModel)

    /// What was asked for of one socket; for the asked columns. Unknown ones are ignored.
    void setDetails(const SocketDetails& details);
    /// Null while nothing was asked of it. Valid until the next change.
    [[nodiscard]] const SocketDetails* detailsOf(std::uint64_t serial) const;

    /// Says what time it is. Emits for rows whose timer or age reads differently now.
    void tick(TimePoint now);

    /// `row` must exist; valid until the next change.
    [[nodiscard]] const SocketSnapshot& snapshotAt(int row) const;
    /// Whether a row shows a time that moves by itself (each has an age): tick() has to be called.
    [[nodiscard]] bool anythingCountsDown() const;
    /// Rows whose role is Lookup.
    [[nodiscard]] int lookups() const;

protected:
    [[nodiscard]] QVariant cell(const ShownSocket& socket, SocketColumn column,
                                int role) const override;

private:
    void socketsCame(std::span<const SocketRow* const> rows) override;
    void socketsMoved(std::span<const std::uint64_t> serials) override;
    void socketsGo(std::span<const std::uint64_t> serials) override;
    void rename();
    [[nodiscard]] QString namesOf(const SocketSnapshot& socket) const;

    static constexpr std::size_t kMovingColumns = static_cast<std::size_t>(SocketColumn::Age) -
                                                  static_cast<std::size_t>(SocketColumn::State) + 1;
    using Looks = ToldLooks<std::uint64_t, kMovingColumns>;

    void tellMoved(const std::vector<int>& moved);
    [[nodiscard]] Looks::Look lookOf(const ShownSocket& socket) const;

    SnapshotMirror& mirror_;
    const TransferModel& transfers_;
    Looks looks_;                                               // of rows that have moved
    std::unordered_map<std::uint64_t, SocketDetails> details_;  // rows point to these
};

}  // namespace penstock
