#include "ui/transfer_model.h"

#include "ui/byte_ranges.h"
#include "ui/format.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace penstock {

namespace {

TransferColumn columnOf(int section) {
    return static_cast<TransferColumn>(section);
}

/// Speed and sockets belong to the states that have them; a late counter must not revive them.
void settle(TransferRow& row) {
    if (row.snapshot.state != TransferState::Receiving) {
        row.bytesPerSecond = 0;
    }
}

/// False if nothing that is shown has moved.
bool take(TransferRow& row, const TransferProgress& p) {
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
    : RowModel(parent), clock_(std::move(clock)) {
    if (!clock_) {
        clock_ = [] {
            return std::chrono::steady_clock::now();
        };
    }
    now_ = clock_();
}

void TransferModel::apply(std::span<const TransferSnapshot> snapshots) {
    now_ = clock_();
    const Change change(*this, true);
    std::vector<TransferRow> fresh;
    std::vector<int> moved;
    for (const TransferSnapshot& snapshot : snapshots) {
        const auto [place, isNew] =
            rowOf_.try_emplace(snapshot.id, static_cast<int>(rows_.size() + fresh.size()));
        const auto row = static_cast<std::size_t>(place->second);
        if (isNew) {
            fresh.push_back({snapshot, 0, {}});
        } else if (row >= rows_.size()) {
            fresh[row - rows_.size()].snapshot = snapshot;
        } else {
            rows_[row].snapshot = snapshot;
            settle(rows_[row]);
            moved.push_back(place->second);
        }
    }
    tell(moved, TransferColumn::Name, TransferColumn::Added);
    append(std::move(fresh));
}

void TransferModel::append(std::vector<TransferRow> rows) {
    if (rows.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()),
                 std::make_move_iterator(rows.end()));
    endInsertRows();
}

void TransferModel::remove(std::span<const TransferId> ids) {
    std::vector<int> rows;
    for (const TransferId id : ids) {
        if (const int row = rowOf(id); row >= 0) {
            rows.push_back(row);
        }
    }
    if (!rows.empty()) {
        const Change change(*this, true);
        takeAway(rows);
    }
}

void TransferModel::reorder(const std::vector<int>& newPlaces) {
    std::vector<TransferRow> ordered(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        rowOf_[rows_[row].snapshot.id] = newPlaces[row];
        ordered[static_cast<std::size_t>(newPlaces[row])] = std::move(rows_[row]);
    }
    rows_ = std::move(ordered);
}

void TransferModel::erase(int first, int last) {
    for (int row = first; row <= last; ++row) {
        rowOf_.erase(idAt(row));
    }
    rows_.erase(rows_.begin() + first, rows_.begin() + last + 1);
    for (int row = first; row < rowCount(); ++row) {
        rowOf_[idAt(row)] = row;
    }
}

void TransferModel::progress(std::span<const TransferProgress> moved) {
    std::vector<int> rows;
    for (const TransferProgress& p : moved) {
        const int row = rowOf(p.id);
        if (row >= 0 && take(rows_[static_cast<std::size_t>(row)], p)) {
            rows.push_back(row);
        }
    }
    if (!rows.empty()) {
        const Change change(*this, false);
        tell(rows, TransferColumn::Size, TransferColumn::Sockets);
    }
}

void TransferModel::setStage(TransferId id, const TransferStage& stage) {
    const int row = rowOf(id);
    if (row < 0) {
        return;
    }
    rows_[static_cast<std::size_t>(row)].stage = stage;
    std::vector<int> rows{row};
    tell(rows, TransferColumn::Status, TransferColumn::Status);
}

void TransferModel::tick(TimePoint now) {
    const TimePoint before = std::exchange(now_, now);
    std::vector<int> rows;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const std::optional<TimePoint> until = countdown(rows_[row]);
        if (until && countdownStep(*until - before) != countdownStep(*until - now)) {
            rows.push_back(static_cast<int>(row));
        }
    }
    tell(rows, TransferColumn::Status, TransferColumn::Status);
}

void TransferModel::tell(std::vector<int>& rows, TransferColumn first, TransferColumn last) {
    emitRuns(rows, static_cast<int>(first), static_cast<int>(last));
}

int TransferModel::rowOf(TransferId id) const {
    const auto place = rowOf_.find(id);
    return place == rowOf_.end() ? -1 : place->second;
}

TransferId TransferModel::idAt(int row) const {
    return snapshotAt(row).id;
}

const TransferSnapshot& TransferModel::snapshotAt(int row) const {
    return rows_.at(static_cast<std::size_t>(row)).snapshot;
}

QString TransferModel::nameOf(TransferId id) const {
    const int row = rowOf(id);
    return row < 0 ? QString() : shownText(snapshotAt(row).name);
}

bool TransferModel::anythingCountsDown() const {
    return std::any_of(rows_.begin(), rows_.end(), [this](const TransferRow& row) {
        const std::optional<TimePoint> until = countdown(row);
        return until && *until > now_;
    });
}

std::uint64_t TransferModel::bytesPerSecond() const {
    return std::accumulate(
        rows_.begin(), rows_.end(), std::uint64_t{0},
        [](std::uint64_t sum, const TransferRow& row) { return sum + row.bytesPerSecond; });
}

int TransferModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TransferModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(TransferColumn::Count);
}

QVariant TransferModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const TransferRow& row = rows_[static_cast<std::size_t>(index.row())];
    const TransferColumn column = columnOf(index.column());
    switch (role) {
        case Qt::DisplayRole:
            return cellText(row, column, now_);
        case Qt::ToolTipRole:
            return toolTip(row, column, now_);
        case Qt::AccessibleTextRole:
            return accessibleText(row, column, now_);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter |
                                       (alignsRight(column) ? Qt::AlignRight : Qt::AlignLeft));
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
            return detailText(row, column, now_);
        case IconRole:
            return column == TransferColumn::Status ? stateIcon(row.snapshot) : QString();
        case ToneRole:
            return static_cast<int>(toneOf(row.snapshot, column));
        default:
            return {};
    }
}

QVariant TransferModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return columnTitle(columnOf(section));
    }
    if (role == Qt::TextAlignmentRole) {
        const bool right = alignsRight(columnOf(section));
        return QVariant::fromValue(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    }
    return {};
}

}  // namespace penstock
