#pragma once
// How links come into the window: pasted, dropped on it, typed, or handed over; all through the add
// dialog, so that a person sees them before they are added.

#include "engine/transfer_types.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <utility>
#include <vector>

class QMimeData;
class QWidget;

namespace penstock {

class AddDialog;
class CategoryList;
class DropMark;
class QueueList;
class PrivacyChoice;
class TransferCommands;
struct FoundLinks;
struct SideChoice;
struct WindowActions;

class LinkIntake final : public QObject {
    Q_OBJECT

public:
    /// What it works with; all outlive it.
    struct Parts {
        const WindowActions& actions;
        TransferCommands& commands;
        const QueueList& queues;
        const CategoryList& categories;
        const PrivacyChoice& privacy;
    };

    /// Follows the actions for adding and pasting, and takes what is dropped on `window`, which has
    /// the dialog.
    LinkIntake(QWidget& window, const Parts& parts);

    /// The transfers on the list by their addresses.
    using Known = std::function<QHash<QString, TransferId>()>;

    /// What the list has already; asked whenever the dialog opens.
    void setKnown(Known known) { known_ = std::move(known); }

    /// Opens the add dialog with these links, or adds them to the one that is open. Handed over by
    /// another program: no server is asked about them by itself.
    void open(const QStringList& urls);
    /// The same of those that a person has chosen.
    void openChosen(const QStringList& urls);
    /// What was dropped on a line of the side bar goes there.
    void drop(const QMimeData& data, const SideChoice& choice);

    /// What was added last, or was wanted and is on the list already: what a person looks for now.
    [[nodiscard]] const std::vector<TransferId>& newest() const noexcept { return newest_; }

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// There was no link to be taken, and why, as a sentence.
    void nothingFound(const QString& sentence);
    /// What is in the dialog is about to be added.
    void adding();
    /// There are other newest().
    void newestChanged();

private:
    void begin();
    void paste();
    void offer(const FoundLinks& found, const QString& otherwise);
    enum class From : bool { Person, Program };
    void show(const FoundLinks& found, From from = From::Person);
    void accept();
    void become(std::vector<TransferId> newest);

    QWidget& window_;
    Parts parts_;
    std::vector<TransferId> newest_;
    Known known_;
    QPointer<AddDialog> dialog_;
    DropMark* mark_;  // the window's
};

}  // namespace penstock
