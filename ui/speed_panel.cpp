#include "ui/speed_panel.h"

#include "ui/current_transfer.h"
#include "ui/format.h"
#include "ui/limit_choice.h"
#include "ui/quiet_button.h"
#include "ui/row_delegate.h"
#include "ui/speed_graph.h"
#include "ui/transfer_model.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace penstock {

namespace {

QLabel* makeLabel(const char* name, const char* property, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    label->setMinimumWidth(0);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

}  // namespace

SpeedPanel::SpeedPanel(const CurrentTransfer& current, TransferModel& transfers,
                       const LimitChoice& limits, QWidget* parent)
    : QWidget(parent),
      current_(current),
      transfers_(transfers),
      limits_(limits),
      history_(transfers),
      title_(makeLabel("speedName", "headline", this)),
      numbers_(makeLabel("speedNumbers", "quiet", this)),
      graph_(new SpeedGraph(this)),
      periods_(new QButtonGroup(this)),
      all_(addButton(tr("All transfers"), QStringLiteral("speedAll"))) {
    setObjectName(QStringLiteral("speedPanel"));
    setAttribute(Qt::WA_StyledBackground);
    graph_->setObjectName(QStringLiteral("speedGraph"));
    graph_->setAccessibleName(tr("Speed"));
    build();
    connect(periods_, &QButtonGroup::idClicked, this, &SpeedPanel::follow);
    connect(all_, &QPushButton::toggled, this, &SpeedPanel::follow);
    connect(&current, &CurrentTransfer::changed, this, &SpeedPanel::follow);
    connect(&transfers, &RowModel::settled, this, &SpeedPanel::follow);
    connect(&limits, &LimitChoice::changed, this, &SpeedPanel::follow);
}

QPushButton* SpeedPanel::addButton(const QString& text, const QString& name) {
    auto* button = makeQuietButton(text, name, this);
    button->setProperty("small", true);
    button->setCheckable(true);
    return button;
}

void SpeedPanel::build() {
    auto* words = new QHBoxLayout;
    words->setSpacing(6);
    words->addWidget(title_, 2);
    words->addWidget(numbers_, 2);
    words->addWidget(all_);
    words->addSpacing(8);
    for (const int minutes : {1, 5, 30}) {
        QPushButton* button =
            addButton(tr("%1 min").arg(minutes), QStringLiteral("speed%1").arg(minutes));
        periods_->addButton(button, minutes);
        words->addWidget(button);
    }
    periods_->button(1)->setChecked(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(RowDelegate::kPadding, 8, RowDelegate::kPadding, 6);
    layout->setSpacing(6);
    layout->addLayout(words);
    layout->addWidget(graph_, 1);
}

QWidget& SpeedPanel::firstButton() noexcept {
    return *all_;
}

void SpeedPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow();
}

void SpeedPanel::follow() {
    if (!isVisible() || transfers_.changing()) {
        return;
    }
    const TransferRow* row = transfers_.mirror().find(current_.id());
    all_->setEnabled(row != nullptr);
    const bool all = row == nullptr || all_->isChecked();
    const std::uint64_t shared = limits_.value().totalRate;
    const std::uint64_t limit =
        !all && row->snapshot.rateLimit > 0 ? row->snapshot.rateLimit : shared;
    const std::chrono::minutes period(periods_->checkedId());
    const SpeedCurve curve = speedCurve(all ? history_.ofAll() : history_.of(current_.id()),
                                        transfers_.moment(), period, limit);
    title_->setText(all ? tr("All transfers") : shownText(row->snapshot.name));
    const QString numbers =
        curve.points.empty()
            ? tr("nothing has moved")
            : tr("%1 on average, %2 at most").arg(formatSpeed(curve.mean), formatSpeed(curve.most));
    numbers_->setText(numbers);
    graph_->setAccessibleDescription(numbers);
    graph_->setCurve(curve, period, limit);
}

}  // namespace penstock
