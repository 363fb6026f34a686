#pragma once
// What may be higher than its place. GUI thread.

#include <QScrollArea>

namespace penstock {

/// A frameless area of `parent` that shows `content`, which is its child from now on.
inline QScrollArea* scrolled(QWidget& content, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(&content);
    return area;
}

}  // namespace penstock
