#pragma once
// Removing from the list, with files or without, and having it back: the actions, and the bar that
// says what went.

#include "ui/removed_rows.h"

#include <QObject>

namespace penstock {

class TransferCommands;
class TransferModel;
class TransferPane;
struct WindowActions;

class RemovalActions final : public QObject {
    Q_OBJECT

public:
    /// `pane` shows `transfers`. All four outlive this.
    RemovalActions(const WindowActions& actions, const TransferModel& transfers,
                   TransferCommands& commands, TransferPane& pane);

    /// What was removed cannot be had back any more. See RemovedRows::forget().
    void forget() { removed_.forget(); }

private:
    void removeSelected(RemovedRows::Files files);
    void removeWithFiles();
    void removeFinished();
    void remove(const std::vector<TransferId>& ids, RemovedRows::Files files);
    void show();
    void look();
    [[nodiscard]] std::vector<TransferId> finished() const;

    const WindowActions& actions_;
    const TransferModel& transfers_;
    TransferPane& pane_;
    RemovedRows removed_;
};

}  // namespace penstock
