#include "app/done_program.h"

#include <utility>

namespace penstock {

namespace {

std::vector<std::string> wordsOf(const QStringList& program) {
    std::vector<std::string> words;
    for (const QString& word : program) {
        words.push_back(word.toStdString());
    }
    return words;
}

}  // namespace

DoneProgram::DoneProgram(const TransferActivity& activity) {
    starter_.setMaxThreadCount(1);
    connect(&activity, &TransferActivity::ended, this, &DoneProgram::ended);
    connect(&activity, &TransferActivity::allEnded, this, &DoneProgram::allEnded);
}

DoneProgram::~DoneProgram() {
    starter_.waitForDone();
}

void DoneProgram::ended(const EndedTransfer& transfer) {
    const bool whole = transfer.how == EndedTransfer::How::Done;
    ++(whole ? done_ : failed_);
    if (whole && settings_.runWhen == RunWhen::EachDone && !settings_.program.isEmpty()) {
        std::vector<std::string> words = wordsOf(settings_.program);
        words.push_back(transfer.path.toStdString());
        run(std::move(words),
            variablesOf(transfer.path.toStdString(), transfer.url.toStdString(), transfer.size));
    }
}

void DoneProgram::allEnded() {
    Variables variables{{"PENSTOCK_DONE", std::to_string(std::exchange(done_, 0))},
                        {"PENSTOCK_FAILED", std::to_string(std::exchange(failed_, 0))}};
    if (settings_.runWhen == RunWhen::AllDone && !settings_.program.isEmpty()) {
        run(wordsOf(settings_.program), std::move(variables));
    }
}

void DoneProgram::run(std::vector<std::string> words, Variables variables) {
    starter_.start([this, words = std::move(words), variables = std::move(variables)] {
        const std::string why = runProgram(words, variables);
        if (!why.empty()) {
            const QString sentence =
                tr("The program %1 cannot be run: %2")
                    .arg(QString::fromStdString(words.front()), QString::fromStdString(why));
            QMetaObject::invokeMethod(
                this, [this, sentence] { emit failed(sentence); }, Qt::QueuedConnection);
        }
    });
}

}  // namespace penstock
