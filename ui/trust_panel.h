#pragma once
// The servers that a person trusts for their keys, who may take it back.

#include <QWidget>

class QPushButton;

namespace penstock {

class RowView;
class TransferCommands;
class TrustModel;

class TrustPanel final : public QWidget {
    Q_OBJECT

public:
    /// `commands` outlives it.
    TrustPanel(TransferCommands& commands, QWidget* parent);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void refresh();
    void forgetSelected();

    TransferCommands& commands_;
    TrustModel* model_;
    RowView* view_;
    QPushButton* forget_;
};

}  // namespace penstock
