#include "ui/problem_box.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/problem_facts.h"
#include "ui/quiet_button.h"
#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kIconSize = 16;

/// Only where it differs: a text that is selected stays so.
void say(QLabel& label, const QString& text) {
    if (label.text() != text) {
        label.setText(text);
    }
}

QLabel* makeLabel(const char* name, const char* property, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    return label;
}

}  // namespace

ProblemBox::ProblemBox(QWidget* parent)
    : QFrame(parent),
      icon_(new QLabel(this)),
      cause_(makeLabel("problemCause", "plain", this)),
      facts_(new QGridLayout),
      buttons_(new QHBoxLayout) {
    setObjectName(QStringLiteral("problemBox"));
    setProperty("problem", true);
    cause_->setWordWrap(true);
    cause_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(icon_, 0, Qt::AlignTop);
    head->addWidget(cause_, 1);
    facts_->setHorizontalSpacing(16);
    facts_->setVerticalSpacing(3);
    facts_->setColumnStretch(1, 1);
    facts_->setContentsMargins(kIconSize + head->spacing(), 0, 0, 0);
    buttons_->setSpacing(8);
    buttons_->setContentsMargins(kIconSize + head->spacing(), 2, 0, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addLayout(buttons_);
    layout->addLayout(facts_);
    hide();
}

void ProblemBox::setStory(const TransferStory& story) {
    const QString cause = problemCause(story.snapshot);
    setVisible(!cause.isEmpty());
    of_ = story.snapshot.id;
    if (cause.isEmpty()) {
        return;
    }
    setAsks(story.snapshot.state != TransferState::Failed);
    say(*cause_, cause);
    paintIcon();
    showFacts(story);
    showRemedies(story.snapshot);
}

void ProblemBox::setAsks(bool asks) {
    if (asks_ != asks) {
        asks_ = asks;
        setProperty("asks", asks);
        style()->unpolish(this);
        style()->polish(this);
    }
}

void ProblemBox::showFacts(const TransferStory& story) {
    const std::vector<Fact> facts = problemFacts(story);
    while (values_.size() < facts.size()) {
        auto* caption = makeLabel("problemCaption", "quiet", this);
        auto* value = makeLabel("problemValue", "plain", this);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        const int row = static_cast<int>(values_.size());
        facts_->addWidget(caption, row, 0, Qt::AlignTop);
        facts_->addWidget(value, row, 1, Qt::AlignTop);
        captions_.push_back(caption);
        values_.push_back(value);
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const bool used = i < facts.size();
        captions_[i]->setVisible(used);
        values_[i]->setVisible(used);
        if (used) {
            say(*captions_[i], facts[i].caption);
            say(*values_[i], facts[i].value);
            values_[i]->setAccessibleName(facts[i].caption);
        }
    }
}

// Made anew only when they are others: one that is pressed stays.
void ProblemBox::showRemedies(const TransferSnapshot& snapshot) {
    const std::vector<Remedy> fitting = offered_ ? remediesFor(snapshot) : std::vector<Remedy>();
    QStringList words;
    for (const Remedy remedy : fitting) {
        words.append(remedyText(remedy, snapshot));
    }
    if (fitting == shown_ && words == words_) {
        return;
    }
    shown_ = fitting;
    words_ = words;
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->setObjectName({});
            widget->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < fitting.size(); ++i) {
        const Remedy remedy = fitting[i];
        auto* button =
            makeQuietButton(words.at(static_cast<qsizetype>(i)), remedyName(remedy), this);
        button->setToolTip(plainToolTip(remedyTip(remedy)));
        connect(button, &QPushButton::clicked, this,
                [this, remedy] { emit chosen(static_cast<qulonglong>(of_), remedy); });
        buttons_->addWidget(button);
        button->show();  // at once, not with the next event
    }
    buttons_->addStretch(1);
}

void ProblemBox::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        paintIcon();
    }
}

void ProblemBox::paintIcon() {
    const QColor color = toneColor(tokens(palette()), asks_ ? Tone::Waiting : Tone::Failed);
    icon_->setPixmap(
        tintedPixmap(asks_ ? QStringLiteral("dialog-question") : QStringLiteral("dialog-warning"),
                     kIconSize, color, devicePixelRatioF()));
}

}  // namespace penstock
