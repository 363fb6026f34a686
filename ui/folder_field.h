#pragma once
// A folder, typed or chosen: "~" is the home folder, and it has to be absolute.

#include <QWidget>

class QLineEdit;

namespace penstock {

class FolderField final : public QWidget {
    Q_OBJECT

public:
    /// Its parts are called `name` and Edit, Button. `placeholder`: what an empty one means;
    /// without it an empty one is not taken.
    FolderField(const QString& name, const QString& placeholder, QWidget* parent);

    void setFolder(const QString& folder);

    /// Cleaned, and absolute; empty if nothing was typed.
    [[nodiscard]] QString folder() const;

signals:
    /// folder() is another by a person's hand, and may be taken: once a field is left, or on
    /// Return.
    void chosen();

private:
    void choose();
    void finish();

    QLineEdit* edit_;
    QString told_;
    bool mayBeEmpty_;
};

}  // namespace penstock
