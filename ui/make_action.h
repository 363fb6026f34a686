#pragma once
// How an action of the window is made: from its words, once.

#include <QAction>
#include <QPalette>
#include <QString>

class QWidget;

namespace penstock {

/// In ASCII but for `text` and `toolTip`, which a person reads. Empty: none.
struct ActionWords {
    const char* name;
    QString text;
    const char* icon;
    const char* keys;
    QString toolTip;
};

/// A child of the window that works while it is active. Its tool tip names its keys.
QAction* makeAction(QWidget& window, const ActionWords& words,
                    QPalette::ColorRole iconRole = QPalette::ButtonText);

/// It does something else now, and says so: in its text, and in a tool tip that names its keys.
void sayOf(QAction& action, const QString& text, const QString& toolTip);

}  // namespace penstock
