#include "ui/giving_columns.h"

#include "ui/format.h"
#include "ui/row_delegate.h"

#include <QFontMetrics>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kRowsLookedAt = 40;  // of those that are to be seen

template <typename Width>
int sumOf(const std::vector<FitColumn>& columns, Width width) {
    int sum = 0;
    for (const FitColumn& each : columns) {
        sum += width(each);
    }
    return sum;
}

/// Takes the next one to give way out of `columns`; false if there is none.
template <typename May>
bool giveOne(std::vector<FitColumn>& columns, std::vector<int>& away, May may) {
    auto next = columns.end();
    for (auto each = columns.begin(); each != columns.end(); ++each) {
        if (each->order >= 0 && may(*each) &&
            (next == columns.end() || each->order < next->order)) {
            next = each;
        }
    }
    if (next == columns.end()) {
        return false;
    }
    away.push_back(next->column);
    columns.erase(next);
    return true;
}

}  // namespace

std::vector<int> givingWay(std::vector<FitColumn> columns, int room) {
    std::vector<int> away;
    const auto good = [](const FitColumn& each) {
        return each.good;
    };
    const auto least = [](const FitColumn& each) {
        return each.least;
    };
    while (sumOf(columns, good) > room &&
           giveOne(columns, away, [](const FitColumn& each) { return each.idle; })) {
    }
    while (sumOf(columns, least) > room &&
           giveOne(columns, away, [](const FitColumn&) { return true; })) {
    }
    return away;
}

GivingColumns::GivingColumns(QTreeView& view, Plan plan) : view_(view), plan_(std::move(plan)) {}

bool GivingColumns::isWanted(int column) const {
    return !view_.isColumnHidden(column) || away_.contains(column);
}

bool GivingColumns::anyAway(int first, int last) const {
    for (auto each = away_.cbegin(); each != away_.cend(); ++each) {
        if (each.key() >= first && each.key() <= last) {
            return true;
        }
    }
    return false;
}

void GivingColumns::choose(int column, bool shown) {
    away_.remove(column);
    view_.setColumnHidden(column, !shown);
}

void GivingColumns::showAll() {
    for (auto each = away_.cbegin(); each != away_.cend(); ++each) {
        view_.setColumnHidden(each.key(), false);
        view_.setColumnWidth(each.key(), each.value());
    }
    away_.clear();
}

int GivingColumns::orderOf(int column) const {
    const auto idle = std::find(plan_.idle.begin(), plan_.idle.end(), column);
    if (idle != plan_.idle.end()) {
        return static_cast<int>(idle - plan_.idle.begin());
    }
    const auto rest = std::find(plan_.rest.begin(), plan_.rest.end(), column);
    return rest == plan_.rest.end()
               ? -1
               : static_cast<int>(plan_.idle.size()) + static_cast<int>(rest - plan_.rest.begin());
}

// Of the rows that are to be seen: what the others say does not help a reader.
bool GivingColumns::saysNothing(int column) const {
    const QModelIndex top = view_.indexAt(QPoint(0, 0));
    if (!top.isValid()) {
        return false;
    }
    const int last = std::min(view_.model()->rowCount(), top.row() + kRowsLookedAt);
    for (int row = top.row(); row < last; ++row) {
        if (view_.model()->index(row, column).data().toString() != unknownText()) {
            return false;
        }
    }
    return true;
}

void GivingColumns::fit(const QHash<int, int>& least) {
    const QFontMetrics metrics(view_.font());
    std::vector<FitColumn> wanted;
    for (int column = 0; column < view_.model()->columnCount(); ++column) {
        if (!isWanted(column)) {
            continue;
        }
        FitColumn each;
        each.column = column;
        each.order = orderOf(column);
        const int width = away_.contains(column) ? away_.value(column) : view_.columnWidth(column);
        each.least = least.value(column, width);
        const int sample = metrics.horizontalAdvance(plan_.samples.value(column));
        each.good = std::max(each.least, sample + 2 * RowDelegate::kPadding);
        each.idle = each.order >= 0 &&
                    (each.order < static_cast<int>(plan_.idle.size()) || saysNothing(column));
        wanted.push_back(each);
    }
    const std::vector<int> away = givingWay(wanted, view_.viewport()->width());
    for (const FitColumn& each : wanted) {
        const bool gives = std::find(away.begin(), away.end(), each.column) != away.end();
        if (gives && !away_.contains(each.column)) {
            away_.insert(each.column, view_.columnWidth(each.column));
            view_.setColumnHidden(each.column, true);
        } else if (!gives && away_.contains(each.column)) {
            view_.setColumnHidden(each.column, false);
            view_.setColumnWidth(each.column, away_.take(each.column));
        }
    }
}

}  // namespace penstock
