#include "ui/trust_model.h"

#include "ui/format.h"
#include "ui/model_roles.h"

namespace penstock {

QVariant TrustModel::cell(const GivenTrust& row, TrustColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case ToneRole:
            return static_cast<int>(column == TrustColumn::Place ? Tone::Text : Tone::Muted);
        default:
            return {};
    }
}

}  // namespace penstock
