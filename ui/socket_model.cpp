#include "ui/socket_model.h"

#include "ui/format.h"
#include "ui/transfer_model.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

SocketColumn columnOf(int section) {
    return static_cast<SocketColumn>(section);
}

std::optional<TimePoint> deadlineOf(const SocketSnapshot& s) {
    return s.deadline == DeadlineKind::Nothing ? std::nullopt : s.until;
}

/// False if nothing that is shown has moved.
bool take(SocketRow& row, const SocketProgress& p) {
    SocketSnapshot& s = row.snapshot;
    const bool runs = p.deadline != DeadlineKind::Nothing;
    const std::optional<TimePoint> since = runs ? std::optional(p.since) : std::nullopt;
    const std::optional<TimePoint> until = runs ? std::optional(p.until) : std::nullopt;
    bool moved = std::exchange(s.received, p.received) != p.received;
    moved = std::exchange(row.bytesPerSecond, p.bytesPerSecond) != p.bytesPerSecond || moved;
    moved = std::exchange(s.waitsFor, p.waitsFor) != p.waitsFor || moved;
    moved = std::exchange(s.state, p.state) != p.state || moved;
    moved = std::exchange(s.deadline, p.deadline) != p.deadline || moved;
    moved = std::exchange(s.since, since) != since || moved;
    return std::exchange(s.until, until) != until || moved;
}

/// Whether timer or age read differently at the two moments.
bool readsDifferently(const SocketSnapshot& s, TimePoint before, TimePoint now) {
    if (formatAge(before - s.opened) != formatAge(now - s.opened)) {
        return true;
    }
    const std::optional<TimePoint> until = deadlineOf(s);
    return until && countdownStep(*until - before) != countdownStep(*until - now);
}

/// How far a transfer is by what its socket waits for; the order of a connection's steps.
int stageRank(WaitsFor waitsFor) {
    switch (waitsFor) {
        case WaitsFor::Nothing:
        case WaitsFor::NextRequest:
        case WaitsFor::Close:
            return 0;
        case WaitsFor::Answer:
            return 1;
        case WaitsFor::TcpConnect:
            return 2;
        case WaitsFor::TlsHandshake:
            return 3;
        case WaitsFor::Send:
            return 4;
        case WaitsFor::FirstByte:
            return 5;
        case WaitsFor::Headers:
            return 6;
        case WaitsFor::Body:
        case WaitsFor::Disk:
        case WaitsFor::RateTokens:
            return 7;
    }
    return 0;
}

TransferStage stageOf(const SocketSnapshot& s) {
    const int rank = stageRank(s.waitsFor);
    if (rank == 0) {
        return {};
    }
    if (rank == stageRank(WaitsFor::Body)) {
        // A stall deadline moves with each byte and is the socket table's to show.
        return {s.waitsFor, std::nullopt, std::nullopt};
    }
    const std::optional<TimePoint> until = deadlineOf(s);
    return {s.waitsFor, until ? s.since : std::nullopt, until};
}

QString toolTip(const SocketRow& row, SocketColumn column, TimePoint now) {
    const SocketSnapshot& s = row.snapshot;
    QString text = cellText(row, column, now);
    if (column == SocketColumn::Tls && !s.tls.empty()) {
        text += s.cipher.empty() ? QString() : QStringLiteral(", ") + shownText(s.cipher);
        text += s.alpn.empty() ? QString() : QStringLiteral(", ") + shownText(s.alpn);
    }
    if (column == SocketColumn::State && !s.lastError.ok()) {
        text += QStringLiteral(": ") + shownText(s.lastError.sentence);
    }
    return plainToolTip(text);
}

QVariant suffix(const SocketRow& row, SocketColumn column) {
    const bool timer = column == SocketColumn::TimerLeft && deadlineOf(row.snapshot);
    return timer ? QString::fromLatin1(deadlineWord(row.snapshot.deadline)) : QVariant();
}

QVariant fuseData(const SocketRow& row, SocketColumn column, TimePoint now) {
    const std::optional<double> left = fuse(row.snapshot, now);
    return column == SocketColumn::TimerLeft && left ? QVariant(*left) : QVariant();
}

Tone toneOf(const SocketRow& row, SocketColumn column) {
    switch (column) {
        case SocketColumn::WaitsFor:
            return waitTone(row.snapshot.waitsFor);
        case SocketColumn::Serial:
        case SocketColumn::Fd:
        case SocketColumn::Age:
            return Tone::Muted;
        default:
            return isQuiet(row.snapshot.role) ? Tone::Muted : Tone::Text;
    }
}

}  // namespace

SocketModel::SocketModel(const TransferModel& transfers, QObject* parent,
                         std::function<TimePoint()> clock)
    : RowModel(parent), transfers_(transfers), clock_(std::move(clock)) {
    if (!clock_) {
        clock_ = [] {
            return std::chrono::steady_clock::now();
        };
    }
    now_ = clock_();
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            renameRows();
        }
    });
}

void SocketModel::apply(std::span<const SocketSnapshot> snapshots) {
    now_ = clock_();
    const Change change(*this, true);
    std::vector<SocketRow> fresh;
    std::vector<int> moved;
    std::vector<TransferId> touched;
    for (const SocketSnapshot& snapshot : snapshots) {
        const auto [place, isNew] =
            rowOf_.try_emplace(snapshot.serial, static_cast<int>(rows_.size() + fresh.size()));
        const auto row = static_cast<std::size_t>(place->second);
        if (isNew) {
            fresh.emplace_back();
        }
        SocketRow& kept = row < rows_.size() ? rows_[row] : fresh[row - rows_.size()];
        touched.push_back(kept.snapshot.transfer);
        touched.push_back(snapshot.transfer);
        kept.snapshot = snapshot;
        kept.transferName = transfers_.nameOf(snapshot.transfer);
        if (snapshot.state != SocketState::Receiving) {
            kept.bytesPerSecond = 0;
        }
        if (row < rows_.size()) {
            moved.push_back(place->second);
        }
    }
    tell(moved, SocketColumn::Serial, SocketColumn::Age);
    append(std::move(fresh));
    tellStages(touched);
}

void SocketModel::append(std::vector<SocketRow> rows) {
    if (rows.empty()) {
        return;
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()),
                 std::make_move_iterator(rows.end()));
    endInsertRows();
}

void SocketModel::closed(std::span<const std::uint64_t> serials) {
    std::vector<int> rows;
    std::vector<TransferId> touched;
    for (const std::uint64_t serial : serials) {
        if (const int row = rowOf(serial); row >= 0) {
            rows.push_back(row);
            touched.push_back(snapshotAt(row).transfer);
        }
    }
    if (rows.empty()) {
        return;
    }
    const Change change(*this, true);
    takeAway(rows);
    tellStages(touched);
}

void SocketModel::reorder(const std::vector<int>& newPlaces) {
    std::vector<SocketRow> ordered(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        rowOf_[rows_[row].snapshot.serial] = newPlaces[row];
        ordered[static_cast<std::size_t>(newPlaces[row])] = std::move(rows_[row]);
    }
    rows_ = std::move(ordered);
}

void SocketModel::erase(int first, int last) {
    for (int row = first; row <= last; ++row) {
        rowOf_.erase(snapshotAt(row).serial);
    }
    rows_.erase(rows_.begin() + first, rows_.begin() + last + 1);
    for (int row = first; row < rowCount(); ++row) {
        rowOf_[snapshotAt(row).serial] = row;
    }
}

void SocketModel::progress(std::span<const SocketProgress> moved) {
    std::vector<int> rows;
    std::vector<TransferId> touched;
    for (const SocketProgress& p : moved) {
        const int row = rowOf(p.serial);
        if (row >= 0 && take(rows_[static_cast<std::size_t>(row)], p)) {
            rows.push_back(row);
            touched.push_back(snapshotAt(row).transfer);
        }
    }
    if (rows.empty()) {
        return;
    }
    const Change change(*this, false);
    tell(rows, SocketColumn::State, SocketColumn::Age);
    tellStages(touched);
}

void SocketModel::tick(TimePoint now) {
    const TimePoint before = std::exchange(now_, now);
    std::vector<int> rows;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (readsDifferently(rows_[row].snapshot, before, now)) {
            rows.push_back(static_cast<int>(row));
        }
    }
    tell(rows, SocketColumn::TimerLeft, SocketColumn::Age);
}

void SocketModel::renameRows() {
    std::vector<int> rows;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        QString name = transfers_.nameOf(rows_[row].snapshot.transfer);
        if (name != rows_[row].transferName) {
            rows_[row].transferName = std::move(name);
            rows.push_back(static_cast<int>(row));
        }
    }
    tell(rows, SocketColumn::Transfer, SocketColumn::Transfer);
}

void SocketModel::tellStages(std::vector<TransferId>& touched) {
    std::unordered_map<TransferId, TransferStage> furthest;
    for (const TransferId id : touched) {
        if (id != TransferId::Nothing) {
            furthest.try_emplace(id);
        }
    }
    if (furthest.empty()) {
        return;
    }
    for (const SocketRow& row : rows_) {
        const auto place = furthest.find(row.snapshot.transfer);
        if (place != furthest.end() &&
            stageRank(row.snapshot.waitsFor) > stageRank(place->second.waitsFor)) {
            place->second = stageOf(row.snapshot);
        }
    }
    for (const auto& [id, stage] : furthest) {
        const auto place = stages_.try_emplace(id).first;
        if (std::exchange(place->second, stage) != stage) {
            emit stageChanged({id, stage});
        }
        if (stage == TransferStage{}) {
            stages_.erase(id);
        }
    }
}

void SocketModel::tell(std::vector<int>& rows, SocketColumn first, SocketColumn last) {
    emitRuns(rows, static_cast<int>(first), static_cast<int>(last));
}

int SocketModel::rowOf(std::uint64_t serial) const {
    const auto place = rowOf_.find(serial);
    return place == rowOf_.end() ? -1 : place->second;
}

const SocketSnapshot& SocketModel::snapshotAt(int row) const {
    return rows_.at(static_cast<std::size_t>(row)).snapshot;
}

bool SocketModel::anythingCountsDown() const {
    return !rows_.empty();
}

int SocketModel::lookups() const {
    return static_cast<int>(std::count_if(rows_.begin(), rows_.end(), [](const SocketRow& row) {
        return row.snapshot.role == SocketRole::Lookup;
    }));
}

int SocketModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SocketModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(SocketColumn::Count);
}

QVariant SocketModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const SocketRow& row = rows_[static_cast<std::size_t>(index.row())];
    const SocketColumn column = columnOf(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column, now_);
        case Qt::ToolTipRole:
            return toolTip(row, column, now_);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter |
                                       (alignsRight(column) ? Qt::AlignRight : Qt::AlignLeft));
        case SortRole:
            return sortKey(row, column, now_);
        case IdRole:
            return static_cast<qulonglong>(row.snapshot.transfer);
        case SerialRole:
            return static_cast<qulonglong>(row.snapshot.serial);
        case StateRole:
            return static_cast<int>(row.snapshot.state);
        case FractionRole:
            return fuseData(row, column, now_);
        case SuffixRole:
            return suffix(row, column);
        case ToneRole:
            return static_cast<int>(toneOf(row, column));
        default:
            return {};
    }
}

QVariant SocketModel::headerData(int section, Qt::Orientation orientation, int role) const {
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
