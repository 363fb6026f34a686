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
class TransferCommands;
struct FoundLinks;
struct WindowActions;

class LinkIntake final : public QObject {
    Q_OBJECT

public:
    /// Follows the actions for adding and pasting, and takes what is dropped on `window`, which has
    /// the dialog. All outlive this.
    LinkIntake(QWidget& window, const WindowActions& actions, TransferCommands& commands,
               const QueueList& queues, const CategoryList& categories);

    /// The transfers on the list by their addresses.
    using Known = std::function<QHash<QString, TransferId>()>;

    /// What the list has already; asked whenever the dialog opens.
    void setKnown(Known known) { known_ = std::move(known); }

    /// Opens the add dialog with these links, or adds them to the one that is open.
    void open(const QStringList& urls);

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
    void show(const FoundLinks& found);
    void accept();
    void become(std::vector<TransferId> newest);

    QWidget& window_;
    TransferCommands& commands_;
    const QueueList& queues_;
    const CategoryList& categories_;
    std::vector<TransferId> newest_;
    Known known_;
    QPointer<AddDialog> dialog_;
    DropMark* mark_;  // the window's
};

}  // namespace penstock
