#pragma once
// What both tables have in common: whole rows, hairlines, columns that fill the width, can be
// moved, sorted and hidden, and keep their widths in proportion to the font.

#include "ui/giving_columns.h"

#include <QTreeView>

#include <optional>
#include <vector>

namespace penstock {

class RowView : public QTreeView {
    Q_OBJECT

public:
    explicit RowView(QWidget* parent);

    /// How wide a column is at first: as wide as `sample`. Those with a weight share what is left
    /// of the view's width, and give it back down to the sample's width.
    struct ColumnPlan {
        QString sample;
        int weight = 0;
        bool hidden = false;
    };

    /// One plan a column of the model, which must be set.
    void setColumnPlans(std::vector<ColumnPlan> plans);
    /// Whether more of them fit.
    void setCompact(bool compact);
    /// As they were at first: which there are, their order and widths, and nothing sorted.
    void resetColumns();
    /// Which columns there are, to be chosen from; by the header, or as a person right-clicks it.
    void showColumnMenu();
    /// Which columns give way in a narrow view; to be called once, after setColumnPlans().
    void setGivingWay(GivingColumns::Plan plan);
    /// Makes elastic columns fill the view's width.
    void fitColumns();
    /// The header's state as a person has it, without regard to what has given way.
    [[nodiscard]] QByteArray columnState();
    /// As columnState() said it.
    void restoreColumns(const QByteArray& state);
    /// Puts `widget` into the middle of the empty table, below the header.
    void setPlaceholder(QWidget* widget);
    /// Whether the placeholder is the thing to show: there are no rows.
    void updatePlaceholder();

protected:
    /// Of rows that are not to be seen the view has nothing to do; it would look at each.
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;

private:
    void showHeaderMenu(const QPoint& position);
    void applyPlans();
    [[nodiscard]] int lastSeenRow() const;
    [[nodiscard]] int smallestWidth(int column) const;
    [[nodiscard]] std::vector<int> elasticColumns() const;

    void fitSoon();
    bool stretch(const std::vector<int>& elastic, int spare);

    std::vector<ColumnPlan> plans_;
    std::optional<GivingColumns> giving_;
    bool fitsSoon_ = false;
    QWidget* placeholder_ = nullptr;
};

}  // namespace penstock
