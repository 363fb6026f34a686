#pragma once
// A table of few values that come all at once, such as the segments of one file: a row keeps its
// place, not its value. The model on top says what is to be read in a cell.
//
// Never reset, so that what is selected or edited stays. GUI thread.

#include "ui/column_model.h"

#include <QAbstractTableModel>

#include <cstddef>
#include <utility>
#include <vector>

namespace penstock {

template <typename Row, typename Column>
class ValueTableModel : public ColumnModel<QAbstractTableModel, Row, Column> {
    using Table = ColumnModel<QAbstractTableModel, Row, Column>;
    using Table::rows_;

public:
    using Table::Table;

    /// Emits for the rows that differ.
    void show(std::vector<Row> values) {
        fit(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!(rows_[i] == values[i])) {
                rows_[i] = std::move(values[i]);
                const int row = static_cast<int>(i);
                emit this->dataChanged(this->index(row, 0),
                                       this->index(row, this->columnCount() - 1));
            }
        }
    }

    using Table::rowAt;
    using Table::rows;

private:
    void fit(std::size_t count) {
        const std::size_t before = rows_.size();
        if (count < before) {
            this->beginRemoveRows({}, static_cast<int>(count), static_cast<int>(before) - 1);
            rows_.resize(count);
            this->endRemoveRows();
        } else if (count > before) {
            this->beginInsertRows({}, static_cast<int>(before), static_cast<int>(count) - 1);
            rows_.resize(count);
            this->endInsertRows();
        }
    }
};

}  // namespace penstock
