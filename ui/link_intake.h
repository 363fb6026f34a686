#pragma once
// How links come into the window: pasted, dropped on it, typed, or handed over; all through the add
// dialog, so that a person sees them before they are added.

#include <QObject>
#include <QPointer>
#include <QStringList>

class QMimeData;
class QWidget;

namespace penstock {

class AddDialog;
class CategoryList;
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

    /// Opens the add dialog with these links, or adds them to the one that is open.
    void open(const QStringList& urls);

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// There was no link to be taken, and why, as a sentence.
    void nothingFound(const QString& sentence);
    /// What is in the dialog is about to be added.
    void adding();

private:
    void paste();
    void offer(const FoundLinks& found, const QString& where);
    void show(const FoundLinks& found);
    void accept();

    QWidget& window_;
    TransferCommands& commands_;
    const QueueList& queues_;
    const CategoryList& categories_;
    QPointer<AddDialog> dialog_;
};

}  // namespace penstock
