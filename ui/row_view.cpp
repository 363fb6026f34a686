#include "ui/row_view.h"

#include "ui/row_delegate.h"
#include "ui/row_header.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace penstock {

RowView::RowView(QWidget* parent) : QTreeView(parent) {
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    setHeader(new RowHeader(this));
    header()->setHighlightSections(false);
    header()->setStretchLastSection(false);
    header()->setSortIndicatorClearable(true);
    header()->setFirstSectionMovable(true);
    header()->setSortIndicator(-1, Qt::AscendingOrder);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header(), &QWidget::customContextMenuRequested, this, &RowView::showHeaderMenu);
    setSortingEnabled(true);
}

void RowView::setCompact(bool compact) {
    if (property(kCompactRows).toBool() != compact) {
        setProperty(kCompactRows, compact);
        doItemsLayout();
    }
}

void RowView::setColumnPlans(std::vector<ColumnPlan> plans) {
    plans_ = std::move(plans);
    applyPlans();
}

void RowView::applyPlans() {
    if (giving_) {
        giving_->showAll();
    }
    for (int column = 0; column < static_cast<int>(plans_.size()); ++column) {
        setColumnHidden(column, plans_[static_cast<std::size_t>(column)].hidden);
        setColumnWidth(column, smallestWidth(column));
    }
    fitColumns();
}

void RowView::resetColumns() {
    for (int column = 0; column < static_cast<int>(plans_.size()); ++column) {
        header()->moveSection(header()->visualIndex(column), column);
    }
    header()->setSortIndicator(-1, Qt::AscendingOrder);
    applyPlans();
}

int RowView::smallestWidth(int column) const {
    const ColumnPlan& plan = plans_[static_cast<std::size_t>(column)];
    // Advances are fractions: without a little more, what has the sample's width would be elided.
    const int sample = QFontMetrics(font()).horizontalAdvance(plan.sample) + 2;
    // Of a hidden column the header has no hint.
    const int title =
        QFontMetrics(header()->font())
            .horizontalAdvance(model()->headerData(column, Qt::Horizontal).toString()) +
        2;
    return std::max(std::max(sample, title) + 2 * RowDelegate::kPadding,
                    header()->sectionSizeHint(column));
}

std::vector<int> RowView::elasticColumns() const {
    std::vector<int> elastic;
    for (int column = 0; column < static_cast<int>(plans_.size()); ++column) {
        if (plans_[static_cast<std::size_t>(column)].weight > 0 && !isColumnHidden(column)) {
            elastic.push_back(column);
        }
    }
    return elastic;
}

void RowView::setGivingWay(GivingColumns::Plan plan) {
    giving_.emplace(*this, std::move(plan));
    // Whole rows are told when they come or are in another state: then numbers may have become
    // empty. One that has given way may say something whenever it is told.
    connect(model(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                if (first.column() == 0 || giving_->anyAway(first.column(), last.column())) {
                    fitSoon();
                }
            });
    connect(model(), &QAbstractItemModel::rowsInserted, this, &RowView::fitSoon);
    fitColumns();
}

// Once for all that is told in a turn.
void RowView::fitSoon() {
    if (!std::exchange(fitsSoon_, true)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                fitsSoon_ = false;
                fitColumns();
            },
            Qt::QueuedConnection);
    }
}

QByteArray RowView::columnState() {
    if (giving_) {
        giving_->showAll();
    }
    const QByteArray state = header()->saveState();
    fitColumns();
    return state;
}

void RowView::restoreColumns(const QByteArray& state) {
    if (giving_) {
        giving_->showAll();
    }
    header()->restoreState(state);
    fitColumns();
}

void RowView::fitColumns() {
    if (giving_) {
        QHash<int, int> least;
        for (int column = 0; column < static_cast<int>(plans_.size()); ++column) {
            if (plans_[static_cast<std::size_t>(column)].weight > 0) {
                least.insert(column, smallestWidth(column));
            }
        }
        giving_->fit(least);
    }
    const std::vector<int> elastic = elasticColumns();
    // What one that is at its smallest cannot give, the others give in a further round.
    for (std::size_t round = 0; round < elastic.size(); ++round) {
        if (!stretch(elastic, viewport()->width() - header()->length())) {
            break;
        }
    }
    // Not from what it was before: the bar would come, and stay, while columns are on their way.
    setHorizontalScrollBarPolicy(header()->length() > viewport()->width() ? Qt::ScrollBarAsNeeded
                                                                          : Qt::ScrollBarAlwaysOff);
}

// Shares `spare` among them by their weights; false if there was nothing to share.
bool RowView::stretch(const std::vector<int>& elastic, int spare) {
    if (spare == 0) {
        return false;
    }
    int weights = std::accumulate(elastic.begin(), elastic.end(), 0, [this](int sum, int column) {
        return sum + plans_[static_cast<std::size_t>(column)].weight;
    });
    for (const int column : elastic) {
        const int weight = plans_[static_cast<std::size_t>(column)].weight;
        const int before = columnWidth(column);
        // Away from zero, so that the last pixel is given by one that can.
        const int share =
            spare >= 0 ? spare * weight / weights : -((-spare * weight + weights - 1) / weights);
        setColumnWidth(column, std::max(smallestWidth(column), before + share));
        spare -= columnWidth(column) - before;
        weights -= weight;
    }
    return true;
}

void RowView::setPlaceholder(QWidget* widget) {
    placeholder_ = widget;
    auto* layout = new QVBoxLayout(viewport());
    layout->addWidget(widget, 0, Qt::AlignCenter);
    connect(model(), &QAbstractItemModel::rowsInserted, this, &RowView::updatePlaceholder);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, &RowView::updatePlaceholder);
    updatePlaceholder();
}

void RowView::updatePlaceholder() {
    placeholder_->setVisible(model()->rowCount() == 0);
}

int RowView::lastSeenRow() const {
    const QModelIndex last = indexAt({0, viewport()->height() - 1});
    return last.isValid() ? last.row() : model()->rowCount() - 1;
}

void RowView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                          const QList<int>& roles) {
    const QModelIndex firstSeen = indexAt({0, 0});
    if (!firstSeen.isValid() || !topLeft.isValid() || !bottomRight.isValid()) {
        QTreeView::dataChanged(topLeft, bottomRight, roles);
        return;
    }
    const int first = std::max(topLeft.row(), firstSeen.row());
    const int last = std::min(bottomRight.row(), lastSeenRow());
    if (first <= last) {
        QTreeView::dataChanged(topLeft.siblingAtRow(first), bottomRight.siblingAtRow(last), roles);
    }
}

// The menu key's twin, at the row that it is about.
void RowView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier) {
        emit customContextMenuRequested(visualRect(currentIndex()).bottomLeft());
        event->accept();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void RowView::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    fitColumns();
}

void RowView::drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                      const QModelIndex& index) const {
    QTreeView::drawRow(painter, option, index);
    const bool current =
        hasFocus() && currentIndex().isValid() && currentIndex().row() == index.row();
    if (current && !selectionModel()->isRowSelected(index.row())) {
        painter->setPen(tokens(palette()).accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
}

void RowView::showColumnMenu() {
    showHeaderMenu(header()->rect().bottomLeft());
}

void RowView::showHeaderMenu(const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // The first column names the row: without it a row could not be told from others.
    for (int column = 1; column < model()->columnCount(); ++column) {
        QAction* action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(giving_ ? giving_->isWanted(column) : !isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            if (giving_) {
                giving_->choose(column, shown);
            } else {
                setColumnHidden(column, !shown);
            }
            fitColumns();
        });
    }
    menu->addSeparator();
    QAction* reset = menu->addAction(tr("Usual columns"));
    reset->setObjectName(QStringLiteral("columnsReset"));
    connect(reset, &QAction::triggered, this, &RowView::resetColumns);
    menu->popup(header()->viewport()->mapToGlobal(position));
}

}  // namespace penstock
