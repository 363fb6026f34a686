// By way of a proxy, which the origin plays: what is waited for and until when, and whom the rule
// against private networks judges.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class ProxyTest : public QObject {
    Q_OBJECT

private slots:

    void aNameIsTheProxysToLookUp() {
        World world({.byProxy = true});
        world.origin->serve({.path = "/f", .size = 300'000, .seed = 2});
        const TransferId id = world.add("http://unknown.test/f");
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("f") == contentText(2, 0, 300'000));
        QCOMPARE(world.origin->requests().front().target, std::string("http://unknown.test/f"));
        QCOMPARE(world.origin->requests().front().header("Host"), std::string("unknown.test"));
        QVERIFY(world.dns.queries().empty());
    }

    void aSilentOneIsAWaitWithAnEnd() {
        WorldOptions options{.byProxy = true};
        options.limits.attempts = 2;
        World world(options);
        world.origin->serve({.path = "x.test:443", .delayFirstByte = 1h});
        const TransferId id = world.add("https://x.test/f");
        QVERIFY(world.runUntil(
            [&] { return world.engine->snapshot(id)->wait.waitsFor == WaitsFor::ProxyReply; }));
        const Wait wait = world.engine->snapshot(id)->wait;
        QVERIFY(wait.until && *wait.until - wait.since == 30s);
        world.runToEnd(id);
        QCOMPARE(world.state(id), TransferState::Failed);
        QVERIFY(world.at(id).error.kind == ErrorKind::ConnectTimeout);
        QCOMPARE(world.at(id).error.sentence,
                 std::string("The proxy 127.0.0.1 did not lead to x.test within 30 s"));
        QCOMPARE(world.origin->requests().size(), std::size_t{2});
        QCOMPARE(world.at(id).waited.of(WaitsFor::ProxyReply), Duration(60s));
        QVERIFY(std::ranges::count(world.waits, "proxy reply/proxy reply") >= 2);
    }

    // The origin is the proxy too: what it is asked in full came by way of it.
    void othersActAtOnceAndNoOldWayIsUsedAgain() {
        World world;
        world.origin->serve({.path = "/f", .size = 1'000, .seed = 2});
        const std::string url = world.origin->url("/f");
        QVERIFY(world.runToEnd(world.add(url, [](TransferRequest& r) { r.name = "1"; })));
        QCOMPARE(world.origin->requests().back().target, std::string("/f"));
        const auto idle = [&] {
            return std::ranges::count_if(world.sockets, [](const auto& each) {
                return each.second.role == SocketRole::Idle;
            });
        };
        QCOMPARE(idle(), 1);
        ProxyRules rules;
        rules.http = std::make_shared<const Proxy>(
            Proxy{Proxy::Kind::Http, "127.0.0.1", world.origin->port(), {}, {}});
        QCOMPARE(world.engine->setProxies(rules), CallStatus::Ok);
        QCOMPARE(idle(), 0);
        QVERIFY(world.runToEnd(world.add(url, [](TransferRequest& r) { r.name = "2"; })));
        QCOMPARE(world.origin->requests().back().target, url);
        // The same rules, made anew: its connection is still good.
        rules.http = std::make_shared<const Proxy>(*rules.http);
        QCOMPARE(world.engine->setProxies(rules), CallStatus::Ok);
        QCOMPARE(idle(), 1);
        QVERIFY(world.runToEnd(world.add(url, [](TransferRequest& r) { r.name = "3"; })));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{2});
        QCOMPARE(world.engine->setProxies({}), CallStatus::Ok);
        QVERIFY(world.runToEnd(world.add(url, [](TransferRequest& r) { r.name = "4"; })));
        QCOMPARE(world.origin->requests().back().target, std::string("/f"));
        QCOMPARE(world.origin->acceptedConnections(), std::size_t{3});
    }

    void whatBringsSomethingBringsItToItsEnd() {
        World world;
        world.origin->serve({.path = "/f", .size = 3'000'000, .seed = 2});
        const TransferId id = world.add(
            world.origin->url("/f"), [](TransferRequest& request) { request.rateLimit = 500'000; });
        world.runFor(2s);
        QCOMPARE(world.state(id), TransferState::Receiving);
        ProxyRules rules;
        rules.http =
            std::make_shared<const Proxy>(Proxy{Proxy::Kind::Http, "127.0.0.1", 1, {}, {}});
        QCOMPARE(world.engine->setProxies(rules), CallStatus::Ok);
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("f") == contentText(2, 0, 3'000'000));
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
    }

    // As the list of one keeps it: whom all others go by way of, it does not.
    void aTransferMayHaveItsOwn_data() {
        QTest::addColumn<bool>("all");
        QTest::addColumn<QString>("own");
        QTest::addColumn<bool>("inFull");
        QTest::newRow("its own") << false << "http://me:c4n4ry@127.0.0.1:%1" << true;
        QTest::newRow("none") << true << "none" << false;
        QTest::newRow("as all") << true << QString() << true;
    }

    void aTransferMayHaveItsOwn() {
        QFETCH(bool, all);
        QFETCH(QString, own);
        QFETCH(bool, inFull);
        World world({.byProxy = all});
        world.origin->serve({.path = "/f", .size = 3'000'000, .seed = 2});
        const std::string url = world.origin->url("/f");
        const QString said = own.contains(u'%') ? own.arg(world.origin->port()) : own;
        const TransferId id = world.add(url, [&](TransferRequest& request) {
            request.options.proxy = said.toStdString();
            request.rateLimit = 500'000;
        });
        world.runFor(2s);
        QCOMPARE(world.state(id), TransferState::Receiving);
        const auto requests = world.engine->requests(id);
        QCOMPARE(requests.front().proxy,
                 inFull ? "127.0.0.1:" + std::to_string(world.origin->port()) : std::string());
        world.restart();
        world.settle();
        QCOMPARE(QString::fromStdString(world.engine->options(id)->proxy),
                 QString(said).remove(QStringLiteral("me:c4n4ry@")));
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("f") == contentText(2, 0, 3'000'000));
        QCOMPARE(world.origin->requests().size(), std::size_t{2});
        for (const RequestLog& asked : world.origin->requests()) {
            QCOMPARE(asked.target, inFull ? url : std::string("/f"));
        }
    }

    void aWrongOneIsRefused_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("scheme") << "ftp://me:c4n4ry@p" << ErrorKind::UrlScheme;
        QTest::newRow("host") << "http://me:c4n4ry@" << ErrorKind::UrlBadHost;
        QTest::newRow("port") << "http://me:c4n4ry@p:0" << ErrorKind::UrlBad;
    }

    void aWrongOneIsRefused() {
        QFETCH(QString, said);
        QFETCH(ErrorKind, kind);
        World world;
        TransferRequest request{.url = world.origin->url("/f"), .directory = "/tmp"};
        request.options.proxy = said.toStdString();
        const auto added = world.engine->add(request);
        QVERIFY(!added.ok());
        QCOMPARE(kindOf(added.error()), std::string(name(kind)));
        QVERIFY(added.error().sentence.find("c4n4ry") == std::string::npos);
        ProbeOptions options;
        options.proxy = said.toStdString();
        QVERIFY(!world.engine->probe(world.origin->url("/f"), options, [](const auto&) {}).ok());
    }

    // It asks for what the list does not keep.
    void aLoginThatWasLostIsSaid() {
        World world;
        world.origin->serve({.path = "/f", .status = 407});
        const TransferId id = world.add(world.origin->url("/f"), [&](TransferRequest& request) {
            request.options.proxy = world.origin->url("");
        });
        world.runToEnd(id);
        QCOMPARE(world.state(id), TransferState::Failed);
        QCOMPARE(kindOf(world.at(id).error), std::string("Proxy.Login"));
        QCOMPARE(world.at(id).error.sentence, std::string("The proxy 127.0.0.1 wants a login"));
        QVERIFY(world.at(id).question == Question::Nothing);  // which would be for the origin
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
    }

    void theLoginForATunnelIsNoQuestionForTheOriginsEither() {
        World world({.byProxy = true});
        world.origin->serve({.path = "x.test:443", .status = 407});
        const TransferId id = world.add("https://x.test/f");
        world.runToEnd(id);
        QCOMPARE(kindOf(world.at(id).error), std::string("Proxy.Login"));
        QCOMPARE(world.state(id), TransferState::Failed);
    }

    void oneThatIsNowhereIsRefused() {
        World world({.byProxy = true});
        ProxyRules rules;
        rules.https = std::make_shared<const Proxy>(Proxy{Proxy::Kind::Http, "", 3128, {}, {}});
        QCOMPARE(world.engine->setProxies(rules), CallStatus::WrongState);
        world.origin->serve({.path = "/f", .size = 1000, .seed = 2});
        QVERIFY(world.runToEnd(world.add("http://unknown.test/f")));  // as before
    }

    void oneThatRefusesIsFinal() {
        World world({.byProxy = true});
        world.origin->serve({.path = "x.test:443", .status = 403});
        const TransferId id = world.add("https://x.test/f");
        world.runToEnd(id);
        QCOMPARE(world.state(id), TransferState::Failed);
        QVERIFY(world.at(id).error.kind == ErrorKind::ProxyRefused);
        QCOMPARE(world.origin->requests().size(), std::size_t{1});
    }

    // 192.0.2.0/24 is for documentation: public, as far as the rule goes.
    void literalsAreJudgedThoughTheProxyIsPrivate_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("asks");
        QTest::newRow("public to private") << "http://192.0.2.1"
                                           << "http://10.0.0.1/f" << true;
        QTest::newRow("public to loopback") << "http://192.0.2.1"
                                            << "http://127.0.0.1/f" << true;
        QTest::newRow("public to public") << "http://192.0.2.1"
                                          << "http://192.0.2.2/f" << false;
        QTest::newRow("a name to private") << "http://x.test"
                                           << "http://10.0.0.1/f" << false;
        QTest::newRow("public to a name") << "http://192.0.2.1"
                                          << "http://x.test/f" << false;
    }

    void literalsAreJudgedThoughTheProxyIsPrivate() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, asks);
        World world({.byProxy = true});
        world.origin->serve(
            {.path = "/begin", .status = 302, .headers = {{"Location", to.toStdString()}}});
        world.origin->serve({.path = "/f", .size = 1000, .seed = 2});
        const TransferId id = world.add(from.toStdString() + "/begin");
        world.runUntil([&] {
            return world.state(id) == TransferState::Done ||
                   world.state(id) == TransferState::Asking;
        });
        QCOMPARE(world.state(id), asks ? TransferState::Asking : TransferState::Done);
        QCOMPARE(world.origin->requestsFor("/f").empty(), asks);
        if (asks) {
            QVERIFY(world.at(id).question == Question::PrivateNetwork);
        }
    }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "proxy_test.moc"
