#include "ui/folder_field.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace penstock {

namespace {

QString cleaned(const QString& typed) {
    const QString folder = typed.trimmed();
    const bool home = folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"));
    return folder.isEmpty() ? QString()
                            : QDir::cleanPath(home ? QDir::homePath() + folder.mid(1) : folder);
}

}  // namespace

FolderField::FolderField(const QString& name, const QString& placeholder, QWidget* parent)
    : QWidget(parent), edit_(new QLineEdit(this)), mayBeEmpty_(!placeholder.isEmpty()) {
    edit_->setObjectName(name + QStringLiteral("Edit"));
    edit_->setPlaceholderText(placeholder);
    auto* button = new QPushButton(tr("Choose…"), this);
    button->setObjectName(name + QStringLiteral("Button"));
    button->setProperty("primary", false);
    button->setAutoDefault(false);
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
    return cleaned(edit_->text());
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
    auto* chooser = new QFileDialog(this, tr("Folder"), folder());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, this, [this](const QString& chosenFolder) {
        edit_->setText(chosenFolder);
        finish();
    });
    chooser->open();
}

}  // namespace penstock
