#pragma once
// What a person may do with the selected transfers, and whether that would do anything.

#include "engine/transfer_types.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

class QTreeView;

namespace penstock {

class TransferCommands;
class TransferModel;

class SelectionCommands {
    Q_DECLARE_TR_FUNCTIONS(penstock::SelectionCommands)

public:
    /// `view` shows `transfers` (through a proxy or not). All three must outlive this.
    SelectionCommands(const TransferModel& transfers, TransferCommands& commands, QTreeView& view);

    /// What the selected rows allow; each is true if it is for any of them.
    struct Allowed {
        bool any = false;
        bool start = false;
        bool pause = false;
        bool open = false;  // its file, which is whole
        /// "Retry" where that is what start means for all, else "Resume".
        QString startWord;
        QString startTip;
        /// What all of them ask; Nothing if they do not, or not the same.
        Question question = Question::Nothing;
    };

    [[nodiscard]] Allowed allowed() const;
    /// Whether allPausable() names any.
    [[nodiscard]] bool anyPausable() const;
    /// What they ask, as a sentence; empty where Allowed::question is Nothing.
    [[nodiscard]] QString questionText() const;

    /// Resumes and retries. What asks is left alone.
    void start();
    /// Those of the selected, and of all, that can be paused.
    [[nodiscard]] std::vector<TransferId> pausable() const;
    [[nodiscard]] std::vector<TransferId> allPausable() const;
    /// Asks for a login, for those of the selected that want one for the host of the first.
    void logIn();
    /// Asks whether the server of the first that asks is trusted.
    void trust();
    /// Answers those of the selected that ask this; the others are left alone.
    void answer(Question question, Choice choice);
    /// Bytes of the selected that are here.
    [[nodiscard]] std::uint64_t received() const;
    /// Opens the first of the selected that is done.
    void openFirst();
    /// If it is done.
    void openFile(TransferId id);
    /// Shows their files, or what there is of them, in the desktop's file manager.
    void showInFolder();
    void copyLinks() const;

    /// In the order of the rows.
    [[nodiscard]] std::vector<TransferId> ids() const;

private:
    [[nodiscard]] const TransferSnapshot& snapshotOf(TransferId id) const;

    const TransferModel& transfers_;
    TransferCommands& commands_;
    QTreeView& view_;
};

/// The answer that goes on.
Choice yesTo(Question question) noexcept;

}  // namespace penstock
