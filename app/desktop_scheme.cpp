#include "app/desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace penstock {

namespace {

constexpr uint kPrefersDark = 1;

QString service() {
    return QStringLiteral("org.freedesktop.portal.Desktop");
}

QString path() {
    return QStringLiteral("/org/freedesktop/portal/desktop");
}

QString interface() {
    return QStringLiteral("org.freedesktop.portal.Settings");
}

QString appearance() {
    return QStringLiteral("org.freedesktop.appearance");
}

QString colorScheme() {
    return QStringLiteral("color-scheme");
}

}  // namespace

DesktopScheme::DesktopScheme(QObject* parent) : QObject(parent) {}

void DesktopScheme::start() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    // Of no named sender: to find out whose name it is would be waited for.
    bus.connect(QString(), path(), interface(), QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question =
        QDBusMessage::createMethodCall(service(), path(), interface(), QStringLiteral("Read"));
    question << appearance() << colorScheme();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) {
            take(reply.value());
        }
        watcher->deleteLater();
    });
}

void DesktopScheme::settingChanged(const QString& group, const QString& key,
                                   const QDBusVariant& value) {
    if (group == appearance() && key == colorScheme()) {
        take(value);
    }
}

void DesktopScheme::take(const QDBusVariant& value) {
    QVariant preference = value.variant();
    // Read answers a variant in a variant, the signal a plain one.
    if (preference.canConvert<QDBusVariant>()) {
        preference = preference.value<QDBusVariant>().variant();
    }
    emit changed(preference.toUInt() == kPrefersDark);
}

}  // namespace penstock
