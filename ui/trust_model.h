#pragma once
// The table of trusted servers: values in, roles out.

#include "ui/trust_columns.h"
#include "ui/value_table_model.h"

namespace penstock {

class TrustModel final : public ValueTableModel<GivenTrust, TrustColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const GivenTrust& row, TrustColumn column, int role) const override;
};

}  // namespace penstock
