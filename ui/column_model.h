#pragma once
// What a table whose rows are values says of itself, whatever stands in its cells; `Base` is a
// QAbstractTableModel, and says how rows come and go.
//
// `Column` is an enum that ends with Count, for which columnTitle() and alignsRight() are there.
// GUI thread.

#include <QAbstractTableModel>

#include <cstddef>
#include <vector>

namespace penstock {

template <typename Base, typename Row, typename Column>
class ColumnModel : public Base {
public:
    using Base::Base;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(Column::Count);
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final {
        if (!this->checkIndex(index, Base::CheckIndexOption::IndexIsValid)) {
            return {};
        }
        const auto column = static_cast<Column>(index.column());
        return role == Qt::TextAlignmentRole ? alignment(column)
                                             : cell(rowAt(index.row()), column, role);
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const final {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
            return {};
        }
        const auto column = static_cast<Column>(section);
        if (role == Qt::TextAlignmentRole) {
            return alignment(column);
        }
        return role == Qt::DisplayRole ? QVariant(columnTitle(column)) : QVariant();
    }

protected:
    /// What a cell says in a role other than Qt::TextAlignmentRole.
    [[nodiscard]] virtual QVariant cell(const Row& row, Column column, int role) const = 0;

    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }

    /// `row` must exist; valid until the next change.
    [[nodiscard]] const Row& rowAt(int row) const {
        return rows_.at(static_cast<std::size_t>(row));
    }

    std::vector<Row> rows_;

private:
    static QVariant alignment(Column column) {
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (alignsRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    }
};

}  // namespace penstock
