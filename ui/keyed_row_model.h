#pragma once
// A table whose rows are values, each found by its key: what both tables do with rows, whatever
// stands in their cells. The model on top says what is to be read there.
//
// `Column` is an enum that ends with Count, for which columnTitle() and alignsRight() are there;
// keyOf() is there for `Row`, which may point to what it shows. Rows keep the order in
// which their keys came; a key has one row. GUI thread.

#include "ui/column_model.h"
#include "ui/row_model.h"

#include <cstddef>
#include <functional>
#include <iterator>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

template <typename Key, typename Row, typename Column>
class KeyedRowModel : public ColumnModel<RowModel, Row, Column> {
    using Table = ColumnModel<RowModel, Row, Column>;

public:
    using Table::rowCount;
    using Table::Table;

    /// −1 for an unknown key, and for one whose row is about to be inserted.
    [[nodiscard]] int rowOf(Key key) const {
        const auto place = rowOf_.find(key);
        return place == rowOf_.end() || place->second >= this->rowCount() ? -1 : place->second;
    }

protected:
    using Table::rowAt;
    using Table::rows_;

    /// Puts each row in place of that of its key, or behind all others where there is none yet.
    /// Emits for all columns of the rows that were there, then one insertion for those that came.
    void put(std::span<const Row> rows) {
        std::vector<Row> fresh;
        std::vector<int> known;
        for (const Row& row : rows) {
            const auto [place, isNew] =
                rowOf_.try_emplace(keyOf(row), static_cast<int>(rows_.size() + fresh.size()));
            const auto at = static_cast<std::size_t>(place->second);
            if (isNew) {
                fresh.push_back(row);
            } else if (at < rows_.size()) {
                rows_[at] = row;
                known.push_back(place->second);
            } else {
                fresh[at - rows_.size()] = row;
            }
        }
        tell(known, Column{}, static_cast<Column>(static_cast<int>(Column::Count) - 1));
        append(std::move(fresh));
    }

    /// Calls `visit(row)` for each row, which it may change. Returns those for which it said true,
    /// to be told.
    template <typename Visit>
    [[nodiscard]] std::vector<int> visitAll(Visit visit) {
        std::vector<int> moved;
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            if (visit(rows_[row])) {
                moved.push_back(static_cast<int>(row));
            }
        }
        return moved;
    }

    /// The rows of these keys, to be told or taken away; unknown keys have none.
    [[nodiscard]] std::vector<int> rowsOf(std::span<const Key> keys) const {
        std::vector<int> rows;
        for (const Key& key : keys) {
            if (const int row = rowOf(key); row >= 0) {
                rows.push_back(row);
            }
        }
        return rows;
    }

    /// emitRuns() for columns by their names.
    void tell(std::vector<int>& rows, Column first, Column last) {
        this->emitRuns(rows, static_cast<int>(first), static_cast<int>(last));
    }

private:
    void append(std::vector<Row> fresh) {
        if (fresh.empty()) {
            return;
        }
        const int first = rowCount();
        this->beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
        rows_.insert(rows_.end(), std::make_move_iterator(fresh.begin()),
                     std::make_move_iterator(fresh.end()));
        this->endInsertRows();
    }

    void reorder(const std::vector<int>& newPlaces) final {
        std::vector<Row> ordered(rows_.size());
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            rowOf_[keyOf(rows_[row])] = newPlaces[row];
            ordered[static_cast<std::size_t>(newPlaces[row])] = std::move(rows_[row]);
        }
        rows_ = std::move(ordered);
    }

    void erase(int first, int last) final {
        for (int row = first; row <= last; ++row) {
            rowOf_.erase(keyOf(rowAt(row)));
        }
        rows_.erase(rows_.begin() + first, rows_.begin() + last + 1);
        for (int row = first; row < rowCount(); ++row) {
            rowOf_[keyOf(rowAt(row))] = row;
        }
    }

    std::unordered_map<Key, int> rowOf_;
};

}  // namespace penstock
