#pragma once
// What is set for the desktop, for all who show, change or follow it.

#include "ui/desktop_settings.h"

#include <QObject>

namespace penstock {

class DesktopChoice final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const DesktopSettings& value() const noexcept { return value_; }

    /// Acts at once.
    void choose(const DesktopSettings& settings) {
        if (settings != value_) {
            value_ = settings;
            emit changed();
        }
    }

    /// Whether the desktop shows icons in a tray.
    [[nodiscard]] bool hasTrayHost() const noexcept { return trayHost_; }

    void setTrayHost(bool present) {
        if (present != trayHost_) {
            trayHost_ = present;
            emit changed();
        }
    }

signals:
    /// value() or hasTrayHost() is another.
    void changed();

private:
    DesktopSettings value_;
    bool trayHost_ = false;
};

}  // namespace penstock
