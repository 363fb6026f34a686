#include "ui/actions.h"

#include "ui/icons.h"
#include "ui/make_action.h"

#include <QActionGroup>
#include <QMenu>

namespace penstock {

namespace {

QAction* makeScheme(QWidget& window, QActionGroup& group, const char* name, const QString& text) {
    QAction* action = makeAction(window, {name, text, "", "", text});
    action->setCheckable(true);
    group.addAction(action);
    return action;
}

}  // namespace

WindowActions::WindowActions(QWidget& window)
    : add(makeAction(window, {"actionAdd", tr("Add"), "list-add", "Ctrl+N", tr("Add links")},
                     QPalette::BrightText)),
      paste(makeAction(window, {"actionPaste", tr("Paste links"), "edit-paste", "Ctrl+V",
                                tr("Add the links on the clipboard")})),
      start(makeAction(window, {"actionStart", tr("Resume"), "media-playback-start", "Ctrl+S",
                                tr("Start, or go on where it stopped")})),
      pause(makeAction(window, {"actionPause", tr("Pause"), "media-playback-pause", "Ctrl+P",
                                tr("Pause; what is here stays")})),
      pauseAll(makeAction(window, {"actionPauseAll", tr("Pause all"), "media-playback-pause",
                                   "Ctrl+Shift+P", tr("Pause all transfers")})),
      remove(makeAction(window, {"actionRemove", tr("Remove"), "edit-delete", "Del",
                                 tr("Remove from the list; a finished file stays")})),
      undoRemove(makeAction(window, {"actionUndoRemove", tr("Undo"), "", "Ctrl+Z",
                                     tr("Bring back what was removed last")})),
      removeWithFile(
          makeAction(window, {"actionRemoveWithFile", tr("Remove with file"), "edit-delete",
                              "Shift+Del", tr("Remove from the list and delete the file")})),
      trash(makeAction(window, {"actionTrash", tr("Move to trash"), "edit-delete", "Ctrl+Del",
                                tr("Remove from the list and move the file to the trash")})),
      removeFinished(
          makeAction(window, {"actionRemoveFinished", tr("Remove finished"), "edit-delete",
                              "Ctrl+Shift+Del", tr("Remove all that is done; the files stay")})),
      open(makeAction(window, {"actionOpen", tr("Open"), "done", "", tr("Open the file (Enter)")})),
      openFolder(makeAction(window, {"actionOpenFolder", tr("Show in folder"), "folder-open",
                                     "Ctrl+O", tr("Show the file in its folder")})),
      copyLink(makeAction(window, {"actionCopyLink", tr("Copy link"), "edit-copy", "Ctrl+C",
                                   tr("Copy the links")})),
      answer(makeAction(
          window, {"actionAnswer", tr("Start over"), "", "", tr("Go on as the question says")})),
      keep(makeAction(window, {"actionKeep", tr("Keep what is here"), "", "",
                               tr("Stop, and keep what is here")})),
      toggleSockets(makeAction(window, {"actionToggleSockets", tr("Details"), "view-split",
                                        "Ctrl+D", tr("Show or hide sockets and segments")})),
      socketsTab(makeAction(
          window, {"actionSocketsTab", tr("Go to sockets"), "", "Alt+1", tr("Go to the sockets")})),
      settings(makeAction(window, {"actionSettings", tr("Settings…"), "preferences-system",
                                   "Ctrl+,", tr("Connections, speed and more")})),
      about(makeAction(
          window, {"actionAbout", tr("About Penstock"), "help-about", "F1", tr("About Penstock")})),
      quit(
          makeAction(window, {"actionQuit", tr("Quit"), "application-exit", "Ctrl+Q", tr("Quit")})),
      queue(window),
      socket(window),
      trace(window),
      view(window) {
    toggleSockets->setCheckable(true);
    toggleSockets->setChecked(true);
    makeSchemes(window);
}

void WindowActions::makeSchemes(QWidget& window) {
    auto* schemes = new QActionGroup(&window);
    schemeSystem = makeScheme(window, *schemes, "actionSchemeSystem", tr("As the desktop"));
    schemeLight = makeScheme(window, *schemes, "actionSchemeLight", tr("Light"));
    schemeDark = makeScheme(window, *schemes, "actionSchemeDark", tr("Dark"));
}

void fillContextMenu(QMenu& menu, const WindowActions& actions) {
    menu.addAction(actions.start);
    menu.addAction(actions.pause);
    if (actions.answer->isEnabled()) {
        menu.addSeparator();
        menu.addActions({actions.answer, actions.keep});
    }
    menu.addSeparator();
    fillQueueMenu(menu, actions.queue);
    menu.addSeparator();
    menu.addActions({actions.open, actions.openFolder, actions.copyLink});
    fillTraceMenu(menu, actions.trace);
    menu.addSeparator();
    menu.addActions({actions.remove, actions.trash, actions.removeWithFile});
}

void fillWindowMenu(QMenu& menu, const WindowActions& actions) {
    menu.addAction(actions.paste);
    menu.addAction(actions.queue.startAll);
    menu.addAction(actions.pauseAll);
    menu.addAction(actions.queue.limitAll);
    menu.addAction(actions.removeFinished);
    menu.addAction(actions.undoRemove);
    menu.addSeparator();
    fillViewMenu(menu, actions.view);
    menu.addAction(actions.toggleSockets);
    QMenu* colors =
        menu.addMenu(themedIcon(QStringLiteral("color-scheme")), WindowActions::tr("Colours"));
    colors->setObjectName(QStringLiteral("menuColours"));
    colors->addActions({actions.schemeSystem, actions.schemeLight, actions.schemeDark});
    menu.addAction(actions.trace.openTrace);
    menu.addAction(actions.settings);
    menu.addSeparator();
    menu.addAction(actions.about);
    menu.addAction(actions.quit);
}

}  // namespace penstock
