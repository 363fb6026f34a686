#include "ui/remedy_actions.h"

#include "ui/folder_text.h"
#include "ui/format.h"
#include "ui/login_dialog.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"
#include "ui/trust_dialog.h"

#include <algorithm>

namespace penstock {

void RemedyActions::actNth(TransferId id, int which) {
    const int row = transfers_.rowOf(id);
    if (row < 0) {
        return;
    }
    const std::vector<Remedy> fitting = remediesFor(transfers_.snapshotAt(row));
    if (which >= 0 && which < static_cast<int>(fitting.size())) {
        act(id, fitting[static_cast<std::size_t>(which)]);
    }
}

void RemedyActions::act(TransferId id, Remedy remedy) {
    const int row = transfers_.rowOf(id);
    if (row < 0) {
        return;
    }
    const TransferSnapshot& snapshot = transfers_.snapshotAt(row);
    const std::vector<Remedy> fitting = remediesFor(snapshot);
    if (std::find(fitting.begin(), fitting.end(), remedy) == fitting.end()) {
        return;
    }
    switch (remedy) {
        case Remedy::Retry:
            commands_.resume({id});
            break;
        case Remedy::ChooseFolder:
            chooseFolderFor(snapshot);
            break;
        case Remedy::FreeSpace:
            commands_.openFile(QString::fromStdString(snapshot.directory));
            break;
        case Remedy::StartOver:
            if (snapshot.state == TransferState::Asking) {
                commands_.answer(id, Choice::StartOver);
            } else {
                commands_.startOver({id});
            }
            break;
        case Remedy::Keep:
            commands_.answer(id, Choice::Stop);
            break;
        case Remedy::Allow:
            commands_.answer(id, Choice::Allow);
            break;
        case Remedy::LogIn:
            askForLogin(window_, shownText(snapshot.error.sentence),
                        [this, id](const Credentials& login) { commands_.logIn({id}, login); });
            break;
        case Remedy::Trust:
            if (const auto key = snapshot.error.trustable) {
                askForTrust(window_, snapshot.error,
                            [this, key](bool remember) { commands_.trustKey(*key, remember); });
            }
            break;
    }
}

void RemedyActions::chooseFolderFor(const TransferSnapshot& snapshot) {
    chooseFolder(
        window_, QString::fromStdString(snapshot.directory),
        [this, id = snapshot.id](const QString& folder) { commands_.setFolder({id}, folder); });
}

}  // namespace penstock
