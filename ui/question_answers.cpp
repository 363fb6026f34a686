#include "ui/question_answers.h"

#include "ui/actions.h"
#include "ui/make_action.h"
#include "ui/remedies.h"
#include "ui/selection_commands.h"
#include "ui/transfer_pane.h"

namespace penstock {

QuestionAnswers::QuestionAnswers(const WindowActions& actions, SelectionCommands& selection,
                                 TransferPane& pane)
    : actions_(actions), selection_(selection), pane_(pane) {
    connect(actions.answer, &QAction::triggered, this, [this] {
        if (question_ == Question::Login) {
            selection_.logIn();
        } else if (question_ == Question::Certificate) {
            selection_.trust();
        } else {
            selection_.answer(question_, yesTo(question_));
        }
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
    if (isLed) {
        sayOf(*actions_.answer, tr("Follow it there"), tr("Fetch it from the private network"));
        sayOf(*actions_.keep, tr("Stop here"), tr("Pause; the private network is not asked"));
    } else if (question == Question::Login) {
        sayOf(*actions_.answer, tr("Log in…"), tr("Give the server a name and a password"));
        sayOf(*actions_.keep, tr("Stop here"), tr("Pause; the server is not asked again"));
    } else if (question == Question::Certificate) {
        sayOf(*actions_.answer, tr("Trust this certificate…"),
              tr("Look at the certificate, and trust this server for its key"));
        sayOf(*actions_.keep, tr("Do not trust"), tr("Pause; the server is not asked again"));
    } else {
        sayOf(*actions_.answer, startOverText(asks ? selection_.received() : 0),
              tr("Fetch the file that is there now, from its beginning"));
        sayOf(*actions_.keep, tr("Keep what is here"), tr("Pause; what is here stays"));
    }
    pane_.showQuestion(asks ? selection_.questionText() : QString());
}

}  // namespace penstock
