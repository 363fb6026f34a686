#include "ui/list_filter.h"

#include "ui/actions.h"
#include "ui/categories.h"
#include "ui/filter_field.h"
#include "ui/format.h"
#include "ui/side_bar.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_counts.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"

namespace penstock {

ListFilter::ListFilter(const Parts& parts)
    : parts_(parts), counts_(new TransferCounts(parts.transfers)) {
    counts_->setParent(this);
    counts_->setRules(parts_.categories.rules());
    parts_.sideBar.fill(*counts_, parts_.queues, parts_.categories);
    connect(&parts_.categories, &CategoryList::changed, this, [this] {
        counts_->setRules(parts_.categories.rules());
        apply();
    });
    TransferSortProxy& order = parts_.pane.order();
    connect(&order, &TransferSortProxy::hiddenChanged, this,
            [this, &order] { counts_->leaveOut(order.hidden()); });
    connect(&parts_.sideBar, &SideBar::chosen, this, &ListFilter::apply);
    connect(&parts_.field, &QLineEdit::textChanged, this, &ListFilter::apply);
    connect(&parts_.field, &FilterField::left, this, [this](bool letGo) {
        if (letGo) {
            showAll();
        }
        parts_.pane.view().setFocus();
    });
    connect(parts_.actions.view.filter, &QAction::triggered, this, [this] {
        parts_.field.setFocus();
        parts_.field.selectAll();
    });
    connect(&parts_.pane, &TransferPane::showAllRequested, this, &ListFilter::showAll);
    connect(counts_, &TransferCounts::changed, this, &ListFilter::count);
    connect(&order, &QAbstractItemModel::rowsInserted, this, &ListFilter::count);
    connect(&order, &QAbstractItemModel::rowsRemoved, this, &ListFilter::count);
}

ListFilter::~ListFilter() = default;

void ListFilter::showAll() {
    parts_.field.clear();
    parts_.sideBar.choose({});
}

void ListFilter::apply() {
    parts_.pane.order().setFilter(parts_.sideBar.choice(), SearchWords(parts_.field.text()),
                                  parts_.categories.rules());
    count();
}

void ListFilter::count() {
    const SideChoice& choice = parts_.sideBar.choice();
    const QString words = parts_.field.text().trimmed();
    const int all = counts_->of(TransferGroup::All);
    if (choice.isAll() && words.isEmpty()) {
        parts_.field.showCount({});
        parts_.pane.showFilter({});
        return;
    }
    const int shown = parts_.pane.order().rowCount();
    parts_.field.showCount(tr("%1 of %2").arg(formatNumber(shown), formatNumber(all)));
    const QString in = choice.isAll() ? QString() : choiceTitle(choice);
    const QString quoted = tr("“%1”").arg(words);
    parts_.pane.showFilter(all == 0          ? QString()
                           : words.isEmpty() ? in
                           : in.isEmpty()    ? quoted
                                             : tr("%1 in %2").arg(quoted, in));
}

}  // namespace penstock
