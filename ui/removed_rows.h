#pragma once
// Transfers that a person has taken off the list and may still want back.
//
// hide() takes them out of sight and pauses what runs; nothing of them is lost until forget(). If
// the program ends in another way than by closing its window, they are on the list again, paused.
// GUI thread.

#include "engine/transfer_types.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace penstock {

class TransferCommands;
class TransferModel;
class TransferSortProxy;

class RemovedRows final : public QObject {
    Q_OBJECT

public:
    /// All three must outlive this.
    RemovedRows(const TransferModel& transfers, TransferCommands& commands,
                TransferSortProxy& order, QObject* parent);

    /// What becomes of finished files when their rows are forgotten. What is unfinished always
    /// goes.
    enum class Files { Stay, Trash, Delete };

    /// Those of an earlier call are forgotten.
    void hide(const std::vector<TransferId>& ids, Files files = Files::Stay);
    /// Shows them again; what hide() has paused goes on as soon as it is paused indeed.
    void undo();
    /// They go for good, and with them what is unfinished of their files, and the rest as was said.
    void forget();

    /// "31 removed · 119 MB of unfinished files go when this is closed", what becomes of finished
    /// ones, and what undo() costs; empty if there are none.
    [[nodiscard]] QString text() const;

    /// What undo() brought back last.
    [[nodiscard]] const std::vector<TransferId>& backAgain() const noexcept { return back_; }

signals:
    /// text() is another.
    void changed();
    /// backAgain() are.
    void back();

private:
    void resumeWhatIsPaused();
    [[nodiscard]] QStringList finishedFiles() const;
    [[nodiscard]] std::uint64_t received(bool done) const;

    const TransferModel& transfers_;
    TransferCommands& commands_;
    TransferSortProxy& order_;
    std::vector<TransferId> ids_;
    std::vector<TransferId> back_;
    Files files_ = Files::Stay;
    std::vector<TransferId> ran_;     // of them, before they were hidden
    std::uint64_t again_ = 0;         // bytes that undo() fetches once more
    std::vector<TransferId> goesOn_;  // wanted back, and not paused yet
};

}  // namespace penstock
