#pragma once
// The page of the settings about where files go: the usual folder, and categories with theirs.

#include "ui/settings_form.h"

class QLineEdit;

namespace penstock {

class CategoryList;
class CategoryModel;
class FolderField;
class NameRow;
class RowView;
class TransferCommands;
struct Category;

class FoldersPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. Both outlive the page.
    FoldersPage(TransferCommands& commands, CategoryList& categories, QWidget* parent);

private:
    void buildTable();
    void connectParts();
    void showCategories();
    void showChosen();
    void add(const QString& name);
    void change();
    /// Null if none is chosen.
    [[nodiscard]] const Category* chosen() const;

    TransferCommands& commands_;
    CategoryList& categories_;
    CategoryModel* model_;
    FolderField* usual_;
    RowView* view_;
    NameRow* names_;
    FolderField* folder_;
    QLineEdit* endings_;
    QLineEdit* hosts_;
    QString wanted_;  // that is to be chosen once it is there
};

}  // namespace penstock
