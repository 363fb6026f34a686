#include "ui/make_action.h"

#include "ui/icons.h"

#include <QKeySequence>
#include <QWidget>

namespace penstock {

void sayOf(QAction& action, const QString& text, const QString& toolTip) {
    action.setText(text);
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    action.setToolTip(keys.isEmpty() ? toolTip : QStringLiteral("%1 (%2)").arg(toolTip, keys));
}

QAction* makeAction(QWidget& window, const ActionWords& words, QPalette::ColorRole iconRole) {
    auto* action = new QAction(&window);
    action->setObjectName(QString::fromLatin1(words.name));
    if (words.icon[0] != '\0') {
        action->setIcon(themedIcon(QString::fromLatin1(words.icon), iconRole));
    }
    const QKeySequence keys(QString::fromLatin1(words.keys), QKeySequence::PortableText);
    action->setShortcut(keys);
    sayOf(*action, words.text, words.toolTip);
    window.addAction(action);
    return action;
}

}  // namespace penstock
