#pragma once
// A D-Bus daemon of the test's own, and connections to it: nothing reaches the desktop of whoever
// runs the test.
//
// One thread.

#include <QDBusConnection>
#include <QProcess>
#include <QString>

namespace penstock {

class PrivateBus {
public:
    /// Runs until it goes. Throws std::runtime_error when there is no daemon.
    PrivateBus();
    PrivateBus(const PrivateBus&) = delete;
    PrivateBus& operator=(const PrivateBus&) = delete;
    ~PrivateBus();

    [[nodiscard]] const QString& address() const noexcept { return address_; }

    /// A further connection, for the program or for a service; until the bus goes.
    QDBusConnection connection();

    /// The daemon ends, as when a session breaks down.
    void end();

private:
    QProcess daemon_;
    QString address_;
    QStringList names_;
};

/// A connection that there is not.
QDBusConnection noBus();

}  // namespace penstock
