// Names that no name server knows: those of the system's own resolver.

#include "engine/net/resolver.h"
#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"
#include "tests/net/nss/system_names.h"

#include <QTest>

#include <optional>

using namespace penstock;

namespace {

constexpr std::chrono::seconds kDeadline{15};  // of a lookup, as DnsFixture has it

}  // namespace

class ResolverSystemTest : public QObject {
    Q_OBJECT

private:
    std::optional<DnsFixture> dns_;

private slots:

    void initTestCase() { QVERIFY(useSystemNames()); }

    void init() {
        dns_.emplace();
        forgetSystemNames();
    }

    void r14ANameOfTheSystemIsFound_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("multicast DNS") << "printer.local";
        QTest::newRow("the machine's own name") << "workshop";
    }

    void r14ANameOfTheSystemIsFound() {
        QFETCH(QString, name);
        const std::string host = name.toStdString();
        addSystemName(host, "192.0.2.7");
        addSystemName(host, "2001:db8::7");
        LoopHost loop;
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start(host, listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"192.0.2.7"}));
        QCOMPARE(texts(lookup.state().v6), (std::vector<std::string>{"2001:db8::7"}));
        QVERIFY(listener.told >= 1);
        QCOMPARE(dns_->asked(host), std::size_t{2});  // the name servers first
        QCOMPARE(systemQuestions(host), 1);
    }

    void r14OnlyNamesThatTheSystemMayKnowAreAskedOfIt() {
        addSystemName("away.test", "192.0.2.7");
        LoopHost loop;
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("away.test", listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().failure().kind, ErrorKind::DnsNotFound);
        QCOMPARE(systemQuestions("away.test"), 0);
    }

    void r14WhatTheSystemDoesNotKnowEitherIsNotFound() {
        LoopHost loop;
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("nobody.local", listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(lookup.state().failure().kind, ErrorKind::DnsNotFound);
        QCOMPARE(systemQuestions("nobody.local"), 1);
    }

    void r14NameServersThatKnowTheNameAreEnough() {
        dns_->stub().add("both.local", {.a = {"127.0.0.1"}});
        LoopHost loop;
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("both.local", listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.1"}));
        QCOMPARE(systemQuestions("both.local"), 0);
    }

    void r14ASilentSystemStopsNobody() {
        addSystemName("slow.local", "192.0.2.7");
        dns_->stub().add("quick.test", {.a = {"127.0.0.1"}});
        FakeClock clock;
        LoopHost loop(clock, makeThreadedWorkQueue([] {}));
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        HeldSystemNames held;
        const Lookup slow = resolver.start("slow.local", listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return systemQuestions("slow.local") == 1; }));
        const Lookup quick = resolver.start("quick.test", listener);
        QVERIFY(loop.driveUntil(resolver, [&] { return quick.state().finished(); }));
        QCOMPARE(texts(quick.state().v4), (std::vector<std::string>{"127.0.0.1"}));
        QVERIFY(!slow.state().finished());
        clock.advance(kDeadline);
        QVERIFY(loop.driveUntil(resolver, [&] { return slow.state().finished(); }));
        QCOMPARE(slow.state().failure().kind, ErrorKind::DnsTimeout);
    }

    void r14ALookupOfTheSystemCanBeDropped() {
        addSystemName("slow.local", "192.0.2.7");
        CountingListener listener;
        HeldSystemNames held;
        {
            const FakeClock clock;
            LoopHost loop(clock, makeThreadedWorkQueue([] {}));
            Resolver resolver(loop.resolverParts(), dns_->config());
            Lookup lookup = resolver.start("slow.local", listener);
            QVERIFY(loop.driveUntil(resolver, [&] { return systemQuestions("slow.local") == 1; }));
            lookup = {};
            resolver.run();
        }  // and resolver and workers end while the system still thinks
        QVERIFY(held.waitFor(1));
        QCOMPARE(listener.told, 0);
    }

    void r14TheAnswerForADroppedLookupIsDropped() {
        addSystemName("slow.local", "192.0.2.7");
        FakeClock clock;
        LoopHost loop(clock, makeThreadedWorkQueue([] {}));
        Resolver resolver(loop.resolverParts(), dns_->config());
        CountingListener listener;
        {
            HeldSystemNames held;
            const Lookup lookup = resolver.start("slow.local", listener);
            QVERIFY(loop.driveUntil(resolver, [&] { return systemQuestions("slow.local") == 1; }));
            clock.advance(kDeadline);
            QVERIFY(loop.driveUntil(resolver, [&] { return lookup.state().finished(); }));
            QVERIFY(held.waitFor(1));
        }
        QVERIFY(loop.driveUntil(resolver, [&] { return loop.workers().outstanding() == 0; }));
        QCOMPARE(resolver.pending(), std::size_t{0});
        const Lookup again = resolver.start("slow.local", listener);  // a lost one is not kept
        QVERIFY(loop.driveUntil(resolver, [&] { return again.state().finished(); }));
        QCOMPARE(texts(again.state().v4), (std::vector<std::string>{"192.0.2.7"}));
    }
};

QTEST_GUILESS_MAIN(ResolverSystemTest)
#include "resolver_system_test.moc"
