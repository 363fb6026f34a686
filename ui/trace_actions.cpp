#include "ui/trace_actions.h"

#include "ui/make_action.h"

#include <QMenu>

namespace penstock {

TraceActions::TraceActions(QWidget& window)
    : copyCurl(makeAction(window, {"actionCopyCurl", tr("Copy as curl command"), "", "",
                                   tr("Copy a command that fetches the same with curl")})),
      copyError(makeAction(window, {"actionCopyError", tr("Copy error"), "", "",
                                    tr("Copy what went wrong, and the last that happened")})),
      exportTrace(makeAction(window, {"actionExportTrace", tr("Export trace…"), "", "",
                                      tr("Write what happened into a file, without secrets")})),
      openTrace(makeAction(window, {"actionOpenTrace", tr("Open trace…"), "", "",
                                    tr("Show what was written into a file")})) {}

void fillTraceMenu(QMenu& menu, const TraceActions& actions) {
    menu.addActions({actions.copyCurl, actions.copyError, actions.exportTrace});
}

}  // namespace penstock
