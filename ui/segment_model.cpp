#include "ui/segment_model.h"

#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/socket_columns.h"

namespace penstock {

namespace {

Tone toneOf(const SegmentRow& row, SegmentColumn column) {
    return column == SegmentColumn::WaitsFor ? waitTone(row.waitsFor) : Tone::Text;
}

}  // namespace

QVariant SegmentModel::cell(const SegmentRow& row, SegmentColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
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

}  // namespace penstock
