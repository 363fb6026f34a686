#pragma once
// Removing from the list, and having it back: the two actions, and the bar that says what went.

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
    void removeSelected();
    void show();

    const WindowActions& actions_;
    TransferPane& pane_;
    RemovedRows removed_;
};

}  // namespace penstock
