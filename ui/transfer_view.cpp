#include "ui/transfer_view.h"

#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/progress_delegate.h"
#include "ui/row_delegate.h"
#include "ui/status_delegate.h"
#include "ui/transfer_columns.h"
#include "ui/wait_words.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace penstock {

namespace {

constexpr std::chrono::minutes kLongDuration{20 * 60 + 28};

}  // namespace

TransferView::TransferView(QAbstractItemModel& model, QWidget* parent) : RowView(parent) {
    setObjectName(QStringLiteral("transferView"));
    setAccessibleName(tr("Transfers"));
    setModel(&model);
    setItemDelegate(new RowDelegate(RowLines::Two, this));
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Name),
                             new RowDelegate(RowLines::Two, this, Qt::ElideMiddle));
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Progress),
                             new ProgressDelegate(RowLines::Two, this));
    auto* status = new StatusDelegate(RowLines::Two, this);
    setItemDelegateForColumn(static_cast<int>(TransferColumn::Status), status);
    connect(status, &StatusDelegate::chosen, this, [this](const QModelIndex& index, int choice) {
        emit answered(index.data(IdRole).toULongLong(), choice);
    });
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { emit opened(index.data(IdRole).toULongLong()); });
    setMouseTracking(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    // The host is under the name; its own column is for those who sort by it.
    setColumnPlans({
        {QStringLiteral("a-longer-file-1.2.tar.xz"), 5, false},
        {tr("unknown"), 0, false},
        {QStringLiteral("__________ 100 %"), 2, false},
        {QStringLiteral("icon ") + tr("Waiting for the first byte, a while", "of a usual width"), 6,
         false},
        {waitText(WaitsFor::TlsHandshake), 0, true},
        {QStringLiteral("888.8 MB/s"), 0, false},
        {formatDuration(kLongDuration), 0, false},
        {columnTitle(TransferColumn::Sockets), 0, false},
        {QStringLiteral("888.8 MB"), 0, true},
        {QStringLiteral("888.8 MB"), 0, true},
        {QStringLiteral("releases.ubuntu.com"), 0, true},
        {widestTime(), 0, false},
        {priorityWord(Priority::Normal), 0, true},
        {QStringLiteral("overnight"), 0, true},
        {widestTime(), 0, true},
        {formatDuration(kLongDuration), 0, true},
        {QStringLiteral("888.8 MB/s"), 0, true},
        {formatNumber(8888), 0, true},
        {columnTitle(TransferColumn::Resumable), 0, true},
        {QStringLiteral("8"), 0, true},
        {QStringLiteral("/home/somebody/Downloads"), 0, true},
        {QStringLiteral("https://releases.ubuntu.com/24.04"), 0, true},
    });
    giveWay();
}

void TransferView::giveWay() {
    using Column = TransferColumn;
    const auto all = [](std::initializer_list<Column> columns) {
        std::vector<int> numbers;
        for (const Column column : columns) {
            numbers.push_back(static_cast<int>(column));
        }
        return numbers;
    };
    // Those that are there only because a person wants them stay.
    setGivingWay(
        {all({Column::Added}),
         all({Column::Sockets, Column::TimeLeft, Column::Speed, Column::Size, Column::Progress}),
         {{static_cast<int>(Column::Name), QStringLiteral("a-long-file-name-of-1.2.tar.xz")},
          {static_cast<int>(Column::Status),
           QStringLiteral("icon The certificate is for other.example, not this")}}});
}

void TransferView::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & ~Qt::KeypadModifier) == 0 && currentIndex().isValid()) {
        emit opened(currentIndex().data(IdRole).toULongLong());
        event->accept();
        return;
    }
    RowView::keyPressEvent(event);
}

void TransferView::mouseMoveEvent(QMouseEvent* event) {
    RowView::mouseMoveEvent(event);
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    const bool onChoice =
        index.column() == static_cast<int>(TransferColumn::Status) &&
        StatusDelegate::choiceAt(visualRect(index), font(), index, at, layoutDirection()) >= 0;
    viewport()->setCursor(onChoice ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

}  // namespace penstock
