#include "ui/stop_question.h"

#include "ui/format.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"

#include <QAction>

#include <algorithm>
#include <utility>

namespace penstock {

bool isLostByStopping(const TransferSnapshot& snapshot) noexcept {
    // Others have no connection that could be lost, or nothing yet that came over it.
    const bool runs =
        snapshot.state == TransferState::Receiving || snapshot.state == TransferState::Verifying;
    return runs && snapshot.startsOver && snapshot.received > 0;
}

StopQuestion::StopQuestion(const TransferModel& transfers, TransferCommands& commands,
                           TransferPane& pane)
    : transfers_(transfers),
      commands_(commands),
      pane_(pane),
      anyway_(new QAction(this)),
      not_(new QAction(this)) {
    pane.addStopButtons(*not_, *anyway_);
    connect(anyway_, &QAction::triggered, this, &StopQuestion::goOn);
    connect(not_, &QAction::triggered, this, [this] { ask(Stop::Nothing, {}); });
    // What it speaks of grows, comes to its end, or stops by itself.
    connect(&transfers, &RowModel::settled, this, [this] {
        if (stop_ != Stop::Nothing) {
            look();
        }
    });
}

bool StopQuestion::wouldLose(TransferId id) const {
    const int row = transfers_.rowOf(id);
    return row >= 0 && isLostByStopping(transfers_.snapshotAt(row));
}

void StopQuestion::pause(const std::vector<TransferId>& ids) {
    std::vector<TransferId> harmless = ids;
    const auto lost = std::stable_partition(harmless.begin(), harmless.end(),
                                            [this](TransferId id) { return !wouldLose(id); });
    const std::vector<TransferId> lossy(lost, harmless.end());
    harmless.erase(lost, harmless.end());
    if (!harmless.empty()) {
        commands_.pause(harmless);
    }
    ask(lossy.empty() ? Stop::Nothing : Stop::Pause, lossy);
}

bool StopQuestion::mayLeave() {
    std::vector<TransferId> lossy;
    for (int row = 0; row < transfers_.rowCount(); ++row) {
        if (isLostByStopping(transfers_.snapshotAt(row))) {
            lossy.push_back(transfers_.idAt(row));
        }
    }
    const bool nothingLost = lossy.empty();
    ask(nothingLost ? Stop::Nothing : Stop::Leave, std::move(lossy));
    return nothingLost;
}

void StopQuestion::ask(Stop stop, std::vector<TransferId> ids) {
    stop_ = stop;
    ids_ = std::move(ids);
    anyway_->setText(stop == Stop::Leave ? tr("Quit all the same") : tr("Pause all the same"));
    if (stop == Stop::Leave) {
        not_->setText(tr("Stay"));
    } else {
        not_->setText(ids_.size() == 1 ? tr("Let it run") : tr("Let them run"));
    }
    look();
    if (stop != Stop::Nothing) {
        pane_.focusStop();
    }
}

void StopQuestion::look() {
    std::erase_if(ids_, [this](TransferId id) { return !wouldLose(id); });
    std::uint64_t bytes = 0;
    for (const TransferId id : ids_) {
        bytes += transfers_.snapshotAt(transfers_.rowOf(id)).received;
    }
    if (ids_.empty()) {
        stop_ = Stop::Nothing;
        pane_.showStop({});
    } else if (ids_.size() == 1) {
        pane_.showStop(
            tr("%1 cannot go on later: %2 would be fetched again")
                .arg(nameInSentence(transfers_.nameOf(ids_.front())), formatSize(bytes)));
    } else {
        pane_.showStop(tr("%Ln transfers cannot go on later: %1 would be fetched again", nullptr,
                          static_cast<int>(ids_.size()))
                           .arg(formatSize(bytes)));
    }
}

void StopQuestion::goOn() {
    const Stop stop = stop_;
    const std::vector<TransferId> ids = ids_;
    ask(Stop::Nothing, {});
    if (stop == Stop::Pause) {
        commands_.pause(ids);
    } else if (stop == Stop::Leave) {
        emit leaving();
    }
}

}  // namespace penstock
