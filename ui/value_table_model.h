#pragma once
// A table of few values that come all at once, such as the segments of one file: a row keeps its
// place, not its value. The model on top says what is to be read in a cell.
//
// `Column` is an enum that ends with Count, for which columnTitle() and alignsRight() are there.
// Never reset, so that what is selected or edited stays. GUI thread.

#include <QAbstractTableModel>

#include <cstddef>
#include <utility>
#include <vector>

namespace penstock {

template <typename Row, typename Column>
class ValueTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Emits for the rows that differ.
    void show(std::vector<Row> rows) {
        fit(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!(rows_[i] == rows[i])) {
                rows_[i] = std::move(rows[i]);
                const int row = static_cast<int>(i);
                emit dataChanged(index(row, 0), index(row, columnCount() - 1));
            }
        }
    }

    /// `row` must exist; valid until the next change.
    [[nodiscard]] const Row& rowAt(int row) const {
        return rows_.at(static_cast<std::size_t>(row));
    }

    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final {
        return parent.isValid() ? 0 : static_cast<int>(Column::Count);
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
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

private:
    static QVariant alignment(Column column) {
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (alignsRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    }

    void fit(std::size_t count) {
        const std::size_t before = rows_.size();
        if (count < before) {
            beginRemoveRows({}, static_cast<int>(count), static_cast<int>(before) - 1);
            rows_.resize(count);
            endRemoveRows();
        } else if (count > before) {
            beginInsertRows({}, static_cast<int>(before), static_cast<int>(count) - 1);
            rows_.resize(count);
            endInsertRows();
        }
    }

    std::vector<Row> rows_;
};

}  // namespace penstock
