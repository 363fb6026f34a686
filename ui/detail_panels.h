#pragma once
// The tabs about the current transfer, behind that of the sockets, and what they are fed with.

#include "ui/detail_feed.h"

#include <QObject>

namespace penstock {

class DetailTabs;
class LimitChoice;
class OverviewPanel;
class RemedyActions;
class SegmentsPanel;
class SourcesPanel;
class SpeedPanel;
class TextPanel;
class TimelinePanel;
struct WindowActions;

class DetailPanels final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        const WindowActions& actions;
        const CurrentTransfer& current;
        TransferModel& transfers;
        const SocketModel& sockets;
        TransferCommands& commands;
        const LimitChoice& limits;
        RemedyActions& remedies;
    };

    /// Makes them in the order in which they stand. All outlive this.
    DetailPanels(DetailTabs& tabs, const Parts& parts);

private:
    void show();

    DetailFeed feed_;
    OverviewPanel* overview_;
    SegmentsPanel* segments_;
    SourcesPanel* sources_;
    TimelinePanel* timeline_;
    TextPanel* headers_;
    SpeedPanel* speed_;
    TextPanel* log_;
};

}  // namespace penstock
