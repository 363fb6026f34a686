#include "ui/selection_commands.h"

#include "ui/model_roles.h"
#include "ui/remove_dialog.h"
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

SelectionCommands::SelectionCommands(const TransferModel& transfers, TransferCommands& commands,
                                     QTreeView& view)
    : transfers_(transfers), commands_(commands), view_(view) {}

std::vector<TransferId> SelectionCommands::ids() const {
    QModelIndexList rows = view_.selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<TransferId> ids;
    ids.reserve(static_cast<std::size_t>(rows.size()));
    for (const QModelIndex& row : rows) {
        ids.push_back(static_cast<TransferId>(row.data(IdRole).toULongLong()));
    }
    return ids;
}

const TransferSnapshot& SelectionCommands::snapshotOf(TransferId id) const {
    return transfers_.snapshotAt(transfers_.rowOf(id));
}

SelectionCommands::Allowed SelectionCommands::allowed() const {
    Allowed allowed;
    bool allFailed = true;
    bool allChanged = true;
    bool allLed = true;
    bool anyChanged = false;
    for (const TransferId id : ids()) {
        const TransferState state = snapshotOf(id).state;
        const bool asks = state == TransferState::Asking;
        const bool isLed = asks && snapshotOf(id).question == Question::PrivateNetwork;
        allowed.any = true;
        allowed.start = allowed.start || canStart(state);
        allowed.pause = allowed.pause || canPause(state);
        allowed.keep = allowed.keep || asks;
        allFailed = allFailed && state == TransferState::Failed;
        allLed = allLed && isLed;
        allChanged = allChanged && asks && !isLed;
        anyChanged = anyChanged || (asks && !isLed);
    }
    allowed.startWord = QStringLiteral("Resume");
    if (allowed.any && allFailed) {
        allowed.startWord = QStringLiteral("Retry");
    } else if (allowed.any && allChanged) {
        allowed.startWord = QStringLiteral("Start over");
    } else if (allowed.any && allLed) {
        allowed.startWord = QStringLiteral("Follow");
    }
    allowed.keepWord = allowed.keep && !anyChanged ? QStringLiteral("Do not follow")
                                                   : QStringLiteral("Keep what is here");
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

void SelectionCommands::start() {
    std::vector<TransferId> resumed;
    for (const TransferId id : ids()) {
        const TransferState state = snapshotOf(id).state;
        if (state == TransferState::Asking) {
            commands_.answer(id, snapshotOf(id).question == Question::PrivateNetwork
                                     ? Choice::Allow
                                     : Choice::StartOver);
        } else if (canStart(state)) {
            resumed.push_back(id);
        }
    }
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

void SelectionCommands::keep() {
    for (const TransferId id : ids()) {
        if (snapshotOf(id).state == TransferState::Asking) {
            commands_.answer(id, Choice::Stop);
        }
    }
}

void SelectionCommands::remove(Removal removal) {
    RemovePlan plan{ids(), removal, 0, {}};
    if (plan.ids.empty()) {
        return;
    }
    plan.unfinished =
        static_cast<int>(std::count_if(plan.ids.begin(), plan.ids.end(), [this](TransferId id) {
            const TransferSnapshot& s = snapshotOf(id);
            return s.state != TransferState::Done && s.received > 0;
        }));
    if (removal == Removal::KeepFile && plan.unfinished == 0) {
        commands_.remove(plan.ids, removal);
        return;
    }
    if (plan.ids.size() == 1) {
        plan.name = transfers_.nameOf(plan.ids.front());
    }
    auto* dialog = new RemoveDialog(plan, view_.window());
    QObject::connect(dialog, &QDialog::accepted, &view_,
                     [this, plan] { commands_.remove(plan.ids, plan.removal); });
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
