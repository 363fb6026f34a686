#include "ui/transfer_model.h"

#include "ui/byte_ranges.h"
#include "ui/format.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace penstock {

namespace {

/// Speed and sockets belong to the states that have them; a late counter must not revive them.
void settle(TransferRow& row) {
    if (row.snapshot.state != TransferState::Receiving) {
        row.bytesPerSecond = 0;
    }
}

/// False if nothing that is shown has moved.
bool bringUpToDate(TransferRow& row, const TransferProgress& p) {
    TransferSnapshot& s = row.snapshot;
    const std::optional<std::uint64_t> total =
        p.total == TransferProgress::kUnknown ? s.total : std::optional(p.total);
    const std::uint64_t speed = s.state == TransferState::Receiving ? p.bytesPerSecond : 0;
    bool moved = mergeRange(s.ranges, {p.rangeBegin, p.rangeEnd});
    moved = std::exchange(s.received, p.received) != p.received || moved;
    moved = std::exchange(s.total, total) != total || moved;
    moved = std::exchange(row.bytesPerSecond, speed) != speed || moved;
    moved = std::exchange(s.activeSockets, p.activeSockets) != p.activeSockets || moved;
    return std::exchange(s.rateHeld, p.rateHeld) != p.rateHeld || moved;
}

QString accessibleText(const TransferRow& row, TransferColumn column, TimePoint now) {
    const QString text = cellText(row, column, now);
    const QString detail = detailText(row, column, now);
    return detail.isEmpty() ? text : text + QStringLiteral(", ") + detail;
}

QString toolTip(const TransferRow& row, TransferColumn column, TimePoint now) {
    if (column == TransferColumn::Name) {
        return plainToolTip(shownText(row.snapshot.url));
    }
    return plainToolTip(accessibleText(row, column, now));
}

QVariant fractionData(const TransferRow& row) {
    const std::optional<double> part = fraction(row.snapshot);
    return part ? QVariant(*part) : QVariant();
}

/// Only what stands for the state wears its colour.
Tone toneOf(const TransferSnapshot& snapshot, TransferColumn column) {
    if (column == TransferColumn::Progress) {
        // What has arrived is no less here while the rest is waited for.
        return tone(snapshot) == Tone::Waiting ? Tone::Receiving : tone(snapshot);
    }
    return column == TransferColumn::Status ? tone(snapshot) : Tone::Text;
}

}  // namespace

TransferModel::TransferModel(QObject* parent, std::function<TimePoint()> clock)
    : KeyedRowModel(parent, std::move(clock)) {}

void TransferModel::apply(std::span<const TransferSnapshot> snapshots) {
    readClock();
    const Change change(*this, true);
    put(snapshots, [](TransferRow& row, const TransferSnapshot& snapshot) {
        row.snapshot = snapshot;
        settle(row);
    });
}

void TransferModel::remove(std::span<const TransferId> ids) {
    std::vector<int> gone = rowsOf(ids);
    if (!gone.empty()) {
        const Change change(*this, true);
        takeAway(gone);
    }
}

void TransferModel::progress(std::span<const TransferProgress> moved) {
    std::vector<int> rows = update(moved, bringUpToDate);
    if (!rows.empty()) {
        const Change change(*this, false);
        tell(rows, TransferColumn::Size, TransferColumn::Sockets);
    }
}

void TransferModel::setStage(const StageChange& change) {
    std::vector<int> rows =
        update(std::span(&change, 1), [](TransferRow& row, const StageChange& to) {
            row.stage = to.stage;
            return true;
        });
    tell(rows, TransferColumn::Status, TransferColumn::Status);
}

void TransferModel::tick(TimePoint now) {
    const TimePoint before = setNow(now);
    std::vector<int> rows = visitAll([=](const TransferRow& row) {
        const std::optional<TimePoint> until = countdown(row);
        return until && countdownStep(*until - before) != countdownStep(*until - now);
    });
    tell(rows, TransferColumn::Status, TransferColumn::Status);
}

TransferId TransferModel::idAt(int row) const {
    return snapshotAt(row).id;
}

const TransferSnapshot& TransferModel::snapshotAt(int row) const {
    return rowAt(row).snapshot;
}

QString TransferModel::nameOf(TransferId id) const {
    const int row = rowOf(id);
    return row < 0 ? QString() : shownText(snapshotAt(row).name);
}

bool TransferModel::anythingCountsDown() const {
    return std::any_of(rows().begin(), rows().end(), [this](const TransferRow& row) {
        const std::optional<TimePoint> until = countdown(row);
        return until && *until > now();
    });
}

std::uint64_t TransferModel::bytesPerSecond() const {
    return std::accumulate(
        rows().begin(), rows().end(), std::uint64_t{0},
        [](std::uint64_t sum, const TransferRow& row) { return sum + row.bytesPerSecond; });
}

QVariant TransferModel::cell(const TransferRow& row, TransferColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return cellText(row, column, now());
        case Qt::ToolTipRole:
            return toolTip(row, column, now());
        case Qt::AccessibleTextRole:
            return accessibleText(row, column, now());
        case SortRole:
            return sortKey(row, column);
        case IdRole:
            return static_cast<qulonglong>(row.snapshot.id);
        case StateRole:
            return static_cast<int>(row.snapshot.state);
        case FractionRole:
            return fractionData(row);
        case SpansRole:
            return QVariant::fromValue(spans(row.snapshot));
        case DetailRole:
            return detailText(row, column, now());
        case IconRole:
            return column == TransferColumn::Status ? stateIcon(row.snapshot) : QString();
        case ToneRole:
            return static_cast<int>(toneOf(row.snapshot, column));
        default:
            return {};
    }
}

}  // namespace penstock
