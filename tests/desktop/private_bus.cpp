#include "tests/desktop/private_bus.h"

#include <stdexcept>

namespace penstock {

namespace {

constexpr int kLimitMs = 20'000;

}  // namespace

PrivateBus::PrivateBus() {
    daemon_.start(QStringLiteral("dbus-daemon"),
                  {QStringLiteral("--session"), QStringLiteral("--nofork"),
                   QStringLiteral("--nopidfile"), QStringLiteral("--print-address=1")});
    while (!daemon_.canReadLine()) {
        if (!daemon_.waitForReadyRead(kLimitMs)) {
            throw std::runtime_error("dbus-daemon does not run");
        }
    }
    address_ = QString::fromUtf8(daemon_.readLine()).trimmed();
}

PrivateBus::~PrivateBus() {
    for (const QString& name : std::as_const(names_)) {
        QDBusConnection::disconnectFromBus(name);
    }
    end();
}

QDBusConnection PrivateBus::connection() {
    static int made = 0;
    names_.append(QStringLiteral("private-%1").arg(++made));
    return QDBusConnection::connectToBus(address_, names_.back());
}

void PrivateBus::end() {
    daemon_.terminate();
    daemon_.waitForFinished(kLimitMs);
}

QDBusConnection noBus() {
    return QDBusConnection(QStringLiteral("none"));
}

}  // namespace penstock
