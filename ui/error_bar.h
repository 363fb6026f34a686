#pragma once
// A bar inside the window that says what went wrong, until it is dismissed or replaced.

#include <QFrame>

class QLabel;

namespace penstock {

class ErrorBar final : public QFrame {
    Q_OBJECT

public:
    explicit ErrorBar(QWidget* parent);

    /// Shows `text`, which is never taken as markup.
    void say(const QString& text);

private:
    QLabel* icon_;
    QLabel* text_;
};

}  // namespace penstock
