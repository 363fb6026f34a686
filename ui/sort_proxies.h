#pragma once
// The order of the two tables, and which of the transfers are shown. Sorted by numbers (SortRole);
// until a person asks for another order the transfers stand in that of the list, the sockets in
// that of their opening.

#include "engine/transfer_types.h"
#include "ui/sort_keys.h"
#include "ui/transfer_filter.h"

#include <QSet>
#include <QSortFilterProxyModel>

#include <vector>

namespace penstock {

class TransferModel;

class TransferSortProxy final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// `transfers` outlives this.
    TransferSortProxy(TransferModel& transfers, QObject* parent);

    /// Without a column the order is that of the list.
    void sort(int column, Qt::SortOrder order) override;

    /// Whether these are shown; all are unless they were hidden.
    void setHidden(const std::vector<TransferId>& transfers, bool hidden);

    /// Ids as IdRole gives them.
    [[nodiscard]] const QSet<qulonglong>& hidden() const noexcept { return hidden_; }

    /// Only transfers of `choice` in which `words` are found are shown.
    void setFilter(const SideChoice& choice, const SearchWords& words,
                   const CategoryRules& rules = {});

    [[nodiscard]] bool isHidden(TransferId transfer) const {
        return hidden_.contains(static_cast<qulonglong>(transfer));
    }

signals:
    /// hidden() is another.
    void hiddenChanged();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    const TransferModel& transfers_;
    QSet<qulonglong> hidden_;
    SideChoice choice_;
    CategoryRules rules_;
    SearchWords words_;
    SortKeys keys_;  // while sort() is at it
};

/// Sockets of marked transfers come first, whichever way the rest is sorted, and answer MarkedRole.
class SocketSortProxy final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit SocketSortProxy(QObject* parent);

    /// Ids as IdRole gives them. Sorts anew; keeps selections.
    void setMarked(const QSet<qulonglong>& transfers);
    /// Whether sockets of others are left out.
    void setOnlyMarked(bool only);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// Without a column the order is that of opening: marked rows still come first.
    void sort(int column, Qt::SortOrder order) override;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    [[nodiscard]] bool isMarked(const QModelIndex& source) const;

    QSet<qulonglong> marked_;
    bool onlyMarked_ = false;
};

}  // namespace penstock
