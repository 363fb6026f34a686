#include "ui/folder_choice.h"

#include "engine/transfer_types.h"
#include "ui/folder_text.h"
#include "ui/format.h"
#include "ui/icons.h"
#include "ui/quiet_button.h"

#include <QAction>
#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QMenu>
#include <QPushButton>
#include <QSet>

#include <algorithm>

namespace penstock {

FolderChoice::FolderChoice(const QString& usual, QWidget* parent)
    : QWidget(parent),
      edit_(new QLineEdit(usual, this)),
      hint_(new QLabel(this)),
      usual_(usual),
      shown_(usual) {
    edit_->setObjectName(QStringLiteral("folderEdit"));
    edit_->setAccessibleName(tr("Folder"));
    auto* button = makeQuietButton(tr("Choose…"), QStringLiteral("folderButton"), this);
    hint_->setObjectName(QStringLiteral("folderHint"));
    hint_->setTextFormat(Qt::PlainText);
    hint_->setWordWrap(true);
    hint_->setProperty("quiet", true);
    hint_->hide();
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(4);
    layout->addWidget(edit_, 0, 0);
    layout->addWidget(button, 0, 1);
    layout->addWidget(hint_, 1, 0, 1, 2);
    setFocusProxy(edit_);
    connect(edit_, &QLineEdit::textChanged, this, [this] {
        hint_->setVisible(!isTyped() && !hint_->text().isEmpty());
        emit edited();
    });
    connect(button, &QPushButton::clicked, this, [this] {
        chooseFolder(*this, edit_->text(),
                     [this](const QString& folder) { edit_->setText(folder); });
    });
}

void FolderChoice::setRules(const CategoryRules& rules) {
    rules_ = rules;
}

void FolderChoice::setRecent(const QStringList& folders) {
    if (folders.isEmpty() || findChild<QMenu*>() != nullptr) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("recentFolders"));
    for (const QString& folder : folders) {
        QString text = shownText(folder);
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        connect(menu->addAction(text), &QAction::triggered, edit_,
                [this, folder] { edit_->setText(folder); });
    }
    QAction* open =
        edit_->addAction(themedIcon(QStringLiteral("chevron-down")), QLineEdit::TrailingPosition);
    open->setObjectName(QStringLiteral("actionRecentFolders"));
    open->setToolTip(tr("Folders that were used last (Down)"));
    open->setShortcut(Qt::Key_Down);
    open->setShortcutContext(Qt::WidgetShortcut);
    edit_->addAction(open);
    connect(open, &QAction::triggered, menu, [this, menu] {
        menu->setMinimumWidth(edit_->width());
        menu->popup(edit_->mapToGlobal(edit_->rect().bottomLeft()));
    });
}

const Category* FolderChoice::categoryOf(const TransferRequest& request) const {
    return category_ ? rules_.named(category_->toStdString()) : rules_.of(request);
}

bool FolderChoice::isTyped() const {
    return edit_->text() != shown_;
}

void FolderChoice::follow(const QStringList& links, const QString& name) {
    QMap<QString, QString> byCategory;  // folders of their own
    QSet<QString> folders;
    QSet<QString> names;
    for (const QString& link : links) {
        TransferRequest request;
        request.url = link.toStdString();
        request.name = name.toStdString();
        const Category* byRules = rules_.of(request);
        names.insert(byRules == nullptr ? QString() : byRules->name);
        const Category* category = categoryOf(request);
        const bool own = category != nullptr && !category->folder.isEmpty();
        folders.insert(own ? category->folder : usual_);
        if (own) {
            byCategory.insert(category->name, category->folder);
        }
    }
    automatic_ = names.size() == 1 ? *names.begin() : QString();
    if (folders.size() == 1) {
        show(*folders.begin(), {});
        return;
    }
    QStringList parts;
    for (auto each = byCategory.cbegin(); each != byCategory.cend(); ++each) {
        parts.append(tr("%1 goes to %2").arg(shownText(each.key()), shownText(each.value())));
    }
    show(usual_, parts.join(QStringLiteral("; ")));
}

void FolderChoice::followMany() {
    automatic_.clear();
    if (category_) {
        const Category* category = rules_.named(category_->toStdString());
        const bool own = category != nullptr && !category->folder.isEmpty();
        show(own ? category->folder : usual_, {});
        return;
    }
    const auto& all = rules_.categories();
    const bool any =
        std::ranges::any_of(all, [](const Category& c) { return !c.folder.isEmpty(); });
    show(usual_, any ? tr("Files of a category that has a folder go there") : QString());
}

void FolderChoice::show(const QString& folder, const QString& hint) {
    hint_->setText(hint);
    const bool typed = isTyped();
    shown_ = typed ? shown_ : folder;
    if (!typed) {
        edit_->setText(folder);
        edit_->setCursorPosition(0);
    }
    hint_->setVisible(!typed && !hint.isEmpty());
}

std::string FolderChoice::directoryOf(const TransferRequest& request) const {
    if (isTyped()) {
        return cleanFolder(edit_->text()).toStdString();
    }
    const Category* category = categoryOf(request);
    const bool own = category != nullptr && !category->folder.isEmpty();
    return (own ? category->folder : usual_).toStdString();
}

QString FolderChoice::problem() const {
    const QString folder = cleanFolder(edit_->text());
    if (folder.isEmpty()) {
        return tr("Say in which folder to put it");
    }
    return QDir::isAbsolutePath(folder) ? QString() : tr("The folder has to begin with / or ~");
}

}  // namespace penstock
