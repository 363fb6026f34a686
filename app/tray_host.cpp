#include "app/tray_host.h"

#include "app/desktop_call.h"

#include <QDBusVariant>
#include <QSystemTrayIcon>

#include <utility>

namespace penstock {

namespace {

QString service() {
    return QStringLiteral("org.kde.StatusNotifierWatcher");
}

}  // namespace

TrayHost::TrayHost(const QDBusConnection& bus) : bus_(bus), watcher_(service(), bus) {
    connect(&watcher_, &QDBusServiceWatcher::serviceRegistered, this, [this] {
        if (started_) {
            ask();
        }
    });
    connect(&watcher_, &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { emit changed(false); });
}

void TrayHost::start() {
    if (!std::exchange(started_, true)) {
        ask();
    }
}

void TrayHost::ask() {
    QDBusMessage call = QDBusMessage::createMethodCall(
        service(), QStringLiteral("/StatusNotifierWatcher"),
        QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    call << service() << QStringLiteral("IsStatusNotifierHostRegistered");
    callLater(bus_, call, *this, [this](const QDBusMessage& answer) {
        const bool registered =
            succeeded(answer) &&
            answer.arguments().value(0).value<QDBusVariant>().variant().toBool();
        emit changed(registered || QSystemTrayIcon::isSystemTrayAvailable());
    });
}

}  // namespace penstock
