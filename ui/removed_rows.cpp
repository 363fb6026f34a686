#include "ui/removed_rows.h"

#include "ui/format.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_columns.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

/// Whether it stays in this state until somebody does something.
bool rests(TransferState state) {
    return state == TransferState::Paused || state == TransferState::Asking ||
           state == TransferState::Done || state == TransferState::Failed;
}

}  // namespace

RemovedRows::RemovedRows(const TransferModel& transfers, TransferCommands& commands,
                         TransferSortProxy& order, QObject* parent)
    : QObject(parent), transfers_(transfers), commands_(commands), order_(order) {
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer && !goesOn_.empty()) {
            resumeWhatIsPaused();
        }
    });
}

void RemovedRows::hide(const std::vector<TransferId>& ids) {
    if (ids.empty()) {
        return;
    }
    forget();
    ids_ = ids;
    for (const TransferId id : ids) {
        const int row = transfers_.rowOf(id);
        if (row >= 0 && canPause(transfers_.snapshotAt(row).state)) {
            ran_.push_back(id);
        }
    }
    order_.setHidden(ids, true);
    if (!ran_.empty()) {
        commands_.pause(ran_);
    }
    emit changed();
}

void RemovedRows::undo() {
    order_.setHidden(ids_, false);
    ids_.clear();
    goesOn_.insert(goesOn_.end(), ran_.begin(), ran_.end());
    ran_.clear();
    resumeWhatIsPaused();
    emit changed();
}

void RemovedRows::forget() {
    if (ids_.empty()) {
        return;
    }
    // They stay hidden: until their removal comes back from the engine they are in the model.
    commands_.remove(std::exchange(ids_, {}), Removal::KeepFile);
    ran_.clear();
    emit changed();
}

// A pause takes effect when nothing is out on the disk any more; until then resume() means nothing.
void RemovedRows::resumeWhatIsPaused() {
    std::vector<TransferId> paused;
    std::erase_if(goesOn_, [&](TransferId id) {
        const int row = transfers_.rowOf(id);
        if (row < 0) {
            return true;
        }
        const TransferState state = transfers_.snapshotAt(row).state;
        if (state == TransferState::Paused) {
            paused.push_back(id);
        }
        return rests(state);
    });
    if (!paused.empty()) {
        commands_.resume(paused);
    }
}

QString RemovedRows::text() const {
    if (ids_.empty()) {
        return {};
    }
    std::uint64_t unfinished = 0;
    for (const TransferId id : ids_) {
        const int row = transfers_.rowOf(id);
        if (row >= 0 && transfers_.snapshotAt(row).state != TransferState::Done) {
            unfinished += transfers_.snapshotAt(row).received;
        }
    }
    const QString what = ids_.size() == 1 ? nameInSentence(transfers_.nameOf(ids_.front()))
                                          : QString::number(ids_.size());
    const QString text = QStringLiteral("%1 removed").arg(what);
    return unfinished == 0 ? text
                           : QStringLiteral("%1 · %2 of unfinished files go when this is closed")
                                 .arg(text, formatSize(unfinished));
}

}  // namespace penstock
