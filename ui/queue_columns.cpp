#include "ui/queue_columns.h"

#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/rate_text.h"
#include "ui/week_hours.h"

#include <QCoreApplication>

namespace penstock {

QString columnTitle(QueueColumn column) {
    switch (column) {
        case QueueColumn::Name:
            return QCoreApplication::translate("penstock::QueueColumns", "Queue");
        case QueueColumn::Files:
            return QCoreApplication::translate("penstock::QueueColumns", "Files");
        case QueueColumn::Speed:
            return QCoreApplication::translate("penstock::QueueColumns", "Speed");
        case QueueColumn::Hours:
            return QCoreApplication::translate("penstock::QueueColumns", "Hours");
        case QueueColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(QueueColumn column) noexcept {
    return column == QueueColumn::Files || column == QueueColumn::Speed;
}

QString cellText(const QueueSettings& queue, QueueColumn column) {
    switch (column) {
        case QueueColumn::Name:
            return shownText(queue.name);
        case QueueColumn::Files:
            return queue.activeTransfers == 0 ? unknownText() : formatNumber(queue.activeTransfers);
        case QueueColumn::Speed:
            return queue.rateLimit == 0 ? unknownText() : rateText(queue.rateLimit);
        case QueueColumn::Hours:
            return scheduleText(queue.schedule);
        case QueueColumn::Count:
            break;
    }
    return {};
}

QVariant QueueModel::cell(const QueueSettings& row, QueueColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return cellText(row, column);
        case Qt::ToolTipRole:
            return plainToolTip(cellText(row, column));
        case ToneRole:
            return static_cast<int>(column == QueueColumn::Hours ? Tone::Muted : Tone::Text);
        default:
            return {};
    }
}

}  // namespace penstock
