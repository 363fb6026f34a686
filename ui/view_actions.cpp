#include "ui/view_actions.h"

#include "ui/make_action.h"

#include <QMenu>

namespace penstock {

ViewActions::ViewActions(QWidget& window)
    : filter(makeAction(window, {"actionFilter", "Filter", "edit-find", "Ctrl+F",
                                 "Show only what has some words in it"})),
      toggleSideBar(makeAction(window, {"actionToggleSideBar", "Side bar", "view-sidebar", "F9",
                                        "Show or hide states, queues and hosts"})),
      columns(makeAction(window, {"actionColumns", "Columns…", "", "Ctrl+Shift+C",
                                  "Which columns the table has"})),
      overviewTab(makeAction(
          window, {"actionOverviewTab", "Go to overview", "", "Alt+2", "Go to the overview"})),
      segmentsTab(makeAction(
          window, {"actionSegmentsTab", "Go to segments", "", "Alt+3", "Go to the segments"})),
      sourcesTab(makeAction(
          window, {"actionSourcesTab", "Go to sources", "", "Alt+4", "Go to the sources"})),
      timelineTab(makeAction(
          window, {"actionTimelineTab", "Go to timeline", "", "Alt+5", "Go to the requests"})),
      headersTab(makeAction(
          window, {"actionHeadersTab", "Go to headers", "", "Alt+6", "Go to the headers"})),
      speedTab(
          makeAction(window, {"actionSpeedTab", "Go to speed", "", "Alt+7", "Go to the speed"})),
      logTab(makeAction(window, {"actionLogTab", "Go to log", "", "Alt+8", "Go to the log"})) {
    toggleSideBar->setCheckable(true);
    toggleSideBar->setChecked(true);
}

void fillViewMenu(QMenu& menu, const ViewActions& actions) {
    menu.addActions({actions.filter, actions.toggleSideBar, actions.columns});
}

}  // namespace penstock
