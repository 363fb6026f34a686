#include "ui/actions.h"

#include "ui/icons.h"

#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QWidget>

namespace penstock {

namespace {

struct Words {
    const char* name;
    const char* text;
    const char* icon;
    const char* keys;
    const char* toolTip;
};

QAction* make(QWidget& window, const Words& words,
              QPalette::ColorRole iconRole = QPalette::ButtonText) {
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

QAction* makeScheme(QWidget& window, QActionGroup& group, const char* name, const char* text) {
    QAction* action = make(window, {name, text, "", "", text});
    action->setCheckable(true);
    group.addAction(action);
    return action;
}

}  // namespace

WindowActions::WindowActions(QWidget& window)
    : add(make(window, {"actionAdd", "Add", "list-add", "Ctrl+N", "Add links"},
               QPalette::BrightText)),
      paste(make(window, {"actionPaste", "Paste links", "edit-paste", "Ctrl+V",
                          "Add the links on the clipboard"})),
      start(make(window, {"actionStart", "Resume", "media-playback-start", "Ctrl+S",
                          "Start, resume or retry"})),
      pause(make(window, {"actionPause", "Pause", "media-playback-pause", "Ctrl+P",
                          "Pause; what is here stays"})),
      pauseAll(make(window, {"actionPauseAll", "Pause all", "media-playback-pause", "Ctrl+Shift+P",
                             "Pause all transfers"})),
      remove(make(window, {"actionRemove", "Remove", "edit-delete", "Del",
                           "Remove from the list; a finished file stays"})),
      undoRemove(make(
          window, {"actionUndoRemove", "Undo", "", "Ctrl+Z", "Bring back what was removed last"})),
      removeWithFile(make(window, {"actionRemoveWithFile", "Remove with file", "edit-delete",
                                   "Shift+Del", "Remove from the list and delete the file"})),
      openFolder(make(window, {"actionOpenFolder", "Open folder", "folder-open", "Ctrl+O",
                               "Open the folder with the file"})),
      copyLink(
          make(window, {"actionCopyLink", "Copy link", "edit-copy", "Ctrl+C", "Copy the links"})),
      answer(make(window, {"actionAnswer", "Start over", "", "", "Go on as the question says"})),
      keep(
          make(window, {"actionKeep", "Keep what is here", "", "", "Stop, and keep what is here"})),
      toggleSockets(make(window, {"actionToggleSockets", "Sockets", "view-split", "Ctrl+D",
                                  "Show or hide the sockets"})),
      socketsTab(
          make(window, {"actionSocketsTab", "Go to sockets", "", "Alt+1", "Go to the sockets"})),
      settings(make(window, {"actionSettings", "Settings…", "preferences-system", "Ctrl+,",
                             "Connections, speed and more"})),
      about(make(window, {"actionAbout", "About Penstock", "help-about", "F1", "About Penstock"})),
      quit(make(window, {"actionQuit", "Quit", "application-exit", "Ctrl+Q", "Quit"})) {
    toggleSockets->setCheckable(true);
    toggleSockets->setChecked(true);
    auto* schemes = new QActionGroup(&window);
    schemeSystem = makeScheme(window, *schemes, "actionSchemeSystem", "As the desktop");
    schemeLight = makeScheme(window, *schemes, "actionSchemeLight", "Light");
    schemeDark = makeScheme(window, *schemes, "actionSchemeDark", "Dark");
}

void fillContextMenu(QMenu& menu, const WindowActions& actions) {
    menu.addAction(actions.start);
    menu.addAction(actions.pause);
    if (actions.answer->isEnabled()) {
        menu.addSeparator();
        menu.addActions({actions.answer, actions.keep});
    }
    menu.addSeparator();
    menu.addAction(actions.openFolder);
    menu.addAction(actions.copyLink);
    menu.addSeparator();
    menu.addAction(actions.remove);
    menu.addAction(actions.removeWithFile);
}

void fillWindowMenu(QMenu& menu, const WindowActions& actions) {
    menu.addAction(actions.paste);
    menu.addAction(actions.pauseAll);
    menu.addAction(actions.undoRemove);
    menu.addSeparator();
    menu.addAction(actions.toggleSockets);
    QMenu* colors =
        menu.addMenu(themedIcon(QStringLiteral("color-scheme")), QStringLiteral("Colours"));
    colors->setObjectName(QStringLiteral("menuColours"));
    colors->addActions({actions.schemeSystem, actions.schemeLight, actions.schemeDark});
    menu.addAction(actions.settings);
    menu.addSeparator();
    menu.addAction(actions.about);
    menu.addAction(actions.quit);
}

}  // namespace penstock
