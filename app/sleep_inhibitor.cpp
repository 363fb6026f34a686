#include "app/sleep_inhibitor.h"

#include <QVariantMap>

#include <utility>

namespace penstock {

namespace {

constexpr uint kSuspend = 4;  // of the portal's flags

QString portal() {
    return QStringLiteral("org.freedesktop.portal.Desktop");
}

}  // namespace

SleepInhibitor::SleepInhibitor(DesktopBuses buses) : buses_(std::move(buses)) {}

SleepInhibitor::~SleepInhibitor() {
    letGo();
}

void SleepInhibitor::setWanted(bool wanted) {
    if (wanted != std::exchange(wanted_, wanted)) {
        refused_ = false;
        settle();
    }
}

void SleepInhibitor::settle() {
    if (asking_) {
        return;  // what has become of it is looked at when the answer is here
    }
    if (wanted_ && !held() && !refused_) {
        askPortal();
    } else if (!wanted_) {
        letGo();
    }
}

void SleepInhibitor::askPortal() {
    QDBusMessage call = QDBusMessage::createMethodCall(
        portal(), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Inhibit"), QStringLiteral("Inhibit"));
    call << QString() << kSuspend
         << QVariantMap{{QStringLiteral("reason"), tr("Transfers are under way")}};
    asking_ = true;
    callLater(buses_.session, call, *this, [this](const QDBusMessage& answer) {
        if (!succeeded(answer) && wanted_) {
            askLogin();
            return;
        }
        asking_ = false;
        request_ = succeeded(answer) ? answer.arguments().value(0).value<QDBusObjectPath>()
                                     : QDBusObjectPath();
        settle();
    });
}

void SleepInhibitor::askLogin() {
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call << QStringLiteral("sleep") << QStringLiteral("Penstock") << tr("Transfers are under way")
         << QStringLiteral("block");
    callLater(buses_.system(), call, *this, [this](const QDBusMessage& answer) {
        asking_ = false;
        lock_ = answer.arguments().value(0).value<QDBusUnixFileDescriptor>();
        refused_ = !lock_.isValid();
        settle();
    });
}

void SleepInhibitor::letGo() {
    lock_ = QDBusUnixFileDescriptor();  // its last copy: the descriptor is closed
    if (const QString path = std::exchange(request_, {}).path(); !path.isEmpty()) {
        buses_.session.send(QDBusMessage::createMethodCall(
            portal(), path, QStringLiteral("org.freedesktop.portal.Request"),
            QStringLiteral("Close")));
    }
}

}  // namespace penstock
