#include "ui/socket_model.h"

#include "ui/format.h"
#include "ui/socket_more_columns.h"
#include "ui/transfer_model.h"
#include "ui/wait_words.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kFewRows = 64;  // as in TransferModel
constexpr double kFuseSteps = 44;     // its pixels

/// Nothing for a socket that nobody uses.
TransferId firstOf(const SocketSnapshot& s) {
    return s.transfers.empty() ? TransferId::Nothing : s.transfers.front();
}

std::optional<TimePoint> deadlineOf(const SocketSnapshot& s) {
    return s.deadline == DeadlineKind::Nothing ? std::nullopt : s.until;
}

/// Whether timer or age read differently at the two moments.
bool readsDifferently(const SocketSnapshot& s, TimePoint before, TimePoint now) {
    if (ageStep(before - s.opened) != ageStep(now - s.opened)) {
        return true;
    }
    const std::optional<TimePoint> until = deadlineOf(s);
    return until && countdownStep(*until - before) != countdownStep(*until - now);
}

QString toolTip(const ShownSocket& socket, SocketColumn column, TimePoint now) {
    const SocketSnapshot& s = socket.row->snapshot;
    QString text = cellText(socket, column, now);
    if (column == SocketColumn::Tls && !s.tls.empty()) {
        text += s.cipher.empty() ? QString() : QStringLiteral(", ") + shownText(s.cipher);
        text += s.alpn.empty() ? QString() : QStringLiteral(", ") + shownText(s.alpn);
    }
    if (column == SocketColumn::State && !s.lastError.ok()) {
        text += QStringLiteral(": ") + shownText(s.lastError.sentence);
    }
    if (column == SocketColumn::Certificate && socket.details != nullptr &&
        socket.details->certificate) {
        text = certificateText(*socket.details);
    }
    return plainToolTip(text);
}

QVariant suffix(const ShownSocket& socket, SocketColumn column) {
    const bool timer = column == SocketColumn::TimerLeft && deadlineOf(socket.row->snapshot);
    return timer ? deadlineText(socket.row->snapshot.deadline) : QVariant();
}

QVariant fuseData(const ShownSocket& socket, SocketColumn column, TimePoint now) {
    const std::optional<double> left = fuse(socket.row->snapshot, now);
    return column == SocketColumn::TimerLeft && left ? QVariant(*left) : QVariant();
}

Tone toneOf(const ShownSocket& socket, SocketColumn column) {
    switch (column) {
        case SocketColumn::WaitsFor:
            return waitTone(socket.row->snapshot.waitsFor);
        case SocketColumn::Serial:
        case SocketColumn::Fd:
        case SocketColumn::Age:
            return Tone::Muted;
        default:
            return isQuiet(socket.row->snapshot.role) ? Tone::Muted : Tone::Text;
    }
}

}  // namespace

SocketModel::SocketModel(SnapshotMirror& mirror, const TransferModel& transfers,
                         std::function<TimePoint()> clock)
    : KeyedRowModel(nullptr, std::move(clock)), mirror_(mirror), transfers_(transfers) {
    mirror.observe(*this);
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            rename();
        }
    });
}

SocketModel::~SocketModel() {
    mirror_.forget(*this);
}

void SocketModel::socketsCame(std::span<const SocketRow* const> rows) {
    readClock();
    const Change change(*this, true);
    std::vector<ShownSocket> shown;
    shown.reserve(rows.size());
    for (const SocketRow* row : rows) {
        looks_.forget(row->snapshot.serial);
        shown.push_back({row, namesOf(row->snapshot), detailsOf(row->snapshot.serial)});
    }
    put(std::span<const ShownSocket>(shown));
}

void SocketModel::socketsMoved(std::span<const std::uint64_t> serials) {
    std::vector<int> moved = rowsOf(serials);
    const Change change(*this, false);
    if (moved.size() > kFewRows) {
        tell(moved, SocketColumn::State, SocketColumn::Age);
    } else {
        tellMoved(moved);
    }
}

void SocketModel::tellMoved(const std::vector<int>& moved) {
    constexpr int kFirst = static_cast<int>(SocketColumn::State);
    std::vector<int> rows;
    ColumnSpan columns{static_cast<int>(kMovingColumns), 0};
    for (const int row : moved) {
        const ShownSocket& socket = rowAt(row);
        if (const auto differs = looks_.tell(keyOf(socket), lookOf(socket))) {
            rows.push_back(row);
            columns = {std::min(columns.first, differs->first),
                       std::max(columns.last, differs->last)};
        }
    }
    if (!rows.empty()) {
        emitRuns(rows, kFirst + columns.first, kFirst + columns.last);
    }
}

SocketModel::Looks::Look SocketModel::lookOf(const ShownSocket& socket) const {
    Looks::Look look{};
    for (std::size_t i = 0; i < kMovingColumns; ++i) {
        const auto column =
            static_cast<SocketColumn>(static_cast<int>(SocketColumn::State) + static_cast<int>(i));
        addToLook(look[i], cellText(socket, column, now()));
        if (column == SocketColumn::TimerLeft) {
            const double left = fuse(socket.row->snapshot, now()).value_or(-1);
            addToLook(look[i], static_cast<int>(left * kFuseSteps));
        }
    }
    return look;
}

void SocketModel::socketsGo(std::span<const std::uint64_t> serials) {
    for (const std::uint64_t serial : serials) {
        looks_.forget(serial);
    }
    std::vector<int> gone = rowsOf(serials);
    const Change change(*this, true);
    takeAway(gone);
    for (const std::uint64_t serial : serials) {
        details_.erase(serial);
    }
}

void SocketModel::setDetails(const SocketDetails& details) {
    const int row = rowOf(details.serial);
    if (row < 0) {
        return;
    }
    ShownSocket& socket = rows_[static_cast<std::size_t>(row)];
    SocketDetails& kept = details_[details.serial];
    kept = details;
    socket.details = &kept;
    std::vector<int> rows{row};
    tell(rows, kFirstAsked, kLastAsked);
}

const SocketDetails* SocketModel::detailsOf(std::uint64_t serial) const {
    const auto found = details_.find(serial);
    return found == details_.end() ? nullptr : &found->second;
}

void SocketModel::tick(TimePoint now) {
    const TimePoint before = setNow(now);
    std::vector<int> rows = visitAll([=](const ShownSocket& socket) {
        return readsDifferently(socket.row->snapshot, before, now);
    });
    tell(rows, SocketColumn::TimerLeft, SocketColumn::Age);
}

void SocketModel::rename() {
    std::vector<int> rows = visitAll([this](ShownSocket& socket) {
        QString name = namesOf(socket.row->snapshot);
        const bool another = name != socket.transferName;
        socket.transferName = std::move(name);
        return another;
    });
    tell(rows, SocketColumn::Transfer, SocketColumn::Transfer);
}

// Of all that share it.
QString SocketModel::namesOf(const SocketSnapshot& socket) const {
    QStringList names;
    for (const TransferId id : socket.transfers) {
        if (const QString name = transfers_.nameOf(id); !name.isEmpty()) {
            names.append(name);
        }
    }
    return names.join(QStringLiteral(", "));
}

const SocketSnapshot& SocketModel::snapshotAt(int row) const {
    return rowAt(row).row->snapshot;
}

bool SocketModel::anythingCountsDown() const {
    return !rows().empty();
}

int SocketModel::lookups() const {
    return static_cast<int>(std::count_if(
        rows().begin(), rows().end(),
        [](const ShownSocket& socket) { return socket.row->snapshot.role == SocketRole::Lookup; }));
}

QVariant SocketModel::cell(const ShownSocket& socket, SocketColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(socket, column, now());
        case Qt::ToolTipRole:
            return toolTip(socket, column, now());
        case SortRole:
            return sortKey(socket, column, now());
        case IdRole:
            return static_cast<qulonglong>(firstOf(socket.row->snapshot));
        case SerialRole:
            return static_cast<qulonglong>(socket.row->snapshot.serial);
        case StateRole:
            return static_cast<int>(socket.row->snapshot.state);
        case FractionRole:
            return fuseData(socket, column, now());
        case SuffixRole:
            return suffix(socket, column);
        case ToneRole:
            return static_cast<int>(toneOf(socket, column));
        default:
            return {};
    }
}

}  // namespace penstock
