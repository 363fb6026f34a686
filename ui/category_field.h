#pragma once
// Of which category the files are that are about to be added: by the rules, as is shown, until a
// person chooses.

#include <QComboBox>

#include <optional>

namespace penstock {

class CategoryRules;

class CategoryField final : public QComboBox {
    Q_OBJECT

public:
    explicit CategoryField(QWidget* parent);

    /// To choose from.
    void setRules(const CategoryRules& rules);
    /// What the rules say of what is typed; empty: nothing, or several.
    void setAutomatic(const QString& name);

    /// A person's choice; an empty name: of none. Nothing: as the rules say.
    [[nodiscard]] std::optional<QString> chosen() const;
    /// For a person who said it elsewhere.
    void choose(const QString& name);

signals:
    /// chosen() is another.
    void changed();
};

}  // namespace penstock
