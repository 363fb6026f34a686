#pragma once
// The segments of one file as a table, in the order of the file. GUI thread.

#include "ui/segment_rows.h"
#include "ui/value_table_model.h"

namespace penstock {

class SegmentModel final : public ValueTableModel<SegmentRow, SegmentColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const SegmentRow& row, SegmentColumn column,
                                int role) const override;
};

}  // namespace penstock
