#include "ui/tool_bar.h"

#include "ui/actions.h"
#include "ui/icons.h"

#include <QMenu>
#include <QToolButton>

namespace penstock {

namespace {

// Wider than the 16 pixels of a picture: the style leaves too little between picture and word.
constexpr QSize kIconSize(20, 16);

}  // namespace

ToolBar::ToolBar(const WindowActions& actions, QWidget* window)
    : QToolBar(QStringLiteral("Tools"), window) {
    setObjectName(QStringLiteral("toolBar"));
    setMovable(false);
    setIconSize(kIconSize);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    addAction(actions.add);
    addSeparator();
    addActions({actions.pause, actions.start, actions.remove});
    addSeparator();
    addAction(actions.openFolder);
    nameButton(actions.add, "buttonAdd");
    nameButton(actions.pause, "buttonPause");
    nameButton(actions.start, "buttonStart");
    nameButton(actions.remove, "buttonRemove");
    nameButton(actions.openFolder, "buttonOpenFolder");

    auto* space = new QWidget(this);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(space);
    addMenuButton(actions);
}

void ToolBar::nameButton(QAction* action, const char* name) {
    if (QWidget* button = widgetForAction(action)) {
        button->setObjectName(QString::fromLatin1(name));
        button->setFocusPolicy(Qt::TabFocus);
    }
}

void ToolBar::addMenuButton(const WindowActions& actions) {
    auto* menu = new QMenu(parentWidget());
    menu->setObjectName(QStringLiteral("windowMenu"));
    fillWindowMenu(*menu, actions);
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("buttonMenu"));
    button->setIcon(themedIcon(QStringLiteral("open-menu")));
    button->setToolTip(QStringLiteral("Menu"));
    button->setAccessibleName(QStringLiteral("Menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    addWidget(button);
}

}  // namespace penstock
