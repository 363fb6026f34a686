#include "ui/folder_field.h"

#include "ui/folder_text.h"
#include "ui/quiet_button.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace penstock {

FolderField::FolderField(const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget(parent), edit_(new QLineEdit(this)), mayBeEmpty_(!placeholder.isEmpty()) {
    edit_->setObjectName(name + QStringLiteral("Edit"));
    edit_->setAccessibleName(tr("Folder"));
    edit_->setPlaceholderText(placeholder);
    auto* button = makeQuietButton(tr("Choose…"), name + QStringLiteral("Button"), this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(edit_, 1);
    row->addWidget(button);
    setFocusProxy(edit_);
    connect(edit_, &QLineEdit::editingFinished, this, &FolderField::finish);
    connect(button, &QPushButton::clicked, this, &FolderField::choose);
}

void FolderField::setFolder(const QString& folder) {
    told_ = folder;
    edit_->setText(folder);
    edit_->setCursorPosition(0);
}

QString FolderField::folder() const {
    return cleanFolder(edit_->text());
}

// What cannot be a folder falls back to what was there.
void FolderField::finish() {
    const QString wanted = folder();
    const bool taken = wanted.isEmpty() ? mayBeEmpty_ : QDir::isAbsolutePath(wanted);
    edit_->setText(taken ? wanted : told_);
    if (taken && std::exchange(told_, wanted) != wanted) {
        emit chosen();
    }
}

void FolderField::choose() {
    chooseFolder(*this, edit_->text(), [this](const QString& folder) {
        edit_->setText(folder);
        finish();
    });
}

}  // namespace penstock
