#include "ui/name_row.h"

#include "ui/quiet_button.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace penstock {

namespace {

constexpr int kLongestName = 60;

}  // namespace

NameRow::NameRow(const QString& prefix, const QString& title, const QString& placeholder,
                 QWidget* parent)
    : QWidget(parent),
      name_(new QLineEdit(this)),
      add_(makeQuietButton(tr("&Add"), prefix + QStringLiteral("Add"), this)),
      remove_(makeQuietButton(tr("&Remove"), prefix + QStringLiteral("Remove"), this)) {
    add_->setEnabled(false);
    remove_->setEnabled(false);
    name_->setObjectName(prefix + QStringLiteral("Name"));
    name_->setAccessibleName(title);
    name_->setPlaceholderText(placeholder);
    name_->setMaxLength(kLongestName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 6, 0, 10);
    row->setSpacing(8);
    row->addWidget(name_, 1);
    row->addWidget(add_);
    row->addWidget(remove_);
    connect(name_, &QLineEdit::textChanged, this,
            [this](const QString& text) { add_->setEnabled(!text.trimmed().isEmpty()); });
    connect(name_, &QLineEdit::returnPressed, this, &NameRow::addTyped);
    connect(add_, &QPushButton::clicked, this, &NameRow::addTyped);
    connect(remove_, &QPushButton::clicked, this, &NameRow::removeAsked);
}

void NameRow::setRemovable(bool removable) {
    remove_->setEnabled(removable);
}

void NameRow::addTyped() {
    const QString name = name_->text().trimmed();
    if (!name.isEmpty()) {
        name_->clear();
        emit added(name);
    }
}

}  // namespace penstock
