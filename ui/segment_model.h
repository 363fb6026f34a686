#pragma once
// The segments of one file as a table. Few rows, in the order of the file: the table is told as a
// whole, ten times a second at most. Never reset. GUI thread.

#include "ui/segment_rows.h"

#include <QAbstractTableModel>

#include <vector>

namespace penstock {

class SegmentModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Emits for the rows that differ.
    void show(std::vector<SegmentRow> rows);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void fit(int count);

    std::vector<SegmentRow> rows_;
};

}  // namespace penstock
