#pragma once
// Leads a person to what has just been added: selects it and scrolls to it, as soon as it is on the
// list.
//
// GUI thread.

#include "engine/transfer_types.h"

#include <QObject>

#include <vector>

namespace penstock {

class TransferModel;
class TransferPane;

class NewRows final : public QObject {
    Q_OBJECT

public:
    /// `pane` shows `transfers`. Both outlive this.
    NewRows(const TransferModel& transfers, TransferPane& pane);

    /// Instead of those of an earlier call that have not come yet.
    void expect(const std::vector<TransferId>& ids);

private:
    void look();

    const TransferModel& transfers_;
    TransferPane& pane_;
    std::vector<TransferId> expected_;
};

}  // namespace penstock
