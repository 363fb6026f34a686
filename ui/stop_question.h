#pragma once
// Says what would be lost before it is: what cannot go on later is stopped by a pause, or by the
// end of the program, only when a person has read how much would be fetched again.

#include "engine/transfer_types.h"

#include <QObject>

#include <vector>

class QAction;

namespace penstock {

class TransferCommands;
class TransferModel;
class TransferPane;

class StopQuestion final : public QObject {
    Q_OBJECT

public:
    /// `pane` shows `transfers`. All three outlive this.
    StopQuestion(const TransferModel& transfers, TransferCommands& commands, TransferPane& pane);

    /// Pauses those that can go on later at once, and asks about the others.
    void pause(const std::vector<TransferId>& ids);
    /// Whether the end of the program would lose nothing. If not, it asks; leaving() says yes.
    [[nodiscard]] bool mayLeave();

signals:
    /// A person wants the program to end all the same.
    void leaving();

private:
    enum class Stop { Nothing, Pause, Leave };

    void ask(Stop stop, std::vector<TransferId> ids);
    void goOn();
    void look();
    [[nodiscard]] bool wouldLose(TransferId id) const;

    const TransferModel& transfers_;
    TransferCommands& commands_;
    TransferPane& pane_;
    QAction* anyway_;
    QAction* not_;
    Stop stop_ = Stop::Nothing;    // that is asked about
    std::vector<TransferId> ids_;  // that it is about
};

/// Whether bytes of it are lost when it is stopped at this moment.
bool isLostByStopping(const TransferSnapshot& snapshot) noexcept;

}  // namespace penstock
