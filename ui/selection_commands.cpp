#include "ui/selection_commands.h"

#include "ui/format.h"
#include "ui/remove_dialog.h"
#include "ui/selected_rows.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QStringList>
#include <QTreeView>
#include <QUrl>

#include <algorithm>

namespace penstock {

namespace {

/// What it asks at this moment. A question that is not named is the older one.
Question questionOf(const TransferSnapshot& snapshot) {
    if (snapshot.state != TransferState::Asking) {
        return Question::Nothing;
    }
    return snapshot.question == Question::PrivateNetwork ? Question::PrivateNetwork
                                                         : Question::EntityChanged;
}

}  // namespace

SelectionCommands::SelectionCommands(const TransferModel& transfers, TransferCommands& commands,
                                     QTreeView& view)
    : transfers_(transfers), commands_(commands), view_(view) {}

std::vector<TransferId> SelectionCommands::ids() const {
    return selectedIds(view_);
}

const TransferSnapshot& SelectionCommands::snapshotOf(TransferId id) const {
    return transfers_.snapshotAt(transfers_.rowOf(id));
}

SelectionCommands::Allowed SelectionCommands::allowed() const {
    Allowed allowed;
    bool allFailed = true;
    bool sameQuestion = true;
    for (const TransferId id : ids()) {
        const TransferSnapshot& s = snapshotOf(id);
        const Question asked = questionOf(s);
        sameQuestion = sameQuestion && (!allowed.any || asked == allowed.question);
        allowed.question = asked;
        allowed.any = true;
        allowed.start = allowed.start || canStart(s.state);
        allowed.pause = allowed.pause || canPause(s.state);
        allFailed = allFailed && s.state == TransferState::Failed;
    }
    if (!sameQuestion) {
        allowed.question = Question::Nothing;
    }
    allowed.startWord =
        allowed.any && allFailed ? QStringLiteral("Retry") : QStringLiteral("Resume");
    return allowed;
}

bool SelectionCommands::anyPausable() const {
    for (int row = 0; row < transfers_.rowCount(); ++row) {
        if (canPause(transfers_.snapshotAt(row).state)) {
            return true;
        }
    }
    return false;
}

QString SelectionCommands::questionText() const {
    const std::vector<TransferId> asking = ids();
    if (asking.empty()) {
        return {};
    }
    const TransferSnapshot& first = snapshotOf(asking.front());
    const bool isLed = questionOf(first) == Question::PrivateNetwork;
    if (asking.size() == 1) {
        const QString said = shownText(first.error.sentence);
        const QString otherwise = isLed ? QStringLiteral("A server points into a private network")
                                        : QStringLiteral("The file on the server has changed");
        return QStringLiteral("%1: %2").arg(nameInSentence(transfers_.nameOf(asking.front())),
                                            said.isEmpty() ? otherwise : said);
    }
    return (isLed ? QStringLiteral("%1 transfers are pointed into a private network")
                  : QStringLiteral("The files of %1 transfers have changed on their servers"))
        .arg(asking.size());
}

void SelectionCommands::start() {
    std::vector<TransferId> resumed = ids();
    std::erase_if(resumed, [this](TransferId id) { return !canStart(snapshotOf(id).state); });
    if (!resumed.empty()) {
        commands_.resume(resumed);
    }
}

void SelectionCommands::pause() {
    std::vector<TransferId> paused = ids();
    std::erase_if(paused, [this](TransferId id) { return !canPause(snapshotOf(id).state); });
    if (!paused.empty()) {
        commands_.pause(paused);
    }
}

void SelectionCommands::pauseAll() {
    std::vector<TransferId> paused;
    for (int row = 0; row < transfers_.rowCount(); ++row) {
        if (canPause(transfers_.snapshotAt(row).state)) {
            paused.push_back(transfers_.idAt(row));
        }
    }
    if (!paused.empty()) {
        commands_.pause(paused);
    }
}

void SelectionCommands::answer(Question question, Choice choice) {
    for (const TransferId id : ids()) {
        if (question != Question::Nothing && questionOf(snapshotOf(id)) == question) {
            commands_.answer(id, choice);
        }
    }
}

void SelectionCommands::removeWithFiles() {
    RemovePlan plan{ids(), {}};
    if (plan.ids.empty()) {
        return;
    }
    if (plan.ids.size() == 1) {
        plan.name = transfers_.nameOf(plan.ids.front());
    }
    auto* dialog = new RemoveDialog(plan, view_.window());
    QObject::connect(dialog, &QDialog::accepted, &view_,
                     [this, plan] { commands_.remove(plan.ids, Removal::DeleteFile); });
    dialog->open();
}

void SelectionCommands::openFolders() const {
    QStringList folders;
    for (const TransferId id : ids()) {
        folders.append(QString::fromStdString(snapshotOf(id).directory));
    }
    folders.removeDuplicates();
    for (const QString& folder : folders) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    }
}

void SelectionCommands::copyLinks() const {
    QStringList links;
    for (const TransferId id : ids()) {
        links.append(QString::fromStdString(snapshotOf(id).url));
    }
    QGuiApplication::clipboard()->setText(links.join(QLatin1Char('\n')));
}

}  // namespace penstock
