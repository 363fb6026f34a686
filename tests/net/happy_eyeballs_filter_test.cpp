#include "engine/net/happy_eyeballs_filter.h"

#include "engine/base/unique_fd.h"
#include "engine/net/filter_plan.h"
#include "engine/net/socket_filter.h"
#include "tests/net/loop_host.h"
#include "tests/support/black_hole.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Listens on `address`:`port`, 0 for any; empty when it cannot.
UniqueFd listenOn(const Address& address, std::uint16_t port) {
    UniqueFd fd(::socket(address.family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage storage{};
    const socklen_t length = toSocketAddress(address, port, storage);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&storage), length) != 0 ||
        ::listen(fd.get(), 8) != 0) {
        fd.reset();
    }
    return fd;
}

std::uint16_t portOf(const UniqueFd& fd) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

}  // namespace

class HappyEyeballsFilterTest : public QObject {
    Q_OBJECT

private:
    TempDir dir_;
    EngineTimeouts timeouts_;

    std::unique_ptr<Filter> plan(LoopHost& host, Resolver& resolver, const std::string& name,
                                 std::uint16_t port) const {
        return std::move(
            planFilters({name, port, false}, host.parts(), {resolver, timeouts_, {}}).value());
    }

private slots:

    void initTestCase() {
        QVERIFY(writeFile(dir_.file("hosts"),
                          "127.0.0.1 three.test\n127.0.0.2 three.test\n127.0.0.3 three.test\n"
                          "::1 six.test\n"));
        QVERIFY(writeFile(dir_.file("resolv.conf"), "nameserver 127.0.0.1\n"));
        qputenv("CARES_HOSTS", QByteArray::fromStdString(dir_.file("hosts")));
    }

    void connectsALiteralWithoutLookup() {
        const UniqueFd listener = listenOn(loopback4(), 0);
        LoopHost host;
        Resolver resolver(host.resolverParts(), {});
        const auto chain = plan(host, resolver, "127.0.0.1", portOf(listener));
        QCOMPARE(host.drive(*chain, &resolver), Step::Done);
        QCOMPARE(chain->connect(), Step::Done);
        QCOMPARE(host.opened.size(), std::size_t{1});
        QVERIFY(!host.deadlines.armed());
        QVERIFY(!host.resolverDeadline);
    }

    void localhostFallsBackToIpv4AtOnce() {
        const UniqueFd listener = listenOn(loopback4(), 0);
        LoopHost host;
        Resolver resolver(host.resolverParts(), {});
        const auto chain = plan(host, resolver, "localhost", portOf(listener));
        QCOMPARE(host.drive(*chain, &resolver), Step::Done);
        QCOMPARE(host.row(chain->socket()->serial()).peer,
                 "127.0.0.1:" + std::to_string(portOf(listener)));
    }

    void ms16LosersAreClosedInTheSameCall() {
        BlackHole hole;
        const UniqueFd second = listenOn(*parseAddress("127.0.0.3"), hole.port());
        QVERIFY(second);
        LoopHost host;
        // Port 9 of the stub's address: nothing answers there, and the hosts file is enough.
        Resolver resolver(host.resolverParts(), {dir_.file("resolv.conf"), 9, 15s});
        HappyEyeballsFilter filter(
            host.parts(), resolver, {"three.test", hole.port(), 30s}, [&](const Address& address) {
                return std::make_unique<SocketFilter>(host, "three.test", address, hole.port());
            });
        const TimePoint began = host.now();
        QCOMPARE(host.drive(filter, &resolver), Step::Done);
        // The first hangs, the second refuses (nobody listens there), so the third starts with it.
        QCOMPARE(host.row(filter.socket()->serial()).peer,
                 "127.0.0.3:" + std::to_string(hole.port()));
        QVERIFY(host.now() - began >= 250ms);
        std::size_t httpSockets = 0;
        for (const SocketRequest& request : host.opened) {
            httpSockets += request.purpose == SocketPurpose::Http ? 1 : 0;
        }
        QCOMPARE(httpSockets, std::size_t{3});
        host.driveUntil(resolver, [&] { return resolver.pending() == 0; });
        QCOMPARE(host.openCount(), std::size_t{1});
        QVERIFY(!host.deadlines.armed());
    }

    void r15RefusedNamesHostAndAddresses() {
        const std::uint16_t port = portOf(listenOn(loopback4(), 0));
        LoopHost host;
        Resolver resolver(host.resolverParts(), {});
        const auto chain = plan(host, resolver, "127.0.0.1", port);
        QCOMPARE(host.drive(*chain, &resolver), Step::Failed);
        QCOMPARE(chain->error().kind, ErrorKind::ConnectRefused);
        QCOMPARE(chain->error().sentence,
                 "127.0.0.1 refused the connection (127.0.0.1:" + std::to_string(port) + ")");
        QCOMPARE(chain->error().evidence, std::string());  // the sentence has said it
        QCOMPARE(host.openCount(), std::size_t{0});

        const auto byName = plan(host, resolver, "localhost", port);
        QCOMPARE(host.drive(*byName, &resolver), Step::Failed);
        QCOMPARE(byName->error().kind, ErrorKind::ConnectRefused);
        QVERIFY(byName->error().sentence.starts_with("localhost refused the connection ("));
        QVERIFY(byName->error().evidence.find("[::1]:" + std::to_string(port)) !=
                std::string::npos);
    }

    void r16ConnectTimeIsBounded() {
        const BlackHole hole;
        EngineTimeouts timeouts;
        timeouts.connect = 100ms;
        LoopHost host;
        Resolver resolver(host.resolverParts(), {});
        const auto chain = std::move(
            planFilters({"127.0.0.1", hole.port(), false}, host.parts(), {resolver, timeouts, {}})
                .value());
        QCOMPARE(host.drive(*chain, &resolver), Step::Failed);
        QCOMPARE(chain->error().kind, ErrorKind::ConnectTimeout);
        QCOMPARE(host.openCount(), std::size_t{0});
    }

    void ms58RefusedSocketFailsThatAddressOnly() {
        const UniqueFd listener = listenOn(loopback4(), 0);
        LoopHost host;
        host.openHook = [](SocketRequest& request) -> std::optional<Error> {
            return request.family == AF_INET6
                       ? std::optional(Error{ErrorKind::ConnectFailed, "Not allowed", {}, 0})
                       : std::nullopt;
        };
        Resolver resolver(host.resolverParts(), {});
        const auto chain = plan(host, resolver, "localhost", portOf(listener));
        const TimePoint began = host.now();
        QCOMPARE(host.drive(*chain, &resolver), Step::Done);
        QVERIFY(host.now() - began < 250ms);  // no attempt delay

        host.openHook = [](SocketRequest&) {
            return Error{ErrorKind::ConnectFailed, "Not allowed", {}, 0};
        };
        const auto none = plan(host, resolver, "localhost", portOf(listener));
        QCOMPARE(host.drive(*none, &resolver), Step::Failed);
        QCOMPARE(none->error().kind, ErrorKind::ConnectFailed);
    }

    void ms53DroppedWhileOpeningLeavesNothing() {
        const BlackHole hole;
        LoopHost host;
        Resolver resolver(host.resolverParts(), {});
        {
            const auto chain = plan(host, resolver, "127.0.0.1", hole.port());
            QCOMPARE(chain->connect(), Step::Blocked);
            QCOMPARE(host.openCount(), std::size_t{1});
        }
        QCOMPARE(host.openCount(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(HappyEyeballsFilterTest)
#include "happy_eyeballs_filter_test.moc"
