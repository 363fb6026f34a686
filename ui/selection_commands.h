#pragma once
// What a person may do with the selected transfers, and whether that would do anything.

#include "engine/transfer_types.h"

#include <QString>

#include <vector>

class QTreeView;

namespace penstock {

class TransferCommands;
class TransferModel;

class SelectionCommands {
public:
    /// `view` shows `transfers` (through a proxy or not). All three must outlive this.
    SelectionCommands(const TransferModel& transfers, TransferCommands& commands, QTreeView& view);

    /// What the selected rows allow; each is true if it is for any of them.
    struct Allowed {
        bool any = false;
        bool start = false;
        bool pause = false;
        bool keep = false;
        /// "Resume", or "Retry", "Start over" or "Follow" where that is what start means for all.
        QString startWord;
        /// What keep means for those that ask: "Keep what is here", or "Do not follow".
        QString keepWord;
    };

    [[nodiscard]] Allowed allowed() const;
    /// Whether pauseAll() would do anything.
    [[nodiscard]] bool anyPausable() const;

    /// Resumes and retries; of an asking transfer the answer is to start over, or to follow.
    void start();
    void pause();
    void pauseAll();
    /// Answers asking transfers: stop, and keep what is here.
    void keep();
    /// Asks first if bytes would be lost.
    void remove(Removal removal);
    /// Opens each folder once.
    void openFolders() const;
    void copyLinks() const;

    /// In the order of the rows.
    [[nodiscard]] std::vector<TransferId> ids() const;

private:
    [[nodiscard]] const TransferSnapshot& snapshotOf(TransferId id) const;

    const TransferModel& transfers_;
    TransferCommands& commands_;
    QTreeView& view_;
};

}  // namespace penstock
