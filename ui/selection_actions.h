#pragma once
// The actions on the selected transfers: what each does, and that none can be had where it would do
// nothing.

#include "ui/question_answers.h"
#include "ui/selection_commands.h"

#include <QObject>

namespace penstock {

class TransferCommands;
class TransferModel;
class StopQuestion;
class TransferPane;
struct WindowActions;

class SelectionActions final : public QObject {
    Q_OBJECT

public:
    /// `pane` shows `transfers`, and pauses go through `stop`. All outlive this.
    SelectionActions(const WindowActions& actions, const TransferModel& transfers,
                     TransferCommands& commands, TransferPane& pane, StopQuestion& stop);

private:
    void connectActions();
    void update();

    const WindowActions& actions_;
    SelectionCommands selection_;
    QuestionAnswers question_;
    StopQuestion& stop_;
};

}  // namespace penstock
