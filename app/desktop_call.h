#pragma once
// Calls on the desktop's buses that nobody waits for.

#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

#include <functional>
#include <utility>

namespace penstock {

/// The session's bus, and the way to the system's, which is not opened without need.
struct DesktopBuses {
    QDBusConnection session = QDBusConnection::sessionBus();
    std::function<QDBusConnection()> system = QDBusConnection::systemBus;
};

/// Sends `call`; `then` gets the answer, or the error, in this thread, unless `receiver` is gone by
/// then. Without a bus the error comes as well.
template <typename Then>
void callLater(const QDBusConnection& bus, const QDBusMessage& call, QObject& receiver, Then then) {
    if (!bus.isConnected()) {
        QMetaObject::invokeMethod(
            &receiver,
            [then = std::move(then)] {
                then(QDBusMessage::createError(QDBusError::Disconnected, QString()));
            },
            Qt::QueuedConnection);
        return;
    }
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), &receiver);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, &receiver,
                     [watcher, then = std::move(then)] {
                         watcher->deleteLater();
                         then(watcher->reply());
                     });
}

inline bool succeeded(const QDBusMessage& answer) {
    return answer.type() == QDBusMessage::ReplyMessage;
}

}  // namespace penstock
