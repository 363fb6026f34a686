#pragma once
// A trace that was opened: the same views as of a transfer of this window, standing still.

#include "ui/transfer_story.h"

#include <QDialog>

namespace penstock {

class TraceWindow final : public QDialog {
    Q_OBJECT

public:
    /// Deletes itself when it is closed.
    TraceWindow(const TransferStory& details, const QString& title, QWidget* parent);
};

}  // namespace penstock
