#pragma once
// The hosts of which it is known how many connections they take: learned from their refusals, or
// set by a person, who may change or forget each.

#include "ui/host_columns.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace penstock {

class HostModel;
class RowView;
class TransferCommands;
class TransferModel;

class HostsPanel final : public QWidget {
    Q_OBJECT

public:
    /// Asks anew when the state of transfers changes while it is to be seen. Both outlive it.
    HostsPanel(const TransferModel& transfers, TransferCommands& commands, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void ask();
    void show(std::vector<HostCeiling> ceilings);
    void change(const HostAndPort& host, int connections);
    void forgetSelected();
    void setTyped();

    TransferCommands& commands_;
    HostModel* model_;
    RowView* view_;
    QPushButton* forget_;
    QLineEdit* host_;
    QSpinBox* connections_;
    QPushButton* set_;
    bool asked_ = false;
    bool again_ = false;  // something has changed since it was asked
};

}  // namespace penstock
