#include "ui/socket_model.h"

#include "ui/format.h"
#include "ui/transfer_model.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

std::optional<TimePoint> deadlineOf(const SocketSnapshot& s) {
    return s.deadline == DeadlineKind::Nothing ? std::nullopt : s.until;
}

/// False if nothing that is shown has moved.
bool bringUpToDate(SocketRow& row, const SocketProgress& p) {
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
    : KeyedRowModel(parent, std::move(clock)), transfers_(transfers) {
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            renameRows();
        }
    });
}

void SocketModel::apply(std::span<const SocketSnapshot> snapshots) {
    readClock();
    const Change change(*this, true);
    std::vector<TransferId> touched;
    put(snapshots, [&](SocketRow& row, const SocketSnapshot& snapshot) {
        touched.push_back(row.snapshot.transfer);
        touched.push_back(snapshot.transfer);
        row.snapshot = snapshot;
        row.transferName = transfers_.nameOf(snapshot.transfer);
        if (snapshot.state != SocketState::Receiving) {
            row.bytesPerSecond = 0;
        }
    });
    tellStages(touched);
}

void SocketModel::closed(std::span<const std::uint64_t> serials) {
    std::vector<int> gone = rowsOf(serials);
    if (gone.empty()) {
        return;
    }
    const Change change(*this, true);
    const std::vector<TransferId> touched = transfersOf(gone);
    takeAway(gone);
    tellStages(touched);
}

void SocketModel::progress(std::span<const SocketProgress> moved) {
    std::vector<int> rows = update(moved, bringUpToDate);
    if (rows.empty()) {
        return;
    }
    const Change change(*this, false);
    tell(rows, SocketColumn::State, SocketColumn::Age);
    tellStages(transfersOf(rows));
}

void SocketModel::tick(TimePoint now) {
    const TimePoint before = setNow(now);
    std::vector<int> rows =
        visitAll([=](const SocketRow& row) { return readsDifferently(row.snapshot, before, now); });
    tell(rows, SocketColumn::TimerLeft, SocketColumn::Age);
}

void SocketModel::renameRows() {
    std::vector<int> rows = visitAll([this](SocketRow& row) {
        QString name = transfers_.nameOf(row.snapshot.transfer);
        const bool another = name != row.transferName;
        row.transferName = std::move(name);
        return another;
    });
    tell(rows, SocketColumn::Transfer, SocketColumn::Transfer);
}

std::vector<TransferId> SocketModel::transfersOf(const std::vector<int>& rows) const {
    std::vector<TransferId> transfers;
    transfers.reserve(rows.size());
    for (const int row : rows) {
        transfers.push_back(snapshotAt(row).transfer);
    }
    return transfers;
}

void SocketModel::tellStages(const std::vector<TransferId>& touched) {
    std::unordered_map<TransferId, TransferStage> furthest;
    for (const TransferId id : touched) {
        if (id != TransferId::Nothing) {
            furthest.try_emplace(id);
        }
    }
    if (furthest.empty()) {
        return;
    }
    for (const SocketRow& row : rows()) {
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

const SocketSnapshot& SocketModel::snapshotAt(int row) const {
    return rowAt(row).snapshot;
}

bool SocketModel::anythingCountsDown() const {
    return !rows().empty();
}

int SocketModel::lookups() const {
    return static_cast<int>(std::count_if(rows().begin(), rows().end(), [](const SocketRow& row) {
        return row.snapshot.role == SocketRole::Lookup;
    }));
}

QVariant SocketModel::cell(const SocketRow& row, SocketColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column, now());
        case Qt::ToolTipRole:
            return toolTip(row, column, now());
        case SortRole:
            return sortKey(row, column, now());
        case IdRole:
            return static_cast<qulonglong>(row.snapshot.transfer);
        case SerialRole:
            return static_cast<qulonglong>(row.snapshot.serial);
        case StateRole:
            return static_cast<int>(row.snapshot.state);
        case FractionRole:
            return fuseData(row, column, now());
        case SuffixRole:
            return suffix(row, column);
        case ToneRole:
            return static_cast<int>(toneOf(row, column));
        default:
            return {};
    }
}

}  // namespace penstock
