#include "engine/net/resolver.h"
#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"

#include <QTest>

#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::DnsEntry)

/// Several who ask: one question, one answer, and who goes does not disturb the others.
class ResolverSharingTest : public QObject {
    Q_OBJECT

private:
    std::optional<DnsFixture> dns_;

private slots:

    void init() { dns_.emplace(); }

    void ms67LookupsOfOneNameAreOne() {
        dns_->stub().add("shared.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        std::vector<CountingListener> listeners(100);
        std::vector<Lookup> lookups;
        for (CountingListener& listener : listeners) {
            lookups.push_back(resolver.start("shared.test", listener));
        }
        QCOMPARE(resolver.pending(), std::size_t{1});
        QVERIFY(host.driveUntil(resolver, [&] { return lookups.front().state().finished(); }));
        for (std::size_t i = 0; i < listeners.size(); ++i) {
            QVERIFY(lookups[i].state().finished());
            QVERIFY(listeners[i].told >= 1);
        }
        QCOMPARE(dns_->asked("shared.test"), std::size_t{2});
        const Lookup cached = resolver.start("shared.test", listeners.front());
        QVERIFY(cached.state().finished());
        QCOMPARE(dns_->asked("shared.test"), std::size_t{2});
    }

    // Where the domains are searched for the family that a name has not, it becomes another host.
    void noDomainIsSearchedForTheFamilyThatIsMissing() {
        dns_->stub().add("onlyfour.test", {.a = {"127.0.0.3"}});
        dns_->stub().add("onlyfour.test.search.test", {.aaaa = {"::1"}});
        QVERIFY(writeFile(dns_->resolvConf(), resolvConf() + "search search.test\n"));
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("onlyfour.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), std::vector<std::string>{"127.0.0.3"});
        QCOMPARE(texts(lookup.state().v6), std::vector<std::string>{});
        QCOMPARE(dns_->asked("onlyfour.test.search.test"), std::size_t{0});
    }

    void answersAreKeptOnlyIfTheyMayBe_data() {
        QTest::addColumn<DnsEntry>("entry");
        QTest::addColumn<bool>("kept");
        QTest::newRow("TTL 60") << DnsEntry{.a = {"127.0.0.1"}, .ttl = 60} << true;
        QTest::newRow("R-8 TTL 0") << DnsEntry{.a = {"127.0.0.1"}, .ttl = 0} << false;
        QTest::newRow("R-8 TTL 2^31") << DnsEntry{.a = {"127.0.0.1"}, .ttl = 1U << 31U} << false;
        QTest::newRow("an alias with TTL 60") << DnsEntry{.cname = "long.test", .ttl = 60} << true;
        QTest::newRow("an alias with TTL 0") << DnsEntry{.cname = "long.test", .ttl = 0} << false;
        QTest::newRow("an alias with TTL 2^31")
            << DnsEntry{.cname = "long.test", .ttl = 1U << 31U} << false;
        QTest::newRow("an alias of an alias with TTL 0")
            << DnsEntry{.cname = "short.test", .ttl = 60} << false;
        QTest::newRow("R-1 NXDOMAIN") << DnsEntry{.rcode = 3} << true;
        QTest::newRow("R-2 SERVFAIL") << DnsEntry{.rcode = 2} << false;
    }

    void answersAreKeptOnlyIfTheyMayBe() {
        QFETCH(DnsEntry, entry);
        QFETCH(bool, kept);
        dns_->stub().add("ttl.test", entry);
        dns_->stub().add("long.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}, .ttl = 3600});
        dns_->stub().add("short.test", {.cname = "long.test", .ttl = 0});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        {
            const Lookup first = resolver.start("ttl.test", listener);
            QVERIFY(host.driveUntil(resolver, [&] { return first.state().finished(); }));
        }
        const Lookup second = resolver.start("ttl.test", listener);
        QCOMPARE(second.state().finished(), kept);
    }

    void ms65CancelDropsTheWaiterOnly() {
        dns_->stub().add("wanted.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener gone;
        CountingListener stays;
        Lookup dropped = resolver.start("wanted.test", gone);
        const Lookup kept = resolver.start("wanted.test", stays);
        dropped = {};
        QVERIFY(host.driveUntil(resolver, [&] { return kept.state().finished(); }));
        QCOMPARE(gone.told, 0);
        QVERIFY(stays.told >= 1);
    }

    void lastWaiterMayGoAndTheAnswerIsKept() {
        dns_->stub().add("later.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        { const Lookup dropped = resolver.start("later.test", listener); }
        QVERIFY(host.driveUntil(resolver, [&] { return resolver.pending() == 0; }));
        QCOMPARE(listener.told, 0);
        QVERIFY(resolver.start("later.test", listener).state().finished());
    }

    void listenerMayDropLookupsAndStartOthers() {
        dns_->stub().add("first.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        dns_->stub().add("second.test", {.a = {"127.0.0.2"}, .aaaa = {"::2"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        CountingListener other;
        Lookup own = resolver.start("first.test", listener);
        Lookup others = resolver.start("first.test", other);
        Lookup next;
        listener.then = [&] {
            own = {};
            others = {};
            if (!next) {
                next = resolver.start("second.test", listener);
                listener.then = nullptr;
            }
        };
        QVERIFY(host.driveUntil(resolver, [&] { return next && next.state().finished(); }));
        QCOMPARE(other.told, 0);
        QCOMPARE(texts(next.state().v4), (std::vector<std::string>{"127.0.0.2"}));
    }
};

QTEST_GUILESS_MAIN(ResolverSharingTest)
#include "resolver_sharing_test.moc"
