#pragma once
// The actions on the selected transfers: what each does, and that none can be had where it would do
// nothing.

#include "ui/question_answers.h"
#include "ui/selection_commands.h"

#include <QObject>

namespace penstock {

class TransferCommands;
class TransferModel;
class TransferPane;
struct WindowActions;

class SelectionActions final : public QObject {
    Q_OBJECT

public:
    /// `pane` shows `transfers`. All four outlive this.
    SelectionActions(const WindowActions& actions, const TransferModel& transfers,
                     TransferCommands& commands, TransferPane& pane);

private:
    void connectActions();
    void update();

    const WindowActions& actions_;
    SelectionCommands selection_;
    QuestionAnswers question_;
};

}  // namespace penstock
