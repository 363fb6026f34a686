#pragma once
// What the selected transfers ask, in its bar, and the two actions that answer it: only what is to
// be read there is answered.

#include "engine/transfer_types.h"

#include <QObject>

namespace penstock {

class SelectionCommands;
class TransferPane;
struct WindowActions;

class QuestionAnswers final : public QObject {
    Q_OBJECT

public:
    /// All three outlive this.
    QuestionAnswers(const WindowActions& actions, SelectionCommands& selection, TransferPane& pane);

    /// Shows what all of the selected ask; Nothing: no bar.
    void ask(Question question);

private:
    const WindowActions& actions_;
    SelectionCommands& selection_;
    TransferPane& pane_;
    Question question_ = Question::Nothing;  // that answers are for
};

}  // namespace penstock
