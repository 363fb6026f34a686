#pragma once
// The field that filters the table of transfers. Escape empties it, and once more lets go of it;
// with the arrow down the table goes on.

#include <QLineEdit>

class QLabel;

namespace penstock {

class FilterField final : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterField(QWidget* parent);

    /// "4 of 12", at the end of the field; empty: nothing.
    void showCount(const QString& count);

signals:
    /// A person is done with it and goes on to the table; `letGo`: by an Escape in an empty field.
    void left(bool letGo);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void place();
    void paintIcon();

    QLabel* icon_;
    QLabel* count_;
};

}  // namespace penstock
