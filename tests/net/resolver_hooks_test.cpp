// The sockets of lookups are sockets like all others: the open hook sees where they are to lead,
// and may refuse or rewrite it.

#include "engine/base/unique_fd.h"
#include "engine/net/resolver.h"
#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"
#include "tests/support/dns_message.h"

#include <QTest>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

std::string peerOf(const SocketRequest& request) {
    return peerText(reinterpret_cast<const sockaddr*>(&request.address), request.addressLength);
}

}  // namespace

class ResolverHooksTest : public QObject {
    Q_OBJECT

private:
    std::optional<DnsFixture> dns_;

    std::string server(const char* address) { return std::string(address) + ':' + port(); }

    std::string port() { return std::to_string(dns_->stub().port()); }

private slots:

    void init() {
        dns_.emplace();
        dns_->stub().add("some.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        dns_->stub().add("large.test", {.a = {"127.0.0.1"}, .truncate = true});
    }

    void ms17TheOpenHookSeesTheNameServer_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("tcp");
        QTest::newRow("UDP") << "some.test" << false;
        QTest::newRow("and TCP") << "large.test" << true;
    }

    void ms17TheOpenHookSeesTheNameServer() {
        QFETCH(QString, name);
        QFETCH(bool, tcp);
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start(name.toStdString(), listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QVERIFY(lookup.state().hasAddress());
        bool sawTcp = false;
        for (const SocketRequest& request : host.opened) {
            QCOMPARE(request.purpose, SocketPurpose::Dns);
            QCOMPARE(request.host, std::string("127.0.0.1"));
            QCOMPARE(request.port, dns_->stub().port());
            QCOMPARE(request.family, AF_INET);
            QCOMPARE(peerOf(request), server("127.0.0.1"));
            sawTcp = sawTcp || request.type == SOCK_STREAM;
        }
        QCOMPARE(sawTcp, tcp);
        QCOMPARE(host.openCount(), std::size_t{0});
    }

    void ms59ARewrittenNameServerIsTheOneAsked_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("UDP") << "some.test";
        QTest::newRow("and TCP") << "large.test";
    }

    void ms59ARewrittenNameServerIsTheOneAsked() {
        QFETCH(QString, name);
        QVERIFY(writeFile(dns_->resolvConf(), "nameserver 192.0.2.53\noptions attempts:1\n"));
        LoopHost host;
        std::vector<std::string> asked;
        host.openHook = [&](SocketRequest& request) -> std::optional<Error> {
            asked.push_back(request.host);
            request.addressLength =
                toSocketAddress(loopback4(), dns_->stub().port(), request.address);
            return std::nullopt;
        };
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start(name.toStdString(), listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QVERIFY2(lookup.state().hasAddress(), lookup.state().failure().sentence.c_str());
        QCOMPARE(asked.front(), std::string("192.0.2.53"));
        QCOMPARE(host.rows.begin()->second.peer, server("127.0.0.1"));
    }

    void ms58ARefusedNameServerFailsThatOneOnly() {
        QVERIFY(writeFile(dns_->resolvConf(), "nameserver 127.0.0.2\nnameserver 127.0.0.1\n"));
        LoopHost host;
        host.openHook = [](SocketRequest& request) {
            return request.host == "127.0.0.2"
                       ? std::optional(Error{ErrorKind::ConnectFailed, "Not that one", {}, 0})
                       : std::nullopt;
        };
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("some.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.1"}));
        QCOMPARE(texts(lookup.state().v6), (std::vector<std::string>{"::1"}));
    }

    void refusedSocketIsTheReason() {
        LoopHost host;
        host.openHook = [](SocketRequest&) {
            return Error{ErrorKind::ResFds, "Too many files and sockets are open", {}, EMFILE};
        };
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("any.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().failure().kind, ErrorKind::ResFds);
        QCOMPARE(lookup.state().failure().evidence, std::string("needed to look up any.test"));
        QCOMPARE(host.openCount(), std::size_t{0});
    }

    // A socket that the program has connected itself, to a forwarder of its own.
    void ms59AConnectedSocketIsAskedAsItIs() {
        std::array<int, 2> pair{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()),
                 0);
        const UniqueFd far(pair[1]);
        int near = pair[0];
        LoopHost host;
        host.connectedHook = [&](const SocketRequest&) {
            return std::exchange(near, -1);
        };
        Resolver resolver(host.resolverParts(), dns_->config(2s));
        CountingListener listener;
        const Lookup lookup = resolver.start("forwarded.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] {
            answerOne(far);
            return lookup.state().finished();
        }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.5"}));
        QCOMPARE(dns_->asked("forwarded.test"), std::size_t{0});
    }

private:
    static bool answerOne(const UniqueFd& fd) {
        std::array<char, 512> packet{};
        const ssize_t got = ::recv(fd.get(), packet.data(), packet.size(), 0);
        const auto question =
            got > 0 ? parseDnsQuery({packet.data(), static_cast<std::size_t>(got)}) : std::nullopt;
        if (!question) {
            return false;
        }
        DnsResponse response;
        if (question->type == static_cast<std::uint16_t>(DnsType::A)) {
            response.records.push_back(
                {question->name, question->type, 60, dnsWireAddress("127.0.0.5")});
        }
        const std::string answer = dnsMessage(*question, response);
        return ::send(fd.get(), answer.data(), answer.size(), MSG_NOSIGNAL) > 0;
    }
};

QTEST_GUILESS_MAIN(ResolverHooksTest)
#include "resolver_hooks_test.moc"
