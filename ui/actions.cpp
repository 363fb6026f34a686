#include "ui/actions.h"

#include "ui/icons.h"
#include "ui/make_action.h"

#include <QActionGroup>
#include <QMenu>

namespace penstock {

namespace {

QAction* makeScheme(QWidget& window, QActionGroup& group, const char* name, const char* text) {
    QAction* action = makeAction(window, {name, text, "", "", text});
    action->setCheckable(true);
    group.addAction(action);
    return action;
}

}  // namespace

WindowActions::WindowActions(QWidget& window)
    : add(makeAction(window, {"actionAdd", "Add", "list-add", "Ctrl+N", "Add links"},
                     QPalette::BrightText)),
      paste(makeAction(window, {"actionPaste", "Paste links", "edit-paste", "Ctrl+V",
                                "Add the links on the clipboard"})),
      start(makeAction(window, {"actionStart", "Resume", "media-playback-start", "Ctrl+S",
                                "Start, or go on where it stopped"})),
      pause(makeAction(window, {"actionPause", "Pause", "media-playback-pause", "Ctrl+P",
                                "Pause; what is here stays"})),
      pauseAll(makeAction(window, {"actionPauseAll", "Pause all", "media-playback-pause",
                                   "Ctrl+Shift+P", "Pause all transfers"})),
      remove(makeAction(window, {"actionRemove", "Remove", "edit-delete", "Del",
                                 "Remove from the list; a finished file stays"})),
      undoRemove(makeAction(
          window, {"actionUndoRemove", "Undo", "", "Ctrl+Z", "Bring back what was removed last"})),
      removeWithFile(makeAction(window, {"actionRemoveWithFile", "Remove with file", "edit-delete",
                                         "Shift+Del", "Remove from the list and delete the file"})),
      trash(makeAction(window, {"actionTrash", "Move to trash", "edit-delete", "Ctrl+Del",
                                "Remove from the list and move the file to the trash"})),
      removeFinished(
          makeAction(window, {"actionRemoveFinished", "Remove finished", "edit-delete",
                              "Ctrl+Shift+Del", "Remove all that is done; the files stay"})),
      open(makeAction(window, {"actionOpen", "Open", "done", "", "Open the file (Enter)"})),
      openFolder(makeAction(window, {"actionOpenFolder", "Show in folder", "folder-open", "Ctrl+O",
                                     "Show the file in its folder"})),
      copyLink(makeAction(
          window, {"actionCopyLink", "Copy link", "edit-copy", "Ctrl+C", "Copy the links"})),
      answer(
          makeAction(window, {"actionAnswer", "Start over", "", "", "Go on as the question says"})),
      keep(makeAction(window,
                      {"actionKeep", "Keep what is here", "", "", "Stop, and keep what is here"})),
      toggleSockets(makeAction(window, {"actionToggleSockets", "Details", "view-split", "Ctrl+D",
                                        "Show or hide sockets and segments"})),
      socketsTab(makeAction(
          window, {"actionSocketsTab", "Go to sockets", "", "Alt+1", "Go to the sockets"})),
      settings(makeAction(window, {"actionSettings", "Settings…", "preferences-system", "Ctrl+,",
                                   "Connections, speed and more"})),
      about(makeAction(window,
                       {"actionAbout", "About Penstock", "help-about", "F1", "About Penstock"})),
      quit(makeAction(window, {"actionQuit", "Quit", "application-exit", "Ctrl+Q", "Quit"})),
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
        menu.addMenu(themedIcon(QStringLiteral("color-scheme")), QStringLiteral("Colours"));
    colors->setObjectName(QStringLiteral("menuColours"));
    colors->addActions({actions.schemeSystem, actions.schemeLight, actions.schemeDark});
    menu.addAction(actions.trace.openTrace);
    menu.addAction(actions.settings);
    menu.addSeparator();
    menu.addAction(actions.about);
    menu.addAction(actions.quit);
}

}  // namespace penstock
