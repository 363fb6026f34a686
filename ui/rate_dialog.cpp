#include "ui/rate_dialog.h"

#include "ui/format.h"
#include "ui/quiet_button.h"
#include "ui/rate_field.h"
#include "ui/rate_text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kMargin = 20;
constexpr int kColumns = 4;

QLabel* makeLabel(const QString& text, const char* property, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    return label;
}

}  // namespace

RateDialog::RateDialog(const Words& words, quint64 rate, QWidget* parent)
    : QDialog(parent), other_(new RateField(this)) {
    setObjectName(QStringLiteral("rateDialog"));
    setWindowTitle(words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    QLabel* about = makeLabel(shownText(words.about), "headline", this);
    about->setObjectName(QStringLiteral("rateAbout"));
    QWidget* usual = usualRates(rate);
    other_->setObjectName(QStringLiteral("rateField"));
    other_->setRate(rate);
    other_->setAccessibleName(tr("Another speed"));
    QLabel* question = makeLabel(tr("&Another"), "question", this);
    question->setBuddy(other_);
    auto* set = new QPushButton(tr("Set"), this);
    set->setObjectName(QStringLiteral("rateButton"));
    set->setProperty("primary", true);
    set->setDefault(true);
    connect(set, &QPushButton::clicked, this, [this] {
        if (const auto typed = parsedRate(other_->currentText())) {
            choose(*typed);
        } else {
            other_->lineEdit()->setFocus();
        }
    });

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(question);
    row->addWidget(other_, 1);
    row->addWidget(set);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(14);
    layout->addWidget(about);
    layout->addWidget(usual);
    layout->addLayout(row);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    other_->lineEdit()->selectAll();
    other_->setFocus();
}

QWidget* RateDialog::usualRates(quint64 rate) {
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    int place = 0;
    const auto add = [&](quint64 usual) {
        auto* button = makeQuietButton(rateText(usual), QStringLiteral("rate%1").arg(usual), box);
        button->setCheckable(true);
        button->setChecked(usual == rate);
        connect(button, &QPushButton::clicked, this, [this, usual] { choose(usual); });
        grid->addWidget(button, place / kColumns, place % kColumns);
        ++place;
    };
    add(0);
    for (const std::uint64_t usual : kUsualRates) {
        add(usual);
    }
    return box;
}

void RateDialog::choose(quint64 rate) {
    emit chosen(rate);
    accept();
}

}  // namespace penstock
