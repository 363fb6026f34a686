#pragma once
// What a person may do with the account of a transfer: copy it as a command, copy its error, write
// it into a file, and open such a file.

#include "ui/transfer_story.h"

#include <QObject>

#include <functional>

class QWidget;

namespace penstock {

class CurrentTransfer;
class TransferCommands;
class TransferModel;
struct TraceActions;

class TraceCommands final : public QObject {
    Q_OBJECT

public:
    /// `window` is the parent of the dialogs. All outlive this.
    TraceCommands(const TraceActions& actions, const CurrentTransfer& current,
                  const TransferModel& transfers, TransferCommands& commands, QWidget& window);

    /// Shows the trace of a file in a window of its own, or says why it cannot.
    void open(const QString& path);
    /// Writes one, or says why it cannot.
    void write(const TransferStory& details, const QString& path);

signals:
    /// A sentence for a person.
    void failed(const QString& sentence);

private:
    void update();
    void fetch(std::function<void(const TransferStory&)> then);
    void copyCurl();
    void copyError();
    void exportTrace();
    void chooseTrace();

    const TraceActions& actions_;
    const CurrentTransfer& current_;
    const TransferModel& transfers_;
    TransferCommands& commands_;
    QWidget& window_;
};

/// The error with its evidence, and the last events; what a bug report needs. Empty: there is none.
QString errorReport(const TransferStory& details);

}  // namespace penstock
