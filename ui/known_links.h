#pragma once
// Says in the add dialog that links are on the list already, and lets a person choose: to see them
// there, or to have them again under another name.

#include "engine/transfer_types.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QToolButton;

namespace penstock {

class KnownLinks final : public QWidget {
    Q_OBJECT

public:
    /// Hidden until there are some.
    explicit KnownLinks(QWidget* parent);

    void setKnown(std::vector<TransferId> ids);

    [[nodiscard]] const std::vector<TransferId>& known() const noexcept { return ids_; }

    /// Whether a person wants them again.
    [[nodiscard]] bool again() const;

signals:
    void againChanged();
    void showWanted();

private:
    std::vector<TransferId> ids_;
    QLabel* text_;
    QToolButton* show_;
    QCheckBox* again_;
};

}  // namespace penstock
