// The resolver's configuration changes while the program runs: another network, a tunnel.

#include "engine/net/resolver_file.h"

#include "engine/net/address_memory.h"
#include "engine/net/resolver.h"
#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"

#include <QTest>

#include <filesystem>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr const char* kElsewhere = "nameserver 127.0.0.2\noptions attempts:1\n";

/// As those who write it do: beside it, and then in its place.
bool replaceFile(const std::string& path, std::string_view text) {
    const std::string beside = path + ".new";
    std::error_code error;
    return writeFile(beside, text) && (std::filesystem::rename(beside, path, error), !error);
}

}  // namespace

class ResolverFileTest : public QObject {
    Q_OBJECT

private:
    std::optional<DnsFixture> dns_;

private slots:

    void init() { dns_.emplace(); }

    void r13EachChangeIsSeenOnce() {
        const std::string path = dns_->resolvConf();
        ResolverFile file(path);
        QVERIFY(!file.changed());
        QVERIFY(replaceFile(path, kElsewhere));
        QVERIFY(file.changed());
        QVERIFY(!file.changed());
        QVERIFY(writeFile(path, "nameserver 127.0.0.1\n# written in place\n"));
        QVERIFY(file.changed());
        QVERIFY(std::filesystem::remove(path));
        QVERIFY(file.changed());
        QVERIFY(!file.changed());
        QVERIFY(writeFile(path, kElsewhere));
        QVERIFY(file.changed());
    }

    void r13TheSystemsFileIsTheDefault() {
        ResolverFile file({});
        QVERIFY(!file.changed());
    }

    void r13WhatIsKnownIsForgotten() {
        dns_->stub().add("moved.test", {.a = {"127.0.0.1"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        for (const char* name : {"moved.test", "absent.test"}) {
            const Lookup first = resolver.start(name, listener);
            QVERIFY(host.driveUntil(resolver, [&] { return first.state().finished(); }));
            QVERIFY(resolver.start(name, listener).state().finished());  // kept
        }
        resolver.addresses().died(loopback4(), 80);
        dns_->stub().add("moved.test", {.a = {"127.0.0.7"}});
        dns_->stub().add("absent.test", {.a = {"127.0.0.8"}});
        QVERIFY(replaceFile(dns_->resolvConf(), resolvConf()));
        for (const auto& [name, address] :
             {std::pair("moved.test", "127.0.0.7"), std::pair("absent.test", "127.0.0.8")}) {
            const Lookup again = resolver.start(name, listener);
            QVERIFY(!again.state().finished());
            QVERIFY(host.driveUntil(resolver, [&] { return again.state().finished(); }));
            QCOMPARE(texts(again.state().v4), (std::vector<std::string>{address}));
        }
        QCOMPARE(resolver.addresses().size(), std::size_t{0});
    }

    void r13ANewLookupTakesThoseUnderWayAlong() {
        dns_->stub().add("first.test", {.a = {"127.0.0.1"}, .dropFirst = 1});
        dns_->stub().add("second.test", {.a = {"127.0.0.2"}});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup first = resolver.start("first.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return dns_->asked("first.test") == 2; }));
        QVERIFY(replaceFile(dns_->resolvConf(), resolvConf()));
        const TimePoint began = host.now();
        const Lookup second = resolver.start("second.test", listener);
        QVERIFY(host.driveUntil(
            resolver, [&] { return first.state().finished() && second.state().finished(); }));
        QCOMPARE(texts(first.state().v4), (std::vector<std::string>{"127.0.0.1"}));
        QVERIFY(host.now() - began < 1500ms);  // c-ares asks again only after 2 s
    }

    // The name server of the old network is silent; nothing else happens until c-ares' own timer.
    void r13ALookupThatNobodyAnswersLooksAgain() {
        dns_->stub().add("moved.test", {.a = {"127.0.0.1"}, .dropFirst = 1});
        LoopHost host;
        Resolver resolver(host.resolverParts(), dns_->config());
        CountingListener listener;
        const Lookup lookup = resolver.start("moved.test", listener);
        QVERIFY(host.driveUntil(resolver, [&] { return dns_->asked("moved.test") == 2; }));
        const std::size_t opened = host.opened.size();
        QVERIFY(replaceFile(dns_->resolvConf(), "nameserver 127.0.0.1\noptions attempts:2\n"));
        QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
        QCOMPARE(texts(lookup.state().v4), (std::vector<std::string>{"127.0.0.1"}));
        QVERIFY(host.opened.size() > opened);  // a channel of its own, not a second try
        QCOMPARE(host.openCount(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(ResolverFileTest)
#include "resolver_file_test.moc"
