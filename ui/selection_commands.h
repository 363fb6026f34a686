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
        /// "Retry" where that is what start means for all, else "Resume".
        QString startWord;
        /// What all of them ask; Nothing if they do not, or not the same.
        Question question = Question::Nothing;
    };

    [[nodiscard]] Allowed allowed() const;
    /// Whether pauseAll() would do anything.
    [[nodiscard]] bool anyPausable() const;
    /// What they ask, as a sentence; empty where Allowed::question is Nothing.
    [[nodiscard]] QString questionText() const;

    /// Resumes and retries. What asks is left alone.
    void start();
    void pause();
    void pauseAll();
    /// Answers those that ask this; the others are left alone.
    void answer(Question question, Choice choice);
    /// Asks, and removes them and what has been downloaded.
    void removeWithFiles();
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
