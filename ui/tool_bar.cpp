#include "ui/tool_bar.h"

#include "ui/actions.h"
#include "ui/filter_field.h"
#include "ui/icons.h"
#include "ui/selection_commands.h"

#include <QFontMetrics>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

namespace penstock {

namespace {

// Wider than the 16 pixels of a picture: the style leaves too little between picture and word.
constexpr QSize kIconSize(20, 16);
// From this width on there is room for words beside the pictures, and for the filter.
constexpr int kRoomForWords = 780;

}  // namespace

ToolBar::ToolBar(const WindowActions& actions, QWidget* window)
    : QToolBar(tr("Tools"), window), filter_(new FilterField(this)) {
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
    addWidget(filter_);
    addMenuButton(actions);
    reserveWords();
}

void ToolBar::resizeEvent(QResizeEvent* event) {
    fitWords();
    QToolBar::resizeEvent(event);
}

void ToolBar::setWords(bool words) {
    words_ = words;
    fitWords();
}

void ToolBar::fitWords() {
    const auto style =
        words_ && width() >= kRoomForWords ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
    if (style != toolButtonStyle()) {
        setToolButtonStyle(style);
        reserveWords();
    }
}

// Else the buttons behind it jump when it says something else.
void ToolBar::reserveWords() {
    auto* start = findChild<QToolButton*>(QStringLiteral("buttonStart"));
    start->setMinimumWidth(0);
    if (toolButtonStyle() == Qt::ToolButtonTextBesideIcon) {
        start->ensurePolished();
        const QFontMetrics metrics(start->font());
        const int said = metrics.horizontalAdvance(start->text());
        const int longest = std::max(metrics.horizontalAdvance(SelectionCommands::tr("Resume")),
                                     metrics.horizontalAdvance(SelectionCommands::tr("Retry")));
        start->setMinimumWidth(start->sizeHint().width() + longest - said);
    }
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
    button->setToolTip(tr("Menu"));
    button->setAccessibleName(tr("Menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    addWidget(button);
    connect(new QShortcut(Qt::Key_F10, parentWidget()), &QShortcut::activated, button,
            &QToolButton::showMenu);
}

}  // namespace penstock
