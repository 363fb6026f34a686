#include "ui/segment_model.h"

#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/socket_columns.h"

#include <utility>

namespace penstock {

namespace {

QVariant alignment(SegmentColumn column) {
    return QVariant::fromValue(Qt::AlignVCenter |
                               (alignsRight(column) ? Qt::AlignRight : Qt::AlignLeft));
}

Tone toneOf(const SegmentRow& row, SegmentColumn column) {
    return column == SegmentColumn::WaitsFor ? waitTone(row.waitsFor) : Tone::Text;
}

}  // namespace

void SegmentModel::show(std::vector<SegmentRow> rows) {
    fit(static_cast<int>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows_[i] != rows[i]) {
            rows_[i] = rows[i];
            const int row = static_cast<int>(i);
            emit dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
    }
}

void SegmentModel::fit(int count) {
    const int before = rowCount();
    if (count < before) {
        beginRemoveRows({}, count, before - 1);
        rows_.resize(static_cast<std::size_t>(count));
        endRemoveRows();
    } else if (count > before) {
        beginInsertRows({}, before, count - 1);
        rows_.resize(static_cast<std::size_t>(count));
        endInsertRows();
    }
}

int SegmentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SegmentModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(SegmentColumn::Count);
}

QVariant SegmentModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const SegmentRow& row = rows_[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<SegmentColumn>(index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case Qt::TextAlignmentRole:
            return alignment(column);
        case SerialRole:
            return static_cast<qulonglong>(row.segment.socket);
        case FractionRole:
            return fraction(row);
        case SpansRole:
            return QVariant::fromValue(Spans{QPointF(0, fraction(row))});
        case ColorRole:
            return row.color;
        case ToneRole:
            return static_cast<int>(toneOf(row, column));
        default:
            return {};
    }
}

QVariant SegmentModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const auto column = static_cast<SegmentColumn>(section);
    if (role == Qt::TextAlignmentRole) {
        return alignment(column);
    }
    return role == Qt::DisplayRole ? QVariant(columnTitle(column)) : QVariant();
}

}  // namespace penstock
