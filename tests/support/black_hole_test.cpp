#include "tests/support/black_hole.h"

#include <QTest>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

using namespace penstock;

namespace {

UniqueFd beginConnect(std::uint16_t port) {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return fd;
}

/// Whether the connect has ended, well or not, within that time.
bool settled(const UniqueFd& fd, int withinMs) {
    pollfd watched{fd.get(), POLLOUT, 0};
    return ::poll(&watched, 1, withinMs) > 0;
}

int outcome(const UniqueFd& fd) {
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &length);
    return error;
}

}  // namespace

class BlackHoleTest : public QObject {
    Q_OBJECT

private slots:

    void connectsHangUntilItIsReleased() {
        BlackHole hole;
        const UniqueFd first = beginConnect(hole.port());
        const UniqueFd second = beginConnect(hole.port());
        // On loopback an answer would be there before connect() returns.
        QVERIFY(!settled(first, 20));
        QVERIFY(!settled(second, 0));
        hole.release();
        QVERIFY(settled(first, 10000));
        QVERIFY(settled(second, 10000));
        QCOMPARE(outcome(first), 0);
        QCOMPARE(outcome(second), 0);
    }
};

QTEST_GUILESS_MAIN(BlackHoleTest)
#include "black_hole_test.moc"
