#include "ui/category_field.h"

#include "ui/categories.h"
#include "ui/format.h"

namespace penstock {

namespace {

constexpr int kAutomatic = 0;

}  // namespace

CategoryField::CategoryField(QWidget* parent) : QComboBox(parent) {
    setObjectName(QStringLiteral("categoryField"));
    addItem(tr("By the rules"));
    connect(this, &QComboBox::currentIndexChanged, this, &CategoryField::changed);
}

void CategoryField::setRules(const CategoryRules& rules) {
    while (count() > 1) {
        removeItem(count() - 1);
    }
    for (const Category& each : rules.categories()) {
        addItem(shownText(each.name), each.name);
    }
    addItem(tr("None"), QString());
}

void CategoryField::setAutomatic(const QString& name) {
    setItemText(kAutomatic,
                name.isEmpty() ? tr("By the rules") : tr("%1, by the rules").arg(shownText(name)));
}

std::optional<QString> CategoryField::chosen() const {
    return currentIndex() == kAutomatic ? std::nullopt : std::optional(currentData().toString());
}

void CategoryField::choose(const QString& name) {
    const int index = findData(name);
    if (index > kAutomatic) {
        setCurrentIndex(index);
    }
}

}  // namespace penstock
