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

signals:
    /// value() is another.
    void changed();

private:
    DesktopSettings value_;
};

}  // namespace penstock
