#include "ui/view_actions.h"

#include "ui/make_action.h"

#include <QMenu>

namespace penstock {

ViewActions::ViewActions(QWidget& window)
    : filter(makeAction(window, {"actionFilter", tr("Filter"), "edit-find", "Ctrl+F",
                                 tr("Show only what has some words in it")})),
      toggleSideBar(makeAction(window, {"actionToggleSideBar", tr("Side bar"), "view-sidebar", "F9",
                                        tr("Show or hide states, queues and hosts")})),
      columns(makeAction(window, {"actionColumns", tr("Columns…"), "", "Ctrl+Shift+C",
                                  tr("Which columns the table has")})),
      overviewTab(makeAction(window, {"actionOverviewTab", tr("Go to overview"), "", "Alt+2",
                                      tr("Go to the overview")})),
      segmentsTab(makeAction(window, {"actionSegmentsTab", tr("Go to segments"), "", "Alt+3",
                                      tr("Go to the segments")})),
      sourcesTab(makeAction(
          window, {"actionSourcesTab", tr("Go to sources"), "", "Alt+4", tr("Go to the sources")})),
      timelineTab(makeAction(window, {"actionTimelineTab", tr("Go to timeline"), "", "Alt+5",
                                      tr("Go to the requests")})),
      headersTab(makeAction(
          window, {"actionHeadersTab", tr("Go to headers"), "", "Alt+6", tr("Go to the headers")})),
      speedTab(makeAction(
          window, {"actionSpeedTab", tr("Go to speed"), "", "Alt+7", tr("Go to the speed")})),
      logTab(
          makeAction(window, {"actionLogTab", tr("Go to log"), "", "Alt+8", tr("Go to the log")})) {
    toggleSideBar->setCheckable(true);
    toggleSideBar->setChecked(true);
}

void fillViewMenu(QMenu& menu, const ViewActions& actions) {
    menu.addActions({actions.filter, actions.toggleSideBar, actions.columns});
}

}  // namespace penstock
