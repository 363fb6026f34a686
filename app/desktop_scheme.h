#pragma once
// Whether the desktop prefers dark, from the settings portal (org.freedesktop.appearance,
// color-scheme). Qt 6.4 does not tell.
//
// GUI thread. Asks without waiting; on a desktop without the portal nothing is ever told.

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace penstock {

class DesktopScheme final : public QObject {
    Q_OBJECT

public:
    explicit DesktopScheme(QObject* parent = nullptr);

    /// Asks for the preference, and for word when it changes.
    void start();

signals:
    void changed(bool dark);

private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void take(const QDBusVariant& value);
};

}  // namespace penstock
