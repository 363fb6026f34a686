#include "ui/known_links.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <utility>

namespace penstock {

KnownLinks::KnownLinks(QWidget* parent)
    : QWidget(parent),
      text_(new QLabel(this)),
      show_(new QToolButton(this)),
      again_(new QCheckBox(tr("Add a&gain under another name"), this)) {
    setObjectName(QStringLiteral("addKnown"));
    text_->setObjectName(QStringLiteral("addKnownText"));
    text_->setTextFormat(Qt::PlainText);
    show_->setObjectName(QStringLiteral("addShowKnown"));
    show_->setProperty("word", true);
    show_->setFocusPolicy(Qt::StrongFocus);
    again_->setObjectName(QStringLiteral("addAgainCheck"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(text_);
    layout->addWidget(show_);
    layout->addStretch(1);
    layout->addWidget(again_);
    connect(show_, &QToolButton::clicked, this, &KnownLinks::showWanted);
    connect(again_, &QCheckBox::toggled, this, &KnownLinks::againChanged);
    hide();
}

void KnownLinks::setKnown(std::vector<TransferId> ids) {
    ids_ = std::move(ids);
    const auto count = static_cast<int>(ids_.size());
    text_->setText(count == 1 ? tr("1 link is on the list already")
                              : tr("%Ln links are on the list already", nullptr, count));
    show_->setText(count == 1 ? tr("Show it") : tr("Show them"));
    setVisible(count > 0);
}

bool KnownLinks::again() const {
    return again_->isChecked();
}

}  // namespace penstock
