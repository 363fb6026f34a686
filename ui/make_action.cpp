#include "ui/make_action.h"

#include "ui/icons.h"

#include <QKeySequence>
#include <QWidget>

namespace penstock {

QAction* makeAction(QWidget& window, const ActionWords& words, QPalette::ColorRole iconRole) {
    auto* action = new QAction(QString::fromUtf8(words.text), &window);
    action->setObjectName(QString::fromLatin1(words.name));
    if (words.icon[0] != '\0') {
        action->setIcon(themedIcon(QString::fromLatin1(words.icon), iconRole));
    }
    const QKeySequence keys(QString::fromLatin1(words.keys), QKeySequence::PortableText);
    action->setShortcut(keys);
    const QString shown = keys.toString(QKeySequence::NativeText);
    const QString tip = QString::fromUtf8(words.toolTip);
    action->setToolTip(shown.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, shown));
    window.addAction(action);
    return action;
}

}  // namespace penstock
