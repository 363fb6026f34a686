#include "ui/socket_actions.h"

#include "ui/make_action.h"

#include <QMenu>

namespace penstock {

SocketActions::SocketActions(QWidget& window)
    : drop(makeAction(window, {"actionDropSocket", tr("Drop the connection"), "window-close", "",
                               tr("Close it; its transfer goes on at once on another")})),
      elsewhere(makeAction(
          window, {"actionRetryElsewhere", tr("Retry at another address"), "view-refresh", "",
                   tr("Close it; its transfer goes on at another address of the host")})),
      pin(makeAction(window, {"actionPinSocket", tr("Keep, though it may be slow"), "", "",
                              tr("No other is opened in its place or beside it for being slow")})),
      certificate(makeAction(window, {"actionCertificate", tr("Certificates…"), "", "",
                                      tr("Show the server's certificate, and those that came with "
                                         "it")})),
      copy(makeAction(window, {"actionCopySocket", tr("Copy the row"), "edit-copy", "",
                               tr("Copy what is known of the sockets")})),
      onlySelected(makeAction(window, {"actionOnlySelected", tr("Selected transfers only"), "", "",
                                       tr("Show sockets of the selected transfers only")})) {
    pin->setCheckable(true);
    onlySelected->setCheckable(true);
}

void fillSocketMenu(QMenu& menu, const SocketActions& actions) {
    menu.addActions({actions.drop, actions.elsewhere, actions.pin});
    menu.addSeparator();
    menu.addActions({actions.certificate, actions.copy});
    menu.addSeparator();
    menu.addAction(actions.onlySelected);
}

}  // namespace penstock
