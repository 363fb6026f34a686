#pragma once
// Below a table of named things: a field for a new name, and buttons to add it and to remove what
// is chosen.

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace penstock {

class NameRow final : public QWidget {
    Q_OBJECT

public:
    /// Its parts are called `prefix` and Name, Add, Remove. `title`: for those who hear the page.
    NameRow(const QString& prefix, const QString& title, const QString& placeholder,
            QWidget* parent);

    /// Whether there is something to be removed.
    void setRemovable(bool removable);

signals:
    /// A name was typed, and the field is empty again.
    void added(const QString& name);
    void removeAsked();

private:
    void addTyped();

    QLineEdit* name_;
    QPushButton* add_;
    QPushButton* remove_;
};

}  // namespace penstock
