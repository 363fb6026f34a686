#pragma once
// Whether this machine has a way to the network, from the kernel's routes; told by the kernel when
// they change, so that nothing is asked at rest.
//
// GUI thread.

#include <QObject>
#include <QString>

#include <memory>

class QSocketNotifier;

namespace penstock {

/// The lines of /proc/net/route and /proc/net/ipv6_route: whether one of them is a default route
/// that is up and does not lead to the machine itself.
bool hasDefaultRoute(const QByteArray& ipv4, const QByteArray& ipv6);

class NetworkState final : public QObject {
    Q_OBJECT

public:
    NetworkState();
    ~NetworkState() override;
    Q_DISABLE_COPY_MOVE(NetworkState)

    /// Tells once, and then whenever it is another.
    void start();

signals:
    void changed(bool online);

private:
    void read();
    void look();

    int socket_ = -1;
    std::unique_ptr<QSocketNotifier> notifier_;
    int told_ = -1;  // 0 or 1; −1: nothing yet
};

}  // namespace penstock
