#pragma once
// The tab about the sources of the current transfer: its address and its mirrors.

#include "ui/source_columns.h"
#include "ui/value_table_model.h"

#include <QWidget>

namespace penstock {

class CurrentTransfer;
class RowView;
class TransferModel;

class SourceModel final : public ValueTableModel<SourceSnapshot, SourceColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const SourceSnapshot& row, SourceColumn column,
                                int role) const override;
};

class SourcesPanel final : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel. While it is not to be seen it does nothing.
    SourcesPanel(const CurrentTransfer& current, const TransferModel& transfers, QWidget* parent);

    /// What has the focus when a person goes to this tab.
    [[nodiscard]] QWidget& table() noexcept;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();

    const CurrentTransfer& current_;
    const TransferModel& transfers_;
    SourceModel* model_;
    RowView* view_;
};

}  // namespace penstock
