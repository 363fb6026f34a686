#include "ui/forget_finished.h"

#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <chrono>
#include <vector>

namespace penstock {

ForgetFinished::ForgetFinished(const PrivacyChoice& privacy, const TransferModel& transfers,
                               TransferCommands& commands)
    : privacy_(privacy), transfers_(transfers), commands_(commands) {
    connect(&privacy, &PrivacyChoice::changed, this, &ForgetFinished::look);
}

void ForgetFinished::look() {
    if (privacy_.value().forget == ForgetWhen::AfterDays) {
        forget(privacy_.value().days);
    }
}

void ForgetFinished::atQuit() {
    if (privacy_.value().forget == ForgetWhen::AtQuit) {
        forget(0);
    }
}

void ForgetFinished::forget(qint64 olderThanDays) {
    const auto latest = std::chrono::system_clock::now() - std::chrono::hours(24) * olderThanDays;
    std::vector<TransferId> ids;
    for (int row = 0; row < transfers_.rowCount(); ++row) {
        const TransferSnapshot& s = transfers_.snapshotAt(row);
        if (s.state == TransferState::Done && s.finished.value_or(latest) <= latest) {
            ids.push_back(s.id);
        }
    }
    if (!ids.empty()) {
        commands_.remove(ids, Removal::KeepFile);
    }
}

}  // namespace penstock
