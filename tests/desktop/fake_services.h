#pragma once
// Fakes of the desktop's services, each on a connection of its own to a private bus. They write
// down what they are asked, and answer as the test says.
//
// One thread.

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QFile>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

#include <vector>

namespace penstock {

/// org.freedesktop.Notifications
class FakeNotifications final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Bubble {
        uint replaces = 0;
        QString summary;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    explicit FakeNotifications(QDBusConnection bus);

    QStringList capabilities{QStringLiteral("actions"), QStringLiteral("body-markup")};
    std::vector<Bubble> shown;
    std::vector<uint> closedByProgram;
    uint last = 40;  // id

public slots:

    QStringList GetCapabilities() { return capabilities; }

    uint Notify(const QString& name, uint replaces, const QString& icon, const QString& summary,
                const QString& body, const QStringList& actions, const QVariantMap& hints,
                int timeout);

    void CloseNotification(uint id) { closedByProgram.push_back(id); }

signals:
    void NotificationClosed(uint id, uint reason);
    void ActionInvoked(uint id, const QString& action);
};

/// org.freedesktop.portal.Desktop, its interface Inhibit.
class FakePortal final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")

public:
    explicit FakePortal(QDBusConnection bus);

    bool refuses = false;
    bool silent = false;  // answers when answer() says
    std::vector<uint> flags;
    int closed = 0;

    void answer();

public slots:
    QDBusObjectPath Inhibit(const QString& window, uint flags, const QVariantMap& options);

private:
    QDBusConnection bus_;
    QDBusMessage call_;
};

/// What the portal's Inhibit returned; its Close is counted.
class FakeRequest final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")

public:
    explicit FakeRequest(FakePortal& portal) : QObject(&portal), portal_(portal) {}

public slots:

    void Close() { ++portal_.closed; }

private:
    FakePortal& portal_;
};

/// org.freedesktop.login1
class FakeLogin final : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    explicit FakeLogin(QDBusConnection bus);

    bool refuses = false;
    QStringList asked;  // what, who, why and mode of each

    /// Whether the descriptor that it gave last is still open elsewhere.
    [[nodiscard]] bool held();

public slots:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString& who, const QString& why,
                                    const QString& mode);

private:
    QFile reader_;  // at its end when the other side has closed
};

/// org.kde.StatusNotifierWatcher
class FakeTray final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered MEMBER hasHost)

public:
    /// Its name is that of the tray until it goes.
    explicit FakeTray(QDBusConnection bus, bool host = true);
    ~FakeTray() override;

    bool hasHost;

private:
    QDBusConnection bus_;
};

/// Listens to com.canonical.Unity.LauncherEntry.
class FakeTaskBar final : public QObject {
    Q_OBJECT

public:
    explicit FakeTaskBar(QDBusConnection bus);

    QStringList programs;
    std::vector<QVariantMap> updates;

private slots:
    void update(const QString& program, const QVariantMap& properties);
};

}  // namespace penstock
