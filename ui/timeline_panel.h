#pragma once
// The tab with the requests of one transfer, and what each did with its time.

#include "ui/timeline_rows.h"
#include "ui/value_table_model.h"

#include <QWidget>

#include <optional>

namespace penstock {

class RowView;

class TimelineModel final : public ValueTableModel<TimelineRow, TimelineColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const TimelineRow& row, TimelineColumn column,
                                int role) const override;
};

class TimelinePanel final : public QWidget {
    Q_OBJECT

public:
    explicit TimelinePanel(QWidget* parent);

    /// Nothing: no transfer is selected.
    void setDetails(const std::optional<TransferStory>& details);
    /// What has the focus when a person goes to this tab.
    [[nodiscard]] QWidget& table() noexcept;

private:
    TimelineModel* model_;
    RowView* view_;
};

}  // namespace penstock
