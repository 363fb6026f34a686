#pragma once
// The tab with the speed of the current transfer, or of all together, over the last minutes.

#include "ui/speed_history.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace penstock {

class CurrentTransfer;
class LimitChoice;
class SpeedGraph;
class TransferModel;

class SpeedPanel final : public QWidget {
    Q_OBJECT

public:
    /// All outlive the panel. While it is not to be seen it does nothing.
    SpeedPanel(const CurrentTransfer& current, TransferModel& transfers, const LimitChoice& limits,
               QWidget* parent);

    /// What has the focus when a person goes to this tab.
    [[nodiscard]] QWidget& firstButton() noexcept;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QPushButton* addButton(const QString& text, const QString& name);
    void build();
    void follow();

    const CurrentTransfer& current_;
    TransferModel& transfers_;
    const LimitChoice& limits_;
    SpeedHistory history_;
    QLabel* title_;
    QLabel* numbers_;
    SpeedGraph* graph_;
    QButtonGroup* periods_;  // by minutes
    QPushButton* all_;
};

}  // namespace penstock
