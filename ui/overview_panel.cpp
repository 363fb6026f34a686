#include "ui/overview_panel.h"

#include "ui/format.h"
#include "ui/mirrored.h"
#include "ui/overview_facts.h"
#include "ui/problem_box.h"
#include "ui/row_delegate.h"
#include "ui/share_bar.h"
#include "ui/slow_reason.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace penstock {

namespace {

QLabel* makeLabel(const char* name, const char* property, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    label->setWordWrap(true);
    label->setAlignment(leadingSide() | Qt::AlignVCenter);
    return label;
}

/// Only where it differs: a text that is selected stays so.
void say(QLineEdit& field, const QString& text) {
    if (field.text() != text) {
        field.setText(text);
        field.setCursorPosition(0);
        field.setToolTip(plainToolTip(text));
    }
}

}  // namespace

OverviewPanel::OverviewPanel(QWidget* parent)
    : QScrollArea(parent),
      name_(makeLabel("overviewName", "headline", this)),
      problem_(new ProblemBox(this)),
      reason_(makeLabel("overviewReason", "plain", this)),
      shares_(new ShareBar(this)),
      facts_(new QWidget(this)),
      grid_(new QGridLayout(facts_)) {
    setObjectName(QStringLiteral("overviewPanel"));
    setAccessibleName(tr("Overview"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    shares_->setObjectName(QStringLiteral("overviewShares"));
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(16);
    grid_->setVerticalSpacing(3);
    grid_->setColumnStretch(1, 1);
    auto* content = new QWidget(this);
    content->setObjectName(QStringLiteral("overviewContent"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(RowDelegate::kPadding, 10, RowDelegate::kPadding, 10);
    layout->setSpacing(7);
    layout->addWidget(name_);
    layout->addWidget(problem_);
    layout->addWidget(reason_);
    layout->addWidget(shares_);
    layout->addSpacing(6);
    layout->addWidget(facts_);
    layout->addStretch(1);
    setWidget(content);
    connect(problem_, &ProblemBox::chosen, this, &OverviewPanel::remedyChosen);
    setDetails(std::nullopt);
}

void OverviewPanel::setDetails(const std::optional<TransferStory>& details) {
    facts_->setVisible(details.has_value());
    if (!details) {
        name_->setText(tr("No transfer is selected"));
        problem_->hide();
        reason_->hide();
        shares_->hide();
        return;
    }
    const QString reason = slowReason(details->snapshot, details->at);
    name_->setText(shownText(details->snapshot.name));
    problem_->setStory(*details);
    reason_->setText(reason);
    reason_->setVisible(!reason.isEmpty());
    shares_->setShares(timeShares(details->snapshot, details->at));
    shares_->setVisible(!reason.isEmpty());
    showFacts(*details);
}

void OverviewPanel::offerRemedies() {
    problem_->offerRemedies(true);
}

void OverviewPanel::showFacts(const TransferStory& details) {
    const std::vector<Fact> facts = overviewFacts(details);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        Line& shown = line(i);
        shown.caption->setText(facts[i].caption);
        shown.value->setAccessibleName(facts[i].caption);
        say(*shown.value, facts[i].value);
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        lines_[i].caption->setVisible(i < facts.size());
        lines_[i].value->setVisible(i < facts.size());
    }
}

/// A person can take the text of a line with them, also by keys.
OverviewPanel::Line& OverviewPanel::line(std::size_t index) {
    while (lines_.size() <= index) {
        auto* caption = makeLabel("overviewCaption", "quiet", facts_);
        caption->setWordWrap(false);
        auto* value = new QLineEdit(facts_);
        value->setObjectName(QStringLiteral("overviewValue"));
        value->setReadOnly(true);
        value->setFrame(false);
        value->setAlignment(leadingSide());
        value->setProperty("fact", true);
        const int row = static_cast<int>(lines_.size());
        grid_->addWidget(caption, row, 0);
        grid_->addWidget(value, row, 1);
        lines_.push_back({caption, value});
    }
    return lines_[index];
}

}  // namespace penstock
