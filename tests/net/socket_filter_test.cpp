#include "engine/net/socket_filter.h"

#include "engine/base/unique_fd.h"
#include "tests/net/loop_host.h"
#include "tests/support/black_hole.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <climits>

using namespace penstock;

Q_DECLARE_METATYPE(penstock::ErrorKind)

namespace {

/// A listening socket on 127.0.0.1, blocking.
struct Listener {
    UniqueFd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    std::uint16_t port = 0;

    Listener() {
        sockaddr_storage storage{};
        socklen_t length = toSocketAddress(loopback4(), 0, storage);
        auto* address = reinterpret_cast<sockaddr*>(&storage);
        ::bind(fd.get(), address, length);
        ::listen(fd.get(), 8);
        ::getsockname(fd.get(), address, &length);
        port = ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
    }

    [[nodiscard]] UniqueFd accept() const { return UniqueFd(::accept(fd.get(), nullptr, nullptr)); }
};

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::uint16_t closedPort() {
    return Listener().port;
}

}  // namespace

class SocketFilterTest : public QObject {
    Q_OBJECT

private slots:

    void connectsAndCarriesBytesBothWays() {
        const Listener listener;
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), listener.port);
        QVERIFY(filter.socket() == nullptr);
        QCOMPARE(host.drive(filter), Step::Done);
        const UniqueFd peer = listener.accept();
        const SocketSnapshot& row = host.row(filter.socket()->serial());
        QCOMPARE(row.peer, "127.0.0.1:" + std::to_string(listener.port));
        QCOMPARE(row.waitsFor, WaitsFor::TcpConnect);
        QCOMPARE(row.deadline, DeadlineKind::Connect);

        int noDelay = 0;
        socklen_t size = sizeof noDelay;
        QCOMPARE(::getsockopt(filter.socket()->fd(), IPPROTO_TCP, TCP_NODELAY, &noDelay, &size), 0);
        QVERIFY(noDelay != 0);

        std::array<std::byte, 16> buffer{};
        QCOMPARE(filter.recv(buffer).kind, IoResult::Kind::Blocked);
        QCOMPARE(filter.send(bytesOf("ping")).bytes, std::size_t{4});
        std::array<char, 16> seen{};
        QCOMPARE(::recv(peer.get(), seen.data(), seen.size(), 0), ssize_t{4});
        QCOMPARE(::send(peer.get(), "pong", 4, MSG_NOSIGNAL), ssize_t{4});
        PollSet set;
        filter.adjustPollSet(set, true, false);
        QCOMPARE(set.of(filter.socket()->fd()), Interest::Read);
        host.wait(set, nullptr);
        QCOMPARE(filter.recv(buffer).bytes, std::size_t{4});
        ::shutdown(peer.get(), SHUT_WR);
        host.wait(set, nullptr);
        QCOMPARE(filter.recv(buffer).kind, IoResult::Kind::Closed);
    }

    void r25APeerThatAcknowledgesNothingIsGivenUp_data() {
        QTest::addColumn<qint64>("stall");
        QTest::addColumn<int>("set");
        QTest::newRow("a minute") << qint64{60'000} << 60'000;
        QTest::newRow("less than a second") << qint64{250} << 250;
        QTest::newRow("none") << qint64{0} << 0;
        QTest::newRow("longer than the system can") << (qint64{1} << 40) << INT_MAX;
    }

    void r25APeerThatAcknowledgesNothingIsGivenUp() {
        QFETCH(qint64, stall);
        QFETCH(int, set);
        const Listener listener;
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), listener.port,
                            {.unacknowledged = std::chrono::milliseconds(stall)});
        QCOMPARE(host.drive(filter), Step::Done);
        int limit = -1;
        socklen_t size = sizeof limit;
        QCOMPARE(::getsockopt(filter.socket()->fd(), IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, &size),
                 0);
        QCOMPARE(limit, set);
    }

    void fullSendBufferIsBlocked() {
        const Listener listener;
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), listener.port);
        QCOMPARE(host.drive(filter), Step::Done);
        const std::string much(1U << 20U, 'x');
        IoResult result{IoResult::Kind::Bytes, 1};
        for (int i = 0; i < 100 && result.kind == IoResult::Kind::Bytes; ++i) {
            result = filter.send(bytesOf(much));
        }
        QCOMPARE(result.kind, IoResult::Kind::Blocked);
        PollSet set;
        filter.adjustPollSet(set, false, true);
        QCOMPARE(set.of(filter.socket()->fd()), Interest::Write);
    }

    void spuriousWakeUpsDoNotMakeItConnected() {
        const BlackHole hole;
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), hole.port());
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(filter.connect(), Step::Blocked);
        }
        PollSet set;
        filter.adjustPollSet(set, true, false);
        QCOMPARE(set.of(filter.socket()->fd()), Interest::Write);
    }

    void refusedIsSaidWithTheAddress() {
        const std::uint16_t port = closedPort();
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), port);
        QCOMPARE(host.drive(filter), Step::Failed);
        QCOMPARE(filter.error().kind, ErrorKind::ConnectRefused);
        QCOMPARE(filter.error().systemError, ECONNREFUSED);
        QCOMPARE(filter.error().sentence,
                 "localhost refused the connection (127.0.0.1:" + std::to_string(port) + ")");
        QCOMPARE(host.row(filter.socket()->serial()).lastError.kind, ErrorKind::ConnectRefused);
    }

    void resetIsConnectReset() {
        const Listener listener;
        LoopHost host;
        SocketFilter filter(host, "localhost", loopback4(), listener.port);
        QCOMPARE(host.drive(filter), Step::Done);
        {
            const UniqueFd peer = listener.accept();
            const linger hard{1, 0};
            ::setsockopt(peer.get(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        }
        PollSet set;
        filter.adjustPollSet(set, true, false);
        host.wait(set, nullptr);
        std::array<std::byte, 16> buffer{};
        QCOMPARE(filter.recv(buffer).kind, IoResult::Kind::Failed);
        QCOMPARE(filter.error().kind, ErrorKind::ConnectReset);
        QCOMPARE(filter.send(bytesOf("x")).kind, IoResult::Kind::Failed);  // EPIPE, and no signal
        QCOMPARE(filter.error().kind, ErrorKind::ConnectReset);
    }

    void r17ErrnosHaveTheirKinds_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("EHOSTUNREACH") << EHOSTUNREACH << ErrorKind::ConnectUnreachable;
        QTest::newRow("ENETUNREACH") << ENETUNREACH << ErrorKind::ConnectUnreachable;
        QTest::newRow("EACCES") << EACCES << ErrorKind::ConnectUnreachable;
        QTest::newRow("EINVAL") << EINVAL << ErrorKind::ConnectUnreachable;
        QTest::newRow("EADDRNOTAVAIL") << EADDRNOTAVAIL << ErrorKind::ConnectUnreachable;
        QTest::newRow("EPIPE") << EPIPE << ErrorKind::ConnectReset;
        QTest::newRow("ETIMEDOUT") << ETIMEDOUT << ErrorKind::ConnectTimeout;
        QTest::newRow("ENOBUFS") << ENOBUFS << ErrorKind::ConnectFailed;
    }

    void r17ErrnosHaveTheirKinds() {
        QFETCH(int, number);
        QFETCH(ErrorKind, kind);
        const Error error = socketError(number, "localhost", "127.0.0.1:80");
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.systemError, number);
        QVERIFY(error.sentence.starts_with("localhost ") &&
                error.sentence.ends_with("(127.0.0.1:80)"));
    }

    void refusedSocketIsTheHostsError() {
        LoopHost host;
        host.openHook = [](SocketRequest&) {
            return Error{ErrorKind::ResFds, "Too many files and sockets are open", {}, EMFILE};
        };
        SocketFilter filter(host, "localhost", loopback4(), 80);
        QCOMPARE(filter.connect(), Step::Failed);
        QCOMPARE(filter.error().kind, ErrorKind::ResFds);
        QCOMPARE(filter.connect(), Step::Failed);
    }

    void ms59RewrittenAddressIsTheOneConnected() {
        const Listener listener;
        LoopHost host;
        host.openHook = [&](SocketRequest& request) -> std::optional<Error> {
            request.addressLength = toSocketAddress(loopback4(), listener.port, request.address);
            return std::nullopt;
        };
        SocketFilter filter(host, "elsewhere.test", *parseAddress("192.0.2.1"), 80);
        QCOMPARE(host.drive(filter), Step::Done);
        QCOMPARE(host.row(filter.socket()->serial()).peer,
                 "127.0.0.1:" + std::to_string(listener.port));
        QCOMPARE(host.opened.front().host, std::string("elsewhere.test"));
    }

    void ms59ConnectedSocketIsUsedAsItIs() {
        std::array<int, 2> pair{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()),
                 0);
        const UniqueFd far(pair[1]);
        LoopHost host;
        host.connectedHook = [&](const SocketRequest&) {
            return pair[0];
        };
        SocketFilter filter(host, "elsewhere.test", *parseAddress("192.0.2.1"), 80);
        QCOMPARE(filter.connect(), Step::Done);
        QCOMPARE(filter.send(bytesOf("hi")).bytes, std::size_t{2});
        std::array<char, 4> seen{};
        QCOMPARE(::recv(far.get(), seen.data(), seen.size(), 0), ssize_t{2});
    }

    void ms61DroppedFilterGivesItsSocketBack() {
        const BlackHole hole;
        LoopHost host;
        {
            SocketFilter filter(host, "localhost", loopback4(), hole.port());
            QCOMPARE(filter.connect(), Step::Blocked);
            QCOMPARE(host.openCount(), std::size_t{1});
        }
        QCOMPARE(host.openCount(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(SocketFilterTest)
#include "socket_filter_test.moc"
