#pragma once
// Columns that give way while a table is too narrow for all of them, and come back when it is not.
// To a person they stay chosen; what is remembered of the columns does not know of it.
//
// GUI thread.

#include <QHash>
#include <QString>

#include <vector>

class QTreeView;

namespace penstock {

/// A column that is wanted, and the room that it takes.
struct FitColumn {
    int column = 0;
    int least = 0;  // below it, what matters in it would be cut
    int good = 0;   // what it needs to say all; >= least
    int order = 0;  // the smaller, the sooner it gives way; -1: never
    bool idle =
        false;  // says little, or nothing at the moment: gives way for the others' good width
};

/// Which give way in `room`: first those that are idle, until the rest has its good width; then
/// others, until the rest has its least.
std::vector<int> givingWay(std::vector<FitColumn> columns, int room);

class GivingColumns {
public:
    struct Plan {
        std::vector<int> idle;        // say little: first, in this order
        std::vector<int> rest;        // then these, if need be
        QHash<int, QString> samples;  // what the good width of a column holds
    };

    /// `view` has its model, and outlives this.
    GivingColumns(QTreeView& view, Plan plan);

    /// Hides and shows columns as the width of the view has it; `least` of those that are elastic.
    void fit(const QHash<int, int>& least);
    /// Whether a person has it shown, given way or not.
    [[nodiscard]] bool isWanted(int column) const;
    /// Whether any of these has given way.
    [[nodiscard]] bool anyAway(int first, int last) const;
    /// A person has changed whether it is shown.
    void choose(int column, bool shown);
    /// All that are wanted are shown again, until the next fit().
    void showAll();

private:
    [[nodiscard]] bool saysNothing(int column) const;
    [[nodiscard]] int orderOf(int column) const;

    QTreeView& view_;
    Plan plan_;
    QHash<int, int> away_;  // those that have given way, and how wide they were
};

}  // namespace penstock
