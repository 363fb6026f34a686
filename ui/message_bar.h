#pragma once
// A bar inside the window: a sentence, what may be done about it, and a cross that takes it away.

#include "ui/theme.h"

#include <QFrame>
#include <QString>

class QAction;
class QHBoxLayout;
class QLabel;

namespace penstock {

class MessageBar final : public QFrame {
    Q_OBJECT

public:
    /// `name` is its object name, and the beginning of those of its parts: NAMEText, NAMEDismiss.
    struct Look {
        QString name;
        QString icon;
        Tone tone = Tone::Text;
    };

    /// Hidden until it has something to say.
    MessageBar(const Look& look, QWidget* parent);

    /// Shows `text`, which is never taken as markup; hides with an empty one.
    void say(const QString& text);
    /// A button that does what `action` does and says what it says. Called `name`.
    void addButton(QAction& action, const QString& name);
    /// A cross. It hides the bar, and then dismissed() is emitted.
    void addDismiss(const QString& accessibleName);

signals:
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintIcon();

    Look look_;
    QLabel* icon_;
    QLabel* text_;
    QHBoxLayout* layout_;
};

}  // namespace penstock
