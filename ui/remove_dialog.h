#pragma once
// Asks before bytes are lost: an unfinished part, or a file that is to go with its row.

#include "engine/transfer_types.h"

#include <QDialog>

#include <vector>

namespace penstock {

/// What would be removed.
struct RemovePlan {
    std::vector<TransferId> ids;
    Removal removal = Removal::KeepFile;
    int unfinished = 0;  // of them, not Done
    QString name;        // of the only one; empty when they are several
};

/// "Remove NAME from the list and delete the file?"; for RemoveDialog and its tests.
QString removeQuestion(const RemovePlan& plan);

/// Accepted when a person agrees. Cancel has the focus.
class RemoveDialog final : public QDialog {
    Q_OBJECT

public:
    RemoveDialog(const RemovePlan& plan, QWidget* parent);
};

}  // namespace penstock
