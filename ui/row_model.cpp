#include "ui/row_model.h"

#include "ui/row_runs.h"

#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kManyRuns = 32;

std::size_t runCount(const std::vector<int>& sorted) {
    std::size_t count = sorted.empty() ? 0 : 1;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        count += sorted[i - 1] + 1 == sorted[i] ? 0U : 1U;
    }
    return count;
}

}  // namespace

RowModel::Change::Change(RowModel& model, bool rowsDiffer)
    : model_(model), rowsDiffer_(rowsDiffer) {
    model_.changing_ = true;
}

RowModel::Change::~Change() {
    model_.changing_ = false;
    emit model_.settled(rowsDiffer_);
}

RowModel::RowModel(QObject* parent, std::function<TimePoint()> clock)
    : QAbstractTableModel(parent), clock_(std::move(clock)) {
    if (!clock_) {
        clock_ = [] {
            return std::chrono::steady_clock::now();
        };
    }
    readClock();
}

TimePoint RowModel::setNow(TimePoint now) {
    return std::exchange(now_, now);
}

void RowModel::emitRuns(std::vector<int>& rows, int firstColumn, int lastColumn) {
    sortUnique(rows);
    const auto tell = [=, this](int top, int bottom) {
        emit dataChanged(index(top, firstColumn), index(bottom, lastColumn));
    };
    if (runCount(rows) > kManyRuns) {
        tell(rows.front(), rows.back());
    } else {
        visitRunsBackwards(rows, tell);
    }
}

void RowModel::takeAway(std::vector<int>& rows) {
    sortUnique(rows);
    if (runCount(rows) > kManyRuns) {
        moveBehind(rows);
        const int count = rowCount();
        const int first = count - static_cast<int>(rows.size());
        rows.clear();
        for (int row = first; row < count; ++row) {
            rows.push_back(row);
        }
    }
    visitRunsBackwards(rows, [this](int first, int last) {
        beginRemoveRows({}, first, last);
        erase(first, last);
        endRemoveRows();
    });
}

void RowModel::moveBehind(const std::vector<int>& rows) {
    std::vector<int> newPlaces(static_cast<std::size_t>(rowCount()));
    int staying = 0;
    int going = rowCount() - static_cast<int>(rows.size());
    auto next = rows.begin();
    for (int row = 0; row < rowCount(); ++row) {
        const bool goes = next != rows.end() && *next == row;
        next += goes ? 1 : 0;
        newPlaces[static_cast<std::size_t>(row)] = goes ? going++ : staying++;
    }
    emit layoutAboutToBeChanged();
    reorder(newPlaces);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& old : before) {
        after.append(index(newPlaces[static_cast<std::size_t>(old.row())], old.column()));
    }
    changePersistentIndexList(before, after);
    emit layoutChanged();
}

}  // namespace penstock
