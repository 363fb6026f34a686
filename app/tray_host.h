#pragma once
// Whether the desktop has a tray at the moment: a host of status notifiers, or the older kind.
//
// GUI thread. Asks without waiting.

#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>

namespace penstock {

class TrayHost final : public QObject {
    Q_OBJECT

public:
    explicit TrayHost(const QDBusConnection& bus);

    /// Looks, and follows what comes of it. Once is enough.
    void start();

signals:
    void changed(bool present);

private:
    void ask();

    QDBusConnection bus_;
    QDBusServiceWatcher watcher_;
    bool started_ = false;
};

}  // namespace penstock
