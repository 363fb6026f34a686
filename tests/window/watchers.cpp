#include "tests/window/watchers.h"

#include "ui/model_roles.h"
#include "ui/socket_columns.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

using std::chrono::steady_clock;

/// The timer column is sorted by the moment itself.
steady_clock::time_point momentOf(qlonglong sinceEpoch) {
    return steady_clock::time_point(steady_clock::duration(sinceEpoch));
}

QString textOf(const QAbstractItemModel& model, int row, SocketColumn column) {
    return model.index(row, static_cast<int>(column)).data(Qt::DisplayRole).toString();
}

}  // namespace

WaitWatcher::WaitWatcher(const QAbstractItemModel& sockets) : sockets_(sockets) {
    connect(&sockets, &QAbstractItemModel::rowsInserted, this, &WaitWatcher::changed);
    connect(&sockets, &QAbstractItemModel::dataChanged, this, &WaitWatcher::changed);
}

void WaitWatcher::changed() {
    if (!lookIsDue_) {
        lookIsDue_ = true;
        QMetaObject::invokeMethod(this, &WaitWatcher::look, Qt::QueuedConnection);
    }
}

void WaitWatcher::look() {
    lookIsDue_ = false;
    for (int row = 0; row < sockets_.rowCount(); ++row) {
        const QString waitsFor = textOf(sockets_, row, SocketColumn::WaitsFor);
        if (find(waitsFor) == nullptr) {
            const QModelIndex timer =
                sockets_.index(row, static_cast<int>(SocketColumn::TimerLeft));
            seen_.push_back({waitsFor, timer.data(Qt::DisplayRole).toString(),
                             momentOf(timer.data(SortRole).toLongLong()), steady_clock::now()});
        }
    }
}

const SeenWait* WaitWatcher::find(const QString& waitsFor) const {
    const auto found = std::find_if(seen_.begin(), seen_.end(), [&](const SeenWait& wait) {
        return wait.waitsFor == waitsFor;
    });
    return found == seen_.end() ? nullptr : &*found;
}

MomentWatcher::MomentWatcher(const QAbstractItemModel& model, std::function<bool()> condition)
    : condition_(std::move(condition)) {
    connect(&model, &QAbstractItemModel::rowsInserted, this, &MomentWatcher::look);
    connect(&model, &QAbstractItemModel::dataChanged, this, &MomentWatcher::look);
}

void MomentWatcher::look() {
    if (!came_ && condition_()) {
        came_ = true;
        when_ = steady_clock::now();
    }
}

ChangeCounter::ChangeCounter(const QAbstractItemModel& model) {
    connect(&model, &QAbstractItemModel::dataChanged, this, &ChangeCounter::changed);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { ++resets_; });
}

void ChangeCounter::changed(const QModelIndex& topLeft, const QModelIndex& bottomRight) {
    rows_.push_back({topLeft.row(), bottomRight.row()});
    if (batchIsOpen_) {
        return;
    }
    batchIsOpen_ = true;
    ++batches_;
    QMetaObject::invokeMethod(
        this, [this] { batchIsOpen_ = false; }, Qt::QueuedConnection);
}

}  // namespace penstock
