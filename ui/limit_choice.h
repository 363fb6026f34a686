#pragma once
// The limits in use, for all parts of the window that show or change them.

#include "ui/connection_limits.h"

#include <QObject>

namespace penstock {

class TransferCommands;

class LimitChoice final : public QObject {
    Q_OBJECT

public:
    /// `commands` has what was chosen last, and outlives this.
    explicit LimitChoice(TransferCommands& commands);

    [[nodiscard]] const ConnectionLimits& value() const noexcept { return value_; }

    /// Acts at once and is kept for the next run.
    void choose(const ConnectionLimits& limits);
    /// The same of ConnectionLimits::totalRate alone.
    void chooseTotalRate(quint64 rate);

signals:
    /// value() is another.
    void changed();

private:
    TransferCommands& commands_;
    ConnectionLimits value_;
};

}  // namespace penstock
