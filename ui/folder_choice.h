#pragma once
// Where the files go that are about to be added: by their categories, as is shown, until a person
// types or chooses a folder for all of them.

#include "ui/categories.h"

#include <QWidget>

#include <optional>
#include <string>

class QLabel;
class QLineEdit;

namespace penstock {

class FolderChoice final : public QWidget {
    Q_OBJECT

public:
    /// `usual` is for what no category has a folder for.
    FolderChoice(const QString& usual, QWidget* parent);

    void setRules(const CategoryRules& rules);

    /// Those that were used last, for a menu at the end of the field.
    void setRecent(const QStringList& folders);

    /// A person's category for all of them, empty: of none; nothing: as the rules say.
    void setCategory(const std::optional<QString>& name) { category_ = name; }

    /// What the rules say of all that is followed; empty: nothing, or not the same.
    [[nodiscard]] const QString& automatic() const noexcept { return automatic_; }

    /// These are to be added; `name`: what the only one is to be called, if that is said. Shows
    /// where they go, unless a person has said it.
    void follow(const QStringList& links, const QString& name);
    /// So many that nobody looks at each.
    void followMany();

    /// Where this one goes.
    [[nodiscard]] std::string directoryOf(const TransferRequest& request) const;

    /// What is wrong with what was typed, as a sentence; empty: nothing.
    [[nodiscard]] QString problem() const;

signals:
    void edited();

private:
    [[nodiscard]] bool isTyped() const;
    void show(const QString& folder, const QString& hint);
    [[nodiscard]] const Category* categoryOf(const TransferRequest& request) const;

    QLineEdit* edit_;
    QLabel* hint_;
    QString usual_;
    QString shown_;  // by itself: what else stands there is a person's
    CategoryRules rules_;
    std::optional<QString> category_;
    QString automatic_;
};

}  // namespace penstock
