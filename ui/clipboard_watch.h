#pragma once
// Offers the links on the clipboard in a quiet bar when the window becomes active, if a person has
// set that: each once, and none that is on the list. Nothing is looked at while the window is in
// the background.

#include "engine/transfer_types.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <utility>

class QAction;
class QWidget;

namespace penstock {

class DesktopChoice;
class MessageBar;
struct FoundLinks;

class ClipboardWatch final : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    ClipboardWatch(QWidget& window, MessageBar& bar, const DesktopChoice& desktop);

    /// The addresses that the list has, asked when there is something to be offered.
    using Known = std::function<QHash<QString, TransferId>()>;

    void setKnown(Known known) { known_ = std::move(known); }

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// A person wants these.
    void wanted(const QStringList& links);

private:
    void look();
    void offer(const QStringList& links);

    QWidget& window_;
    MessageBar& bar_;
    const DesktopChoice& desktop_;
    Known known_;
    QAction* add_;
    QAction* not_;
    QStringList offered_;
};

}  // namespace penstock
