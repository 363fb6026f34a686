#include "ui/category_columns.h"

#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QCoreApplication>

namespace penstock {

QString columnTitle(CategoryColumn column) {
    switch (column) {
        case CategoryColumn::Name:
            return CategoryModel::tr("Category");
        case CategoryColumn::Folder:
            return CategoryModel::tr("Folder");
        case CategoryColumn::Rules:
            return CategoryModel::tr("Files");
        case CategoryColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(CategoryColumn /*column*/) noexcept {
    return false;
}

QString cellText(const Category& category, CategoryColumn column) {
    switch (column) {
        case CategoryColumn::Name:
            return shownText(category.name);
        case CategoryColumn::Folder:
            return category.folder.isEmpty() ? CategoryModel::tr("the usual one")
                                             : shownText(category.folder);
        case CategoryColumn::Rules:
            return shownText((category.endings + category.hosts).join(QLatin1Char(' ')));
        case CategoryColumn::Count:
            break;
    }
    return {};
}

QVariant CategoryModel::cell(const Category& row, CategoryColumn column, int role) const {
    const bool muted = column == CategoryColumn::Rules ||
                       (column == CategoryColumn::Folder && row.folder.isEmpty());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case ToneRole:
            return static_cast<int>(muted ? Tone::Muted : Tone::Text);
        default:
            return {};
    }
}

}  // namespace penstock
