#include "ui/transfer_model.h"

#include "ui/format.h"
#include "ui/transfer_status.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

// To look at more takes longer than to paint the few that are to be seen.
constexpr std::size_t kFewRows = 64;
constexpr double kBarSteps = 512;  // finer than the pixels of a bar

QString accessibleText(const TransferRow& row, TransferColumn column, TimePoint now) {
    const QString text = cellText(row, column, now);
    const QString detail = detailText(row, column, now);
    return detail.isEmpty() ? text : text + QStringLiteral(", ") + detail;
}

QString toolTip(const TransferRow& row, TransferColumn column, TimePoint now) {
    if (column == TransferColumn::Name) {
        // The whole name, where it is, and where it comes from.
        const QString path = filePath(row.snapshot);
        return plainToolTip(QStringList{shownText(row.snapshot.name), shownText(path.toStdString()),
                                        shownText(row.snapshot.url)}
                                .join(QLatin1Char('\n')));
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

TransferModel::TransferModel(SnapshotMirror& mirror, std::function<TimePoint()> clock)
    : KeyedRowModel(nullptr, std::move(clock)), mirror_(mirror) {
    mirror.observe(*this);
}

TransferModel::~TransferModel() {
    mirror_.forget(*this);
}

void TransferModel::transfersCame(std::span<const TransferRow* const> rows) {
    readClock();
    const Change change(*this, true);
    for (const TransferRow* row : rows) {
        looks_.forget(row->snapshot.id);
        noteCountdown(*row);
    }
    put(rows);
}

void TransferModel::transfersMoved(std::span<const TransferId> ids) {
    std::vector<int> moved = rowsOf(ids);
    const Change change(*this, false);
    if (moved.size() > kFewRows) {
        tell(moved, kFirstMoving, kLastMoving);
    } else {
        tellMoved(moved);
    }
}

void TransferModel::tellMoved(const std::vector<int>& moved) {
    constexpr int kFirst = static_cast<int>(kFirstMoving);
    std::vector<int> rows;
    ColumnSpan columns{static_cast<int>(kMovingColumns), 0};
    for (const int row : moved) {
        if (const auto differs = looks_.tell(idAt(row), lookOf(*rowAt(row)))) {
            rows.push_back(row);
            columns = {std::min(columns.first, differs->first),
                       std::max(columns.last, differs->last)};
        }
    }
    if (!rows.empty()) {
        emitRuns(rows, kFirst + columns.first, kFirst + columns.last);
    }
}

TransferModel::Looks::Look TransferModel::lookOf(const TransferRow& row) const {
    Looks::Look look{};
    for (std::size_t i = 0; i < kMovingColumns; ++i) {
        const auto column =
            static_cast<TransferColumn>(static_cast<int>(kFirstMoving) + static_cast<int>(i));
        addToLook(look[i], cellText(row, column, now()));
        if (column == TransferColumn::Status) {
            addToLook(look[i], detailText(row, column, now()));
        }
        if (column == TransferColumn::Progress) {
            for (const QPointF& span : spans(row.snapshot)) {
                addToLook(look[i], static_cast<int>(span.x() * kBarSteps));
                addToLook(look[i], static_cast<int>(span.y() * kBarSteps));
            }
        }
    }
    return look;
}

void TransferModel::waitsChanged(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        looks_.forget(id);
        noteCountdown(*mirror_.find(id));
    }
    std::vector<int> changed = rowsOf(ids);
    tell(changed, TransferColumn::Status, TransferColumn::WaitsFor);
}

void TransferModel::transfersGo(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        looks_.forget(id);
        countingDown_.erase(id);
    }
    std::vector<int> gone = rowsOf(ids);
    const Change change(*this, true);
    takeAway(gone);
}

// There may be 100,000 rows, and most of them wait for nothing that ends by itself.
void TransferModel::noteCountdown(const TransferRow& row) {
    if (countdown(row)) {
        countingDown_.insert(row.snapshot.id);
    } else {
        countingDown_.erase(row.snapshot.id);
    }
}

void TransferModel::tick(TimePoint now) {
    const TimePoint before = setNow(now);
    std::vector<int> rows;
    for (const TransferId id : countingDown_) {
        const int row = rowOf(id);
        const std::optional<TimePoint> until = countdown(*rowAt(row));
        if (until && countdownStep(*until - before) != countdownStep(*until - now)) {
            rows.push_back(row);
        }
    }
    tell(rows, TransferColumn::Status, TransferColumn::Status);
}

TransferId TransferModel::idAt(int row) const {
    return snapshotAt(row).id;
}

const TransferSnapshot& TransferModel::snapshotAt(int row) const {
    return rowAt(row)->snapshot;
}

QString TransferModel::nameOf(TransferId id) const {
    const int row = rowOf(id);
    return row < 0 ? QString() : shownText(snapshotAt(row).name);
}

bool TransferModel::anythingCountsDown() const {
    return std::ranges::any_of(countingDown_, [this](TransferId id) {
        const std::optional<TimePoint> until = countdown(*mirror_.find(id));
        return until && *until > now();
    });
}

QVariant TransferModel::cell(const TransferRow* const& shown, TransferColumn column,
                             int role) const {
    const TransferRow& row = *shown;
    switch (role) {
        case Qt::DisplayRole:
            return cellText(row, column, now());
        case Qt::ToolTipRole:
            return toolTip(row, column, now());
        case Qt::AccessibleTextRole:
            return accessibleText(row, column, now());
        case SortRole:
            return sortKey(row, column);
        case OrderRole:
            return static_cast<qlonglong>(row.snapshot.position);
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
        case MarkedRole:
            return row.snapshot.state == TransferState::Asking || isMarkedDone(row.snapshot);
        case MarkToneRole:
            return static_cast<int>(Tone::Waiting);
        case ChoicesRole:
            return column == TransferColumn::Status ? rowChoices(row.snapshot) : QStringList();
        case IconRole:
            return column == TransferColumn::Status ? stateIcon(row.snapshot) : QString();
        case ToneRole:
            return static_cast<int>(toneOf(row.snapshot, column));
        default:
            return {};
    }
}

}  // namespace penstock
