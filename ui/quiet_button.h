#pragma once
// A button beside others that it does not stand out from, and that Return does not press.

#include <QPushButton>

namespace penstock {

inline QPushButton* makeQuietButton(const QString& text, const QString& name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("primary", false);
    button->setAutoDefault(false);
    return button;
}

}  // namespace penstock
