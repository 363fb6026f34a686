#include "ui/host_model.h"

#include "ui/format.h"
#include "ui/model_roles.h"

namespace penstock {

Qt::ItemFlags HostModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = ValueTableModel::flags(index);
    return index.column() == static_cast<int>(HostColumn::Connections) ? flags | Qt::ItemIsEditable
                                                                       : flags;
}

bool HostModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable)) {
        return false;
    }
    emit edited(index.row(), value.toInt());
    return true;
}

QVariant HostModel::cell(const HostCeiling& row, HostColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::EditRole:
            return row.connections;
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case ToneRole:
            return static_cast<int>(column == HostColumn::Reason || column == HostColumn::Since
                                        ? Tone::Muted
                                        : Tone::Text);
        default:
            return {};
    }
}

}  // namespace penstock
