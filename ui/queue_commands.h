#pragma once
// Order, priority and speed of the selected transfers, and of all: what the actions do, and which
// of them can be had.

#include "engine/transfer_types.h"

#include <QObject>

#include <string>
#include <vector>

class QTreeView;

namespace penstock {

class LimitChoice;
class QueueList;
class TransferCommands;
class TransferModel;
class TransferPane;
class TransferSortProxy;
struct WindowActions;

class QueueCommands final : public QObject {
    Q_OBJECT

public:
    /// What the actions are about: all outlive this.
    struct Parts {
        const WindowActions& actions;
        const TransferModel& transfers;
        TransferCommands& commands;
        LimitChoice& limits;
        const QueueList& queues;
    };

    /// `pane` shows the transfers.
    QueueCommands(const Parts& parts, TransferPane& pane);

private:
    void connectActions();
    void update();
    void prioritize(Priority priority);
    void startAll();
    void fillQueues();
    void addQueue(const QString& text, const std::string& name);
    void askLimit();
    void askLimitOfAll();
    [[nodiscard]] const TransferSnapshot& snapshotOf(TransferId id) const;
    [[nodiscard]] bool isToStartAt(int row) const;
    [[nodiscard]] bool anyToStart() const;

    Parts parts_;
    QTreeView& view_;
    const TransferSortProxy& order_;
};

}  // namespace penstock
