#include "engine/net/resolver.h"

#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::DnsEntry)
Q_DECLARE_METATYPE(penstock::ErrorKind)

class ResolverTest : public QObject {
    Q_OBJECT

private:
    std::optional<DnsFixture> dns_;

private slots:

    void init() { dns_.emplace(); }

    void bothFamiliesAreFound() {
        dns_->stub().add("both.test", {.a = {"127.0.0.1", "127.0.0.2"}, .aaaa = {"::1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("both.test", listener);
        QVERIFY(!lookup.state().finished());
        QCOMPARE(resolver.pending(), std::size_t{1});
        QVERIFY(host.resolverDeadline.has_value());
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.1", "127.0.0.2"}));
        QCOMPARE(texts(lookup.state().v6), (std::vector<std::string>{"::1"}));
        QVERIFY(listener.told >= 1);
        QCOMPARE(resolver.pending(), std::size_t{0});
        // MS-17, MS-61: every socket came through the host, and none is left.
        QVERIFY(!host.opened.empty());
        for (const SocketRequest& request : host.opened) {
            QCOMPARE(request.purpose, SocketPurpose::Dns);
        }
        QCOMPARE(host.openCount(), std::size_t{0});
        QVERIFY(!host.resolverDeadline);
        QCOMPARE(host.rows.begin()->second.host, std::string("both.test"));
        QCOMPARE(host.rows.begin()->second.peer,
                 "127.0.0.1:" + std::to_string(dns_->stub().port()));
        QCOMPARE(host.rows.begin()->second.until - host.rows.begin()->second.since, Duration(15s));
    }

    void ms66LiteralsAndLocalhostNeedNoQuery_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("v6");
        QTest::addColumn<QString>("v4");
        QTest::newRow("IPv4") << "192.0.2.1"
                              << ""
                              << "192.0.2.1";
        QTest::newRow("IPv6") << "2001:db8::1"
                              << "2001:db8::1"
                              << "";
        QTest::newRow("localhost") << "localhost"
                                   << "::1"
                                   << "127.0.0.1";
        QTest::newRow("under localhost") << "a.b.localhost"
                                         << "::1"
                                         << "127.0.0.1";
    }

    void ms66LiteralsAndLocalhostNeedNoQuery() {
        QFETCH(QString, name);
        QFETCH(QString, v6);
        QFETCH(QString, v4);
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start(name.toStdString(), listener);
        QVERIFY(lookup.state().finished());
        const auto first = [](const FamilyAnswer& answer) {
            const auto list = texts(answer);
            return list.empty() ? QString() : QString::fromStdString(list.front());
        };
        QCOMPARE(first(lookup.state().v6), v6);
        QCOMPARE(first(lookup.state().v4), v4);
        QCOMPARE(host.opened.size(), std::size_t{0});
        QVERIFY(!host.resolverDeadline);
        QCOMPARE(resolver.pending(), std::size_t{0});
        QVERIFY(dns_->stub().queries().empty());
    }

    void hostsFileIsFirst() {
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("listed.test", listener);
        QVERIFY(lookup.state().finished());
        QCOMPARE(listener.told, 0);  // never from within start()
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.9"}));
        QCOMPARE(texts(lookup.state().v6), (std::vector<std::string>{"::9"}));
        QCOMPARE(dns_->asked("listed.test"), std::size_t{0});
    }

    void r1ToR4FailuresHaveTheirKinds_data() {
        QTest::addColumn<DnsEntry>("entry");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("evidence");
        QTest::newRow("R-1 NXDOMAIN") << DnsEntry{.rcode = 3} << ErrorKind::DnsNotFound
                                      << "There is no host named broken.test"
                                      << "NXDOMAIN";
        QTest::newRow("R-2 SERVFAIL") << DnsEntry{.rcode = 2} << ErrorKind::DnsServFail
                                      << "The name server could not look up broken.test"
                                      << "SERVFAIL";
        QTest::newRow("R-2 REFUSED") << DnsEntry{.rcode = 5} << ErrorKind::DnsServFail
                                     << "The name server could not look up broken.test"
                                     << "REFUSED";
        QTest::newRow("R-4 no address")
            << DnsEntry{} << ErrorKind::DnsNoData << "The name broken.test has no address"
            << "";
        QTest::newRow("R-7 TCP closed")
            << DnsEntry{.a = {"127.0.0.1"}, .truncate = true, .closeTcp = true}
            << ErrorKind::DnsServFail << "The name server could not look up broken.test"
            << "";
        QTest::newRow("R-8 CNAME loop") << DnsEntry{.cname = "broken.test"} << ErrorKind::DnsNoData
                                        << "The name broken.test has no address"
                                        << "";
    }

    void r1ToR4FailuresHaveTheirKinds() {
        QFETCH(DnsEntry, entry);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, sentence);
        QFETCH(QString, evidence);
        dns_->stub().add("broken.test", entry);
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("broken.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        const Error error = lookup.state().failure();
        QCOMPARE(QString::fromStdString(std::string(name(error.kind))),
                 QString::fromStdString(std::string(name(kind))));
        QCOMPARE(QString::fromStdString(error.sentence), sentence);
        QVERIFY2(QString::fromStdString(error.evidence).contains(evidence), error.evidence.c_str());
        QCOMPARE(host.openCount(), std::size_t{0});
    }

    void refusedByThePortIsServFail() {
        const ResolverConfig config = dns_->config();
        dns_->stopAnswering();
        LoopHost host;
        Resolver resolver(host.resolverParts(), config);
        CountingListener listener;
        const Lookup lookup = resolver.start("any.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().failure().kind, ErrorKind::DnsServFail);
    }

    void r3SilenceEndsWithTheDeadline() {
        dns_->stub().add("silent.test", {.dropA = true, .dropAaaa = true});
        dns_->stub().add("next.test", {.a = {"127.0.0.1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config(100ms));
        CountingListener listener;
        const Lookup lookup = resolver.start("silent.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().failure().kind, ErrorKind::DnsTimeout);
        QCOMPARE(lookup.state().failure().sentence,
                 std::string("No name server answered in time when asked for silent.test"));
        QCOMPARE(host.openCount(), std::size_t{0});
        QVERIFY(!host.resolverDeadline);
        // MS-65: and the next one goes well.
        const Lookup next = resolver.start("next.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return next.state().finished(); }));
        QCOMPARE(next.state().v4.addresses.size(), std::size_t{1});
    }

    void ms65LostReplyIsAskedForAgain() {
        dns_->stub().add("lossy.test", {.a = {"127.0.0.1"}, .dropFirst = 1});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("lossy.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().v4.addresses.size(), std::size_t{1});
        QCOMPARE(dns_->stub().queryCount("lossy.test", DnsType::A), std::size_t{2});
    }

    void r5EachFamilyIsToldWhenItArrives() {
        dns_->stub().add("half.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}, .dropAaaa = true});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config(400ms));
        CountingListener listener;
        const Lookup lookup = resolver.start("half.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().v4.finished; }));
        QVERIFY(!lookup.state().v6.finished);
        QCOMPARE(listener.told, 1);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().v6.error.kind, ErrorKind::DnsTimeout);
        QCOMPARE(listener.told, 2);
    }

    void r6JunkIsIgnored() {
        dns_->stub().add("junk.test", {.a = {"127.0.0.7"}, .junkFirst = true});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("junk.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.7"}));
    }

    void r7TruncatedAnswerIsAskedForOverTcp() {
        dns_->stub().add("large.test", {.a = {"127.0.0.1"}, .truncate = true});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("large.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().v4.addresses.size(), std::size_t{1});
        const auto queries = dns_->stub().queries();
        QVERIFY(std::any_of(queries.begin(), queries.end(),
                            [](const DnsQuery& query) { return query.tcp; }));
        QCOMPARE(host.openCount(), std::size_t{0});
    }

    void r8ManyAddressesAreCutTo64() {
        dns_->stub().add("many.test", {.a = manyAddresses(500)});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("many.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().v4.addresses.size(), std::size_t{64});
        QCOMPARE(texts(lookup.state().v4).front(), manyAddresses(1).front());
    }

    void r13ResetAsksTheNewServerForWhatIsOpen() {
        dns_->stub().add("moved.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        QVERIFY(writeFile(dns_->resolvConf(), "nameserver 127.0.0.2\n"));
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("moved.test", listener);
        QCOMPARE(host.openCount(), std::size_t{1});
        QVERIFY(writeFile(dns_->resolvConf(), resolvConf()));
        resolver.reset();
        QCOMPARE(resolver.pending(), std::size_t{1});
        QCOMPARE(host.openCount(), std::size_t{1});
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().v4.addresses.size(), std::size_t{1});
    }

    void endOfTheResolverEndsItsSockets() {
        dns_->stub().add("silent.test", {.dropA = true, .dropAaaa = true});
        LoopHost host;
        CountingListener listener;
        {
            Resolver resolver(host.resolverParts(), dns_->config());
            const Lookup lookup = resolver.start("silent.test", listener);
            QVERIFY(host.openCount() > 0);
        }
        QCOMPARE(host.openCount(), std::size_t{0});
        QCOMPARE(listener.told, 0);
    }
};

QTEST_GUILESS_MAIN(ResolverTest)
#include "resolver_test.moc"
