#include "ui/queues_page.h"

#include "ui/connection_limits.h"
#include "ui/name_row.h"
#include "ui/queue_columns.h"
#include "ui/queue_list.h"
#include "ui/rate_field.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/selected_rows.h"
#include "ui/week_view.h"

#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kTableHeight = 122;

}  // namespace

QueuesPage::QueuesPage(QueueList& queues, QWidget* parent)
    : SettingsForm(parent),
      queues_(queues),
      model_(new QueueModel(this)),
      view_(new RowView(this)),
      names_(new NameRow(QStringLiteral("queue"), tr("Name of a new queue"),
                         tr("A new queue, such as overnight"), this)),
      files_(new QSpinBox(this)),
      rate_(new RateField(this)),
      week_(new WeekView(this)),
      hours_(new QLabel(this)) {
    buildTable();
    files_->setObjectName(QStringLiteral("queueFiles"));
    files_->setRange(0, kMostActiveTransfers);
    files_->setSpecialValueText(tr("No limit"));
    files_->setKeyboardTracking(false);
    rate_->setObjectName(QStringLiteral("queueRate"));
    week_->setObjectName(QStringLiteral("queueWeek"));
    hours_->setObjectName(QStringLiteral("queueHours"));
    hours_->setTextFormat(Qt::PlainText);
    hours_->setProperty("quiet", true);
    hours_->setWordWrap(true);
    addHeadline(tr("Queues"),
                tr("Transfers of a queue share its limits, and run in its hours only."));
    addWide(*view_);
    addWide(*names_);
    addField(tr("Files at the same &time"), QString(), *files_);
    addField(tr("&Speed of all of them"), QString(), *rate_);
    addHeadline(tr("Hours"), tr("At which its transfers run, of each day."));
    addWide(*week_);
    addWide(*hours_);
    addEnd();
    connectParts();
    showQueues();
}

void QueuesPage::buildTable() {
    view_->setObjectName(QStringLiteral("queuesView"));
    view_->setAccessibleName(tr("Queues"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setFixedHeight(kTableHeight);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    auto* nothing = new QLabel(tr("There is no queue yet"), view_->viewport());
    nothing->setObjectName(QStringLiteral("queuesEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans(
        {{QStringLiteral("overnight"), 2, false},
         {QStringLiteral("8888"), 0, false},
         {QStringLiteral("888 kB/s"), 0, false},
         {dayName(0) + QStringLiteral("–") + dayName(4) + QStringLiteral(" 22:00–06:00"), 4,
          false}});
}

void QueuesPage::connectParts() {
    connect(&queues_, &QueueList::changed, this, &QueuesPage::showQueues);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &QueuesPage::showChosen);
    connect(names_, &NameRow::added, this, &QueuesPage::add);
    connect(names_, &NameRow::removeAsked, this, &QueuesPage::removeChosen);
    connect(files_, &QSpinBox::valueChanged, this, &QueuesPage::change);
    connect(rate_, &RateField::chosen, this, &QueuesPage::change);
    connect(week_, &WeekView::changed, this, &QueuesPage::change);
}

void QueuesPage::showQueues() {
    model_->show(queues_.queues());
    const auto& rows = model_->rows();
    const auto found = std::find_if(rows.begin(), rows.end(), [this](const QueueSettings& each) {
        return each.name == wanted_;
    });
    const auto row = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
    if (!rows.empty()) {
        view_->setCurrentIndex(model_->index(row, 0));
    }
    showChosen();
}

void QueuesPage::showChosen() {
    const QueueSettings* queue = chosen();
    for (QWidget* field : std::initializer_list<QWidget*>{files_, rate_, week_}) {
        field->setEnabled(queue != nullptr);
    }
    names_->setRemovable(queue != nullptr);
    const QueueSettings shown = queue == nullptr ? QueueSettings() : *queue;
    wanted_ = shown.name;
    const QSignalBlocker quiet(files_);
    files_->setValue(shown.activeTransfers);
    rate_->setRate(shown.rateLimit);
    week_->setSchedule(shown.schedule);
    hours_->setText(queue == nullptr ? QString() : scheduleText(shown.schedule));
}

const QueueSettings* QueuesPage::chosen() const {
    const std::vector<int> rows = selectedRows(*view_);
    return rows.empty() ? nullptr : &model_->rowAt(rows.front());
}

void QueuesPage::add(const QString& name) {
    QueueSettings queue;
    queue.name = name.toStdString();
    const auto& rows = model_->rows();
    const bool known = std::any_of(rows.begin(), rows.end(), [&](const QueueSettings& each) {
        return each.name == queue.name;
    });
    wanted_ = queue.name;
    if (known) {
        showQueues();
    } else {
        queues_.set(queue);
    }
}

void QueuesPage::removeChosen() {
    if (const QueueSettings* queue = chosen()) {
        queues_.remove(std::string(queue->name));
    }
}

void QueuesPage::change() {
    const QueueSettings* queue = chosen();
    if (queue == nullptr) {
        return;
    }
    QueueSettings wanted = *queue;
    wanted.activeTransfers = files_->value();
    wanted.rateLimit = rate_->rate();
    wanted.schedule = week_->schedule();
    hours_->setText(scheduleText(wanted.schedule));
    queues_.set(wanted);
}

}  // namespace penstock
