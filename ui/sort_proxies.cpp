#include "ui/sort_proxies.h"

#include "ui/model_roles.h"
#include "ui/transfer_model.h"

#include <algorithm>

namespace penstock {

TransferSortProxy::TransferSortProxy(TransferModel& transfers, QObject* parent)
    : QSortFilterProxyModel(parent), transfers_(transfers) {
    setSourceModel(&transfers);
    TransferSortProxy::sort(-1, Qt::AscendingOrder);
}

void TransferSortProxy::sort(int column, Qt::SortOrder order) {
    const int role = column < 0 ? OrderRole : SortRole;
    keys_.read(*sourceModel(), std::max(column, 0), role);
    setSortRole(role);
    QSortFilterProxyModel::sort(std::max(column, 0), column < 0 ? Qt::AscendingOrder : order);
    keys_.forget();
}

void TransferSortProxy::setHidden(const std::vector<TransferId>& transfers, bool hidden) {
    for (const TransferId id : transfers) {
        if (hidden) {
            hidden_.insert(static_cast<qulonglong>(id));
        } else {
            hidden_.remove(static_cast<qulonglong>(id));
        }
    }
    invalidateFilter();
    emit hiddenChanged();
}

void TransferSortProxy::setFilter(const SideChoice& choice, const SearchWords& words,
                                  const CategoryRules& rules) {
    choice_ = choice;
    rules_ = rules;
    words_ = words;
    invalidateFilter();
}

bool TransferSortProxy::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    if (hidden_.isEmpty() && choice_.isAll() && words_.empty()) {
        return true;
    }
    const TransferSnapshot& snapshot = transfers_.snapshotAt(row);
    return !hidden_.contains(static_cast<qulonglong>(snapshot.id)) &&
           belongsTo(snapshot, choice_, rules_) &&
           (words_.empty() ||
            words_.areIn(*transfers_.mirror().find(snapshot.id), transfers_.moment()));
}

bool TransferSortProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    if (sortRole() != OrderRole) {
        return keys_.know(left.row(), right.row()) ? keys_.less(left.row(), right.row())
                                                   : QSortFilterProxyModel::lessThan(left, right);
    }
    const qlonglong place = left.data(OrderRole).toLongLong();
    const qlonglong other = right.data(OrderRole).toLongLong();
    return place != other ? place < other
                          : left.data(IdRole).toULongLong() < right.data(IdRole).toULongLong();
}

SocketSortProxy::SocketSortProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
    QSortFilterProxyModel::sort(0, Qt::AscendingOrder);
}

void SocketSortProxy::setMarked(const QSet<qulonglong>& transfers) {
    if (marked_ == transfers) {
        return;
    }
    marked_ = transfers;
    invalidate();
    if (rowCount() > 0) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0), {MarkedRole});
    }
}

void SocketSortProxy::setOnlyMarked(bool only) {
    onlyMarked_ = only;
    invalidateFilter();
}

bool SocketSortProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    return !onlyMarked_ || isMarked(sourceModel()->index(row, 0, parent));
}

QVariant SocketSortProxy::data(const QModelIndex& index, int role) const {
    return role == MarkedRole ? QVariant(isMarked(index))
                              : QSortFilterProxyModel::data(index, role);
}

void SocketSortProxy::sort(int column, Qt::SortOrder order) {
    QSortFilterProxyModel::sort(std::max(column, 0), column < 0 ? Qt::AscendingOrder : order);
}

bool SocketSortProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const bool leftMarked = isMarked(left);
    if (leftMarked != isMarked(right)) {
        return leftMarked == (sortOrder() == Qt::AscendingOrder);
    }
    return QSortFilterProxyModel::lessThan(left, right);
}

bool SocketSortProxy::isMarked(const QModelIndex& source) const {
    return !marked_.isEmpty() && marked_.contains(source.data(IdRole).toULongLong());
}

}  // namespace penstock
