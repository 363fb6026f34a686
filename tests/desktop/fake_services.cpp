#include "tests/desktop/fake_services.h"

#include <poll.h>
#include <unistd.h>

#include <array>

namespace penstock {

namespace {

constexpr char kRequest[] = "/org/freedesktop/portal/desktop/request/1";

}  // namespace

FakeNotifications::FakeNotifications(QDBusConnection bus) {
    bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
    bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
}

// The order of the arguments is the specification's.
uint FakeNotifications::Notify(const QString& /*name*/, uint replaces, const QString& /*icon*/,
                               const QString& summary, const QString& body,
                               const QStringList& actions, const QVariantMap& hints,
                               int /*timeout*/) {
    shown.push_back({replaces, summary, body, actions, hints});
    return replaces != 0 ? replaces : ++last;
}

FakePortal::FakePortal(QDBusConnection bus) : bus_(bus) {
    bus_.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), this,
                        QDBusConnection::ExportAllSlots);
    bus_.registerObject(QLatin1String(kRequest), new FakeRequest(*this),
                        QDBusConnection::ExportAllSlots);
    bus_.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
}

QDBusObjectPath FakePortal::Inhibit(const QString& /*window*/, uint which,
                                    const QVariantMap& options) {
    if (refuses || options.value(QStringLiteral("reason")).toString().isEmpty()) {
        sendErrorReply(QDBusError::NotSupported);
        return {};
    }
    flags.push_back(which);
    if (silent) {
        setDelayedReply(true);
        call_ = message();
    }
    return QDBusObjectPath(QLatin1String(kRequest));
}

void FakePortal::answer() {
    bus_.send(call_.createReply(QVariant::fromValue(QDBusObjectPath(QLatin1String(kRequest)))));
}

FakeLogin::FakeLogin(QDBusConnection bus) {
    bus.registerObject(QStringLiteral("/org/freedesktop/login1"), this,
                       QDBusConnection::ExportAllSlots);
    bus.registerService(QStringLiteral("org.freedesktop.login1"));
}

QDBusUnixFileDescriptor FakeLogin::Inhibit(const QString& what, const QString& who,
                                           const QString& why, const QString& mode) {
    if (refuses) {
        sendErrorReply(QDBusError::AccessDenied);
        return {};
    }
    asked.append(QStringList{what, who, why, mode}.join(QLatin1Char('|')));
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return {};
    }
    reader_.close();
    reader_.open(ends[0], QIODevice::ReadOnly, QFileDevice::AutoCloseHandle);
    QDBusUnixFileDescriptor given;
    given.giveFileDescriptor(ends[1]);
    return given;
}

bool FakeLogin::held() {
    pollfd end{reader_.handle(), POLLIN, 0};
    return reader_.isOpen() && ::poll(&end, 1, 0) == 0;
}

FakeTray::FakeTray(QDBusConnection bus, bool host) : hasHost(host), bus_(bus) {
    bus_.registerObject(QStringLiteral("/StatusNotifierWatcher"), this,
                        QDBusConnection::ExportAllProperties);
    bus_.registerService(QStringLiteral("org.kde.StatusNotifierWatcher"));
}

FakeTray::~FakeTray() {
    bus_.unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher"));
    bus_.unregisterObject(QStringLiteral("/StatusNotifierWatcher"));
}

FakeTaskBar::FakeTaskBar(QDBusConnection bus) {
    bus.connect(QString(), QString(), QStringLiteral("com.canonical.Unity.LauncherEntry"),
                QStringLiteral("Update"), this, SLOT(update(QString, QVariantMap)));
}

void FakeTaskBar::update(const QString& program, const QVariantMap& properties) {
    programs.append(program);
    updates.push_back(properties);
}

}  // namespace penstock
