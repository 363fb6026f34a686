#include "ui/folders_page.h"

#include "ui/category_columns.h"
#include "ui/folder_field.h"
#include "ui/name_row.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/selected_rows.h"
#include "ui/transfer_commands.h"

#include <QLabel>
#include <QLineEdit>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kTableHeight = 212;

QLineEdit* makeRules(const char* name, const QString& placeholder, QWidget* parent) {
    auto* field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(name));
    field->setPlaceholderText(placeholder);
    return field;
}

}  // namespace

FoldersPage::FoldersPage(TransferCommands& commands, CategoryList& categories, QWidget* parent)
    : SettingsForm(parent),
      commands_(commands),
      categories_(categories),
      model_(new CategoryModel(this)),
      usual_(new FolderField(QStringLiteral("usualFolder"), {}, this)),
      view_(new RowView(this)),
      names_(new NameRow(QStringLiteral("category"), tr("Name of a new category"),
                         tr("A new category, such as Lectures"), this)),
      folder_(new FolderField(QStringLiteral("categoryFolder"), tr("the usual one"), this)),
      endings_(makeRules("categoryEndings", tr("such as iso img tar.gz"), this)),
      hosts_(makeRules("categoryHosts", tr("such as example.org"), this)) {
    buildTable();
    usual_->setFolder(commands_.defaultDirectory());
    addHeadline(tr("Folders"));
    addLine(tr("Downloads &go to"), *usual_);
    addHeadline(tr("Categories"),
                tr("A file is of the first one that its name or its host fits. They are lines of "
                   "the side bar, and may have folders of their own."));
    addWide(*view_);
    addWide(*names_);
    addLine(tr("&Folder"), *folder_);
    addLine(tr("Names &end in"), *endings_);
    addLine(tr("From &hosts"), *hosts_);
    addEnd();
    connectParts();
    showCategories();
}

void FoldersPage::buildTable() {
    view_->setObjectName(QStringLiteral("categoriesView"));
    view_->setAccessibleName(tr("Categories"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setFixedHeight(kTableHeight);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    auto* nothing = new QLabel(tr("There is no category"), view_->viewport());
    nothing->setObjectName(QStringLiteral("categoriesEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans({{QStringLiteral("Documents 00"), 0, false},
                           {QStringLiteral("/home/a/folder"), 2, false},
                           {QStringLiteral("mp4 mkv webm avi"), 3, false}});
}

void FoldersPage::connectParts() {
    connect(usual_, &FolderField::chosen, this,
            [this] { commands_.setDefaultDirectory(usual_->folder()); });
    connect(&categories_, &CategoryList::changed, this, &FoldersPage::showCategories);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &FoldersPage::showChosen);
    connect(names_, &NameRow::added, this, &FoldersPage::add);
    connect(names_, &NameRow::removeAsked, this, [this] {
        if (const Category* category = chosen()) {
            categories_.remove(QString(category->name));
        }
    });
    connect(folder_, &FolderField::chosen, this, &FoldersPage::change);
    connect(endings_, &QLineEdit::editingFinished, this, &FoldersPage::change);
    connect(hosts_, &QLineEdit::editingFinished, this, &FoldersPage::change);
}

void FoldersPage::showCategories() {
    model_->show(categories_.categories());
    const auto& rows = model_->rows();
    const auto found = std::ranges::find(rows, wanted_, &Category::name);
    const int row = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
    if (!rows.empty()) {
        view_->setCurrentIndex(model_->index(row, 0));
    }
    showChosen();
}

void FoldersPage::showChosen() {
    const Category* category = chosen();
    for (QWidget* field : std::initializer_list<QWidget*>{folder_, endings_, hosts_}) {
        field->setEnabled(category != nullptr);
    }
    names_->setRemovable(category != nullptr);
    const Category shown = category == nullptr ? Category() : *category;
    wanted_ = shown.name;
    folder_->setFolder(shown.folder);
    endings_->setText(shown.endings.join(QLatin1Char(' ')));
    endings_->setCursorPosition(0);
    hosts_->setText(shown.hosts.join(QLatin1Char(' ')));
    hosts_->setCursorPosition(0);
}

const Category* FoldersPage::chosen() const {
    const std::vector<int> rows = selectedRows(*view_);
    return rows.empty() ? nullptr : &model_->rowAt(rows.front());
}

void FoldersPage::add(const QString& name) {
    wanted_ = name;
    if (categories_.rules().named(name.toStdString()) != nullptr) {
        showCategories();
    } else {
        categories_.set({name, {}, {}, {}});
    }
}

void FoldersPage::change() {
    const Category* category = chosen();
    if (category == nullptr) {
        return;
    }
    categories_.set({category->name, folder_->folder(), ruleWords(endings_->text()),
                     ruleWords(hosts_->text())});
}

}  // namespace penstock
