#pragma once
// The table of hosts: values in, roles out; a number that is edited comes out as a signal.

#include "ui/host_columns.h"
#include "ui/value_table_model.h"

namespace penstock {

class HostModel final : public ValueTableModel<HostCeiling, HostColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Changes nothing here: what it becomes is shown when it has.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void edited(int row, int connections);

protected:
    [[nodiscard]] QVariant cell(const HostCeiling& row, HostColumn column, int role) const override;
};

}  // namespace penstock
