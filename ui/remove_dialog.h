#pragma once
// Asks before files go with their rows.

#include "engine/transfer_types.h"

#include <QDialog>

#include <vector>

namespace penstock {

/// What would be removed.
struct RemovePlan {
    std::vector<TransferId> ids;
    QString name;  // of the only one; empty when they are several
};

/// "Remove NAME and delete the file?"; for RemoveDialog and its tests.
QString removeQuestion(const RemovePlan& plan);

/// Accepted when a person agrees. Cancel has the focus.
class RemoveDialog final : public QDialog {
    Q_OBJECT

public:
    RemoveDialog(const RemovePlan& plan, QWidget* parent);
};

}  // namespace penstock
