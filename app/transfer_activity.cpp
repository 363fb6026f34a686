#include "app/transfer_activity.h"

#include <QDir>

namespace penstock {

namespace {

bool isUnderWay(const TransferSnapshot& snapshot) {
    switch (snapshot.state) {
        case TransferState::Probing:
        case TransferState::Receiving:
        case TransferState::Verifying:
        case TransferState::Settling:
            return true;
        case TransferState::Waiting:
            // Not for room on a disk, which a person has to make.
            return snapshot.wait.until.has_value();
        default:
            return false;
    }
}

bool isQueued(const TransferSnapshot& snapshot) {
    return snapshot.state == TransferState::Queued && snapshot.wait.waitsFor != WaitsFor::Schedule;
}

bool isEnd(TransferState state) {
    return state == TransferState::Done || state == TransferState::Failed ||
           state == TransferState::Asking;
}

EndedTransfer endOf(const TransferSnapshot& snapshot) {
    EndedTransfer ended;
    ended.name = QString::fromStdString(snapshot.name);
    ended.url = QString::fromStdString(snapshot.url);
    ended.size = snapshot.received;
    if (snapshot.state == TransferState::Done) {
        ended.path = QDir(QString::fromStdString(snapshot.directory)).filePath(ended.name);
    } else {
        ended.how = snapshot.state == TransferState::Failed ? EndedTransfer::How::Failed
                                                            : EndedTransfer::How::Asks;
        ended.sentence = QString::fromStdString(snapshot.error.sentence);
    }
    return ended;
}

}  // namespace

TransferActivity::TransferActivity(SnapshotMirror& mirror,
                                   std::chrono::system_clock::time_point start)
    : mirror_(mirror), start_(start) {
    mirror_.observe(*this);
}

TransferActivity::~TransferActivity() {
    mirror_.forget(*this);
}

TransferActivity::Bytes TransferActivity::bytes() const {
    Bytes bytes{doneBytes_, doneBytes_};
    for (const TransferId id : underWay_) {
        const TransferRow* row = mirror_.find(id);
        if (row != nullptr && row->snapshot.total) {
            bytes.received += row->snapshot.received;
            bytes.total += *row->snapshot.total;
        }
    }
    return bytes;
}

void TransferActivity::transfersCame(std::span<const TransferRow* const> rows) {
    for (const TransferRow* row : rows) {
        look(row->snapshot);
    }
    settle();
}

void TransferActivity::transfersMoved(std::span<const TransferId> /*ids*/) {
    emit changed();
}

void TransferActivity::transfersGo(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        underWay_.erase(id);
        queued_.erase(id);
        asking_.erase(id);
        told_.erase(id);
    }
    settle();
}

// Small files are over before they are seen to have begun.
bool TransferActivity::isNews(const TransferSnapshot& snapshot, bool seenBefore) const {
    const auto told = told_.find(snapshot.id);
    if (told != told_.end() && told->second == snapshot.state) {
        return false;
    }
    return seenBefore || snapshot.finished.value_or(snapshot.added) >= start_;
}

void TransferActivity::look(const TransferSnapshot& snapshot) {
    const TransferId id = snapshot.id;
    const bool seenBefore = (underWay_.erase(id) | queued_.erase(id) | asking_.erase(id)) != 0;
    if (isUnderWay(snapshot)) {
        underWay_.insert(id);
        told_.erase(id);
    } else if (isQueued(snapshot)) {
        queued_.insert(id);
        told_.erase(id);
    } else if (isEnd(snapshot.state)) {
        if (snapshot.state == TransferState::Asking) {
            asking_.insert(id);
        }
        if (isNews(snapshot, seenBefore)) {
            told_[id] = snapshot.state;
            endedNow_ = true;
            doneBytes_ += snapshot.state == TransferState::Done ? snapshot.received : 0;
            emit ended(endOf(snapshot));
        }
    }
}

void TransferActivity::settle() {
    if (underWay_.empty() && queued_.empty()) {
        doneBytes_ = 0;
        if (endedNow_) {
            emit allEnded();
        }
    }
    endedNow_ = false;
    emit changed();
}

}  // namespace penstock
