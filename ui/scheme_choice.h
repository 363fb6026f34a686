#pragma once
// Which colours the program has: those that a person chose, kept in the default QSettings, or the
// desktop's.

#include "ui/theme.h"

#include <QObject>

namespace penstock {

struct WindowActions;

class SchemeChoice final : public QObject {
    Q_OBJECT

public:
    /// Paints the program in what was chosen last, and follows the three actions, which outlive
    /// this.
    explicit SchemeChoice(const WindowActions& actions);

    [[nodiscard]] Scheme scheme() const noexcept { return scheme_; }

    /// Kept for the next run, too.
    void choose(Scheme scheme);
    /// What the desktop prefers; matters while the choice is Scheme::System.
    void setSystemDark(bool dark);

signals:
    /// scheme() is another.
    void changed();

private:
    void paint();

    const WindowActions& actions_;
    Scheme scheme_;
    bool systemDark_;
};

}  // namespace penstock
