#include "ui/removed_rows.h"

#include "ui/format.h"
#include "ui/sort_proxies.h"
#include "ui/stop_question.h"
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

void RemovedRows::hide(const std::vector<TransferId>& ids, Files files) {
    if (ids.empty()) {
        return;
    }
    forget();
    again_ = 0;
    ids_ = ids;
    files_ = files;
    for (const TransferId id : ids) {
        const int row = transfers_.rowOf(id);
        if (row >= 0 && canPause(transfers_.snapshotAt(row).state)) {
            ran_.push_back(id);
            again_ += isLostByStopping(transfers_.snapshotAt(row))
                          ? transfers_.snapshotAt(row).received
                          : 0;
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
    back_ = std::exchange(ids_, {});
    goesOn_.insert(goesOn_.end(), ran_.begin(), ran_.end());
    ran_.clear();
    resumeWhatIsPaused();
    emit changed();
    emit back();
}

void RemovedRows::forget() {
    if (ids_.empty()) {
        return;
    }
    // They stay hidden: until their removal comes back from the engine they are in the model.
    const QStringList trashed = files_ == Files::Trash ? finishedFiles() : QStringList();
    commands_.remove(std::exchange(ids_, {}),
                     files_ == Files::Delete ? Removal::DeleteFile : Removal::KeepFile);
    if (!trashed.isEmpty()) {
        commands_.moveToTrash(trashed);
    }
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

QStringList RemovedRows::finishedFiles() const {
    QStringList files;
    for (const TransferId id : ids_) {
        const int row = transfers_.rowOf(id);
        if (row >= 0 && transfers_.snapshotAt(row).state == TransferState::Done) {
            files.append(filePath(transfers_.snapshotAt(row)));
        }
    }
    return files;
}

std::uint64_t RemovedRows::received(bool done) const {
    std::uint64_t bytes = 0;
    for (const TransferId id : ids_) {
        const int row = transfers_.rowOf(id);
        if (row >= 0 && (transfers_.snapshotAt(row).state == TransferState::Done) == done) {
            bytes += transfers_.snapshotAt(row).received;
        }
    }
    return bytes;
}

QString RemovedRows::text() const {
    if (ids_.empty()) {
        return {};
    }
    QStringList parts{ids_.size() == 1
                          ? tr("%1 removed").arg(nameInSentence(transfers_.nameOf(ids_.front())))
                          : tr("%Ln removed", "transfers", static_cast<int>(ids_.size()))};
    if (const std::uint64_t unfinished = received(false); unfinished > 0) {
        parts += tr("%1 of unfinished files go when this is closed").arg(formatSize(unfinished));
    }
    if (const std::uint64_t finished = received(true); finished > 0) {
        if (files_ == Files::Trash) {
            parts += tr("%1 go to the trash when this is closed").arg(formatSize(finished));
        } else if (files_ == Files::Delete) {
            parts += tr("%1 are deleted when this is closed").arg(formatSize(finished));
        }
    }
    if (again_ > 0) {
        parts += tr("%1 would be fetched again after Undo").arg(formatSize(again_));
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace penstock
