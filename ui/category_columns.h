#pragma once
// The table of categories: values in, roles out.

#include "ui/categories.h"
#include "ui/value_table_model.h"

namespace penstock {

enum class CategoryColumn : int { Name, Folder, Rules, Count };

QString columnTitle(CategoryColumn column);
bool alignsRight(CategoryColumn column) noexcept;
/// All that the cell says.
QString cellText(const Category& category, CategoryColumn column);

class CategoryModel final : public ValueTableModel<Category, CategoryColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const Category& row, CategoryColumn column,
                                int role) const override;
};

}  // namespace penstock
