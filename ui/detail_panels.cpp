#include "ui/detail_panels.h"

#include "ui/actions.h"
#include "ui/detail_tabs.h"
#include "ui/overview_panel.h"
#include "ui/remedy_actions.h"
#include "ui/segments_panel.h"
#include "ui/sources_panel.h"
#include "ui/speed_panel.h"
#include "ui/text_panel.h"
#include "ui/timeline_panel.h"
#include "ui/trace_text.h"

namespace penstock {

DetailPanels::DetailPanels(DetailTabs& tabs, const Parts& parts)
    : feed_(parts.current, parts.transfers, parts.sockets, parts.commands),
      overview_(new OverviewPanel(&tabs)),
      segments_(new SegmentsPanel(parts.current, parts.transfers, parts.sockets, &tabs)),
      sources_(new SourcesPanel(parts.current, parts.transfers, &tabs)),
      timeline_(new TimelinePanel(&tabs)),
      headers_(new TextPanel(QStringLiteral("headersPanel"), tr("Headers"),
                             tr("Nothing is remembered of its requests"), &tabs)),
      speed_(new SpeedPanel(parts.current, parts.transfers, parts.limits, &tabs)),
      log_(new TextPanel(QStringLiteral("logPanel"), tr("Log"),
                         tr("Nothing is remembered of what happened"), &tabs)) {
    const WindowActions& actions = parts.actions;
    tabs.addPanel(tr("Overview"), *overview_, *actions.view.overviewTab, *overview_);
    tabs.addPanel(tr("Segments"), *segments_, *actions.view.segmentsTab, segments_->table());
    tabs.addPanel(tr("Sources"), *sources_, *actions.view.sourcesTab, sources_->table());
    tabs.addPanel(tr("Timeline"), *timeline_, *actions.view.timelineTab, timeline_->table());
    tabs.addPanel(tr("Headers"), *headers_, *actions.view.headersTab, *headers_);
    tabs.addPanel(tr("Speed"), *speed_, *actions.view.speedTab, speed_->firstButton());
    tabs.addPanel(tr("Log"), *log_, *actions.view.logTab, *log_);
    for (QWidget* panel : {static_cast<QWidget*>(overview_), static_cast<QWidget*>(timeline_),
                           static_cast<QWidget*>(headers_), static_cast<QWidget*>(log_)}) {
        feed_.serve(*panel);
    }
    overview_->offerRemedies();
    connect(overview_, &OverviewPanel::remedyChosen, this,
            [&remedies = parts.remedies](qulonglong id, Remedy remedy) {
                remedies.act(static_cast<TransferId>(id), remedy);
            });
    connect(&feed_, &DetailFeed::changed, this, &DetailPanels::show);
}

/// Only what is to be seen is made anew; what comes into sight fetches.
void DetailPanels::show() {
    const std::optional<TransferStory>& details = feed_.story();
    if (overview_->isVisible() || !details) {
        overview_->setDetails(details);
    }
    if (timeline_->isVisible() || !details) {
        timeline_->setDetails(details);
    }
    if (headers_->isVisible() || !details) {
        headers_->say(details ? headersText(*details) : QString());
    }
    if (log_->isVisible() || !details) {
        log_->say(details ? logText(*details) : QString());
    }
}

}  // namespace penstock
