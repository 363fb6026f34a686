#include "ui/selection_commands.h"

#include "ui/format.h"
#include "ui/login_dialog.h"
#include "ui/selected_rows.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"
#include "ui/trust_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStringList>
#include <QTreeView>

#include <algorithm>

namespace penstock {

namespace {

/// What it asks at this moment. A question that is not named is the older one.
Question questionOf(const TransferSnapshot& snapshot) {
    if (snapshot.state != TransferState::Asking) {
        return Question::Nothing;
    }
    return snapshot.question == Question::Nothing ? Question::EntityChanged : snapshot.question;
}

}  // namespace

Choice yesTo(Question question) noexcept {
    return question == Question::PrivateNetwork ? Choice::Allow : Choice::StartOver;
}

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
        allowed.open = allowed.open || s.state == TransferState::Done;
        allFailed = allFailed && s.state == TransferState::Failed;
    }
    if (!sameQuestion) {
        allowed.question = Question::Nothing;
    }
    const bool again = allowed.any && allFailed;
    allowed.startWord = again ? tr("Retry") : tr("Resume");
    allowed.startTip = again ? tr("Try again") : tr("Start, or go on where it stopped");
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
    const bool wantsLogin = questionOf(first) == Question::Login;
    const bool wantsTrust = questionOf(first) == Question::Certificate;
    if (asking.size() == 1) {
        const QString said = shownText(first.error.sentence);
        const QString otherwise = isLed        ? tr("A server points into a private network")
                                  : wantsLogin ? tr("The server wants a login")
                                  : wantsTrust ? tr("The certificate is not trusted")
                                               : tr("The file on the server has changed");
        return QStringLiteral("%1: %2").arg(nameInSentence(transfers_.nameOf(asking.front())),
                                            said.isEmpty() ? otherwise : said);
    }
    const auto many = static_cast<int>(asking.size());
    if (wantsLogin) {
        return tr("The servers of %Ln transfers want a login", nullptr, many);
    }
    if (wantsTrust) {
        return tr("The certificates of %Ln transfers are not trusted", nullptr, many);
    }
    return isLed ? tr("%Ln transfers are pointed into a private network", nullptr, many)
                 : tr("The files of %Ln transfers have changed on their servers", nullptr, many);
}

void SelectionCommands::start() {
    std::vector<TransferId> resumed = ids();
    std::erase_if(resumed, [this](TransferId id) { return !canStart(snapshotOf(id).state); });
    if (!resumed.empty()) {
        commands_.resume(resumed);
    }
}

std::vector<TransferId> SelectionCommands::pausable() const {
    std::vector<TransferId> found = ids();
    std::erase_if(found, [this](TransferId id) { return !canPause(snapshotOf(id).state); });
    return found;
}

std::vector<TransferId> SelectionCommands::allPausable() const {
    std::vector<TransferId> found;
    for (int row = 0; row < transfers_.rowCount(); ++row) {
        if (canPause(transfers_.snapshotAt(row).state)) {
            found.push_back(transfers_.idAt(row));
        }
    }
    return found;
}

void SelectionCommands::logIn() {
    std::vector<TransferId> wanting = ids();
    std::erase_if(wanting,
                  [this](TransferId id) { return questionOf(snapshotOf(id)) != Question::Login; });
    if (wanting.empty()) {
        return;
    }
    // What is for one host is no other's business.
    const TransferSnapshot first = snapshotOf(wanting.front());
    std::erase_if(wanting, [&](TransferId id) { return snapshotOf(id).host != first.host; });
    askForLogin(view_, shownText(first.error.sentence),
                [this, wanting](const Credentials& login) { commands_.logIn(wanting, login); });
}

// The others that ask about the same key go on with it.
void SelectionCommands::trust() {
    for (const TransferId id : ids()) {
        const TransferSnapshot& asks = snapshotOf(id);
        if (questionOf(asks) == Question::Certificate && asks.error.trustable != nullptr) {
            askForTrust(view_, asks.error, [this, key = asks.error.trustable](bool remember) {
                commands_.trustKey(*key, remember);
            });
            return;
        }
    }
}

void SelectionCommands::answer(Question question, Choice choice) {
    for (const TransferId id : ids()) {
        if (question != Question::Nothing && questionOf(snapshotOf(id)) == question) {
            commands_.answer(id, choice);
        }
    }
}

std::uint64_t SelectionCommands::received() const {
    std::uint64_t bytes = 0;
    for (const TransferId id : ids()) {
        bytes += snapshotOf(id).received;
    }
    return bytes;
}

void SelectionCommands::openFirst() {
    const std::vector<TransferId> selected = ids();
    const auto done = std::find_if(selected.begin(), selected.end(), [this](TransferId id) {
        return snapshotOf(id).state == TransferState::Done;
    });
    if (done != selected.end()) {
        openFile(*done);
    }
}

void SelectionCommands::openFile(TransferId id) {
    const int row = transfers_.rowOf(id);
    if (row >= 0 && transfers_.snapshotAt(row).state == TransferState::Done) {
        commands_.openFile(filePath(transfers_.snapshotAt(row)));
    }
}

void SelectionCommands::showInFolder() {
    QStringList paths;
    for (const TransferId id : ids()) {
        paths.append(filePath(snapshotOf(id)));
    }
    if (!paths.isEmpty()) {
        commands_.showInFolder(paths);
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
