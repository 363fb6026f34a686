#pragma once
// Does what a person has chosen about a transfer that asks, has failed or waits, wherever that was
// clicked: in its row or in its details.

#include "ui/remedies.h"

#include <QObject>

class QWidget;

namespace penstock {

class TransferCommands;
class TransferModel;

class RemedyActions final : public QObject {
    Q_OBJECT

public:
    /// `window` has the dialogs. All outlive this.
    RemedyActions(const TransferModel& transfers, TransferCommands& commands, QWidget& window)
        : transfers_(transfers), commands_(commands), window_(window) {}

    /// Only what still fits: it may have gone on meanwhile.
    void act(TransferId id, Remedy remedy);
    /// The one at that place of remediesFor().
    void actNth(TransferId id, int which);

private:
    void chooseFolderFor(const TransferSnapshot& snapshot);

    const TransferModel& transfers_;
    TransferCommands& commands_;
    QWidget& window_;
};

}  // namespace penstock
