#include "ui/question_answers.h"

#include "ui/actions.h"
#include "ui/selection_commands.h"
#include "ui/transfer_pane.h"

namespace penstock {

QuestionAnswers::QuestionAnswers(const WindowActions& actions, SelectionCommands& selection,
                                 TransferPane& pane)
    : actions_(actions), selection_(selection), pane_(pane) {
    connect(actions.answer, &QAction::triggered, this, [this] {
        selection_.answer(
            question_, question_ == Question::PrivateNetwork ? Choice::Allow : Choice::StartOver);
    });
    connect(actions.keep, &QAction::triggered, this,
            [this] { selection_.answer(question_, Choice::Stop); });
}

void QuestionAnswers::ask(Question question) {
    question_ = question;
    const bool asks = question != Question::Nothing;
    const bool isLed = question == Question::PrivateNetwork;
    actions_.answer->setEnabled(asks);
    actions_.keep->setEnabled(asks);
    actions_.answer->setText(isLed ? QStringLiteral("Follow") : QStringLiteral("Start over"));
    actions_.keep->setText(isLed ? QStringLiteral("Do not follow")
                                 : QStringLiteral("Keep what is here"));
    pane_.showQuestion(asks ? selection_.questionText() : QString());
}

}  // namespace penstock
