#pragma once
// The table of named queues: values in, roles out.

#include "engine/queue_types.h"
#include "ui/value_table_model.h"

#include <QString>

namespace penstock {

enum class QueueColumn : int { Name, Files, Speed, Hours, Count };

QString columnTitle(QueueColumn column);
bool alignsRight(QueueColumn column) noexcept;
/// All that the cell says.
QString cellText(const QueueSettings& queue, QueueColumn column);

class QueueModel final : public ValueTableModel<QueueSettings, QueueColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const QueueSettings& row, QueueColumn column,
                                int role) const override;
};

}  // namespace penstock
