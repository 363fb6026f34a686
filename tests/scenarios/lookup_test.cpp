// Names: what a name server, good or bad, does to a transfer.

#include "tests/scenarios/world.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(penstock::DnsEntry)

namespace {

const std::vector<std::string> kHere{"127.0.0.1"};

std::size_t asked(const World& world, const std::string& host) {
    return world.dns.queryCount(host, DnsType::A) + world.dns.queryCount(host, DnsType::Aaaa);
}

/// Serves /file.bin and adds it by way of `host`.
TransferId addFrom(World& world, const std::string& host) {
    world.origin->serve({.path = "/file.bin", .size = 1000});
    return world.add(world.origin->url("/file.bin", host), [](TransferRequest& request) {
        request.sink = std::make_shared<CountingSink>();
    });
}

bool runUntilState(World& world, TransferId id, TransferState state) {
    return world.runUntil([&] { return world.state(id) == state; });
}

}  // namespace

class LookupTest : public QObject {
    Q_OBJECT

private slots:
    void r1AnUnknownNameIsFinalAndKnownForHalfAMinute();
    void r2AFailingNameServerIsTriedAgain_data();
    void r2AFailingNameServerIsTriedAgain();
    void r3ASilentNameServerIsGivenUpAfter15Seconds();
    void r4ANameWithoutAnAddressIsFinal();
    void r5OneFamilyIsEnough_data();
    void r5OneFamilyIsEnough();
    void r6RepliesThatAreNoneAreIgnored();
    void r7ATruncatedAnswerIsAskedAgainOverTcp();
    void r7ARefusedTcpIsAFailureOfTheServer();
    void r8ALoopOfAliasesEnds();
    void r8OfHundredsOfAddressesSomeAreTried();
    void r8ATtlIsNotTrusted_data();
    void r8ATtlIsNotTrusted();
    void r10OddHostsAskNothing_data();
    void r10OddHostsAskNothing();
    void r11OneHostIsOneNameOneConnectionAndOneField();
    void r12UserinfoIsNeverLookedUp_data();
    void r12UserinfoIsNeverLookedUp();
    void r13AnotherNetworkIsNoticed();
    void ms64AnAddressOfOneFamilyOutweighsAFailureOfTheOther();
    void ms65TheDeadlineIsOneTimerForAllLookups();
    void ms66ALiteralAsksNothing();
    void ms67ManyTransfersAskOnce();
};

void LookupTest::r1AnUnknownNameIsFinalAndKnownForHalfAMinute() {
    World world;
    const TransferId first = addFrom(world, "absent.test");
    QVERIFY(world.runToEnd(first));
    QCOMPARE(kindOf(world.at(first).error), std::string("Dns.NotFound"));
    QCOMPARE(world.at(first).error.sentence, std::string("There is no host named absent.test"));
    QCOMPARE(std::count(world.states.begin(), world.states.end(), TransferState::Waiting), 0);
    const std::size_t questions = asked(world, "absent.test");
    world.runFor(29s);
    QVERIFY(world.runToEnd(addFrom(world, "absent.test")));
    QCOMPARE(asked(world, "absent.test"), questions);
    world.dns.add("absent.test", {.a = kHere});
    world.runFor(2s);
    const TransferId later = addFrom(world, "absent.test");
    QVERIFY(runUntilState(world, later, TransferState::Done));
}

void LookupTest::r2AFailingNameServerIsTriedAgain_data() {
    QTest::addColumn<int>("rcode");
    QTest::addColumn<QString>("said");
    QTest::addRow("SERVFAIL") << 2 << "SERVFAIL";
    QTest::addRow("REFUSED") << 5 << "REFUSED";
}

void LookupTest::r2AFailingNameServerIsTriedAgain() {
    QFETCH(int, rcode);
    QFETCH(QString, said);
    World world;
    world.dns.add("some.test", {.rcode = rcode});
    const TransferId id = addFrom(world, "some.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Dns.ServFail"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(QString::fromStdString(world.at(id).error.evidence).contains(said));
    world.dns.add("some.test", {.a = kHere});  // the failure was not kept
    QVERIFY(runUntilState(world, id, TransferState::Done));
}

void LookupTest::r3ASilentNameServerIsGivenUpAfter15Seconds() {
    World world;
    world.dns.add("mute.test", {.dropA = true, .dropAaaa = true});
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "mute.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Dns.Timeout"));
    QVERIFY(world.clock.now() - began >= 15s && world.clock.now() - began < 15'100ms);
    QVERIFY(world.watchedFds.empty());  // nothing of the lookup is left
    world.dns.add("mute.test", {.a = kHere});
    QVERIFY(runUntilState(world, id, TransferState::Done));
}

void LookupTest::r4ANameWithoutAnAddressIsFinal() {
    World world;
    world.dns.add("empty.test", {});
    const TransferId id = addFrom(world, "empty.test");
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Dns.NoData"));
    QCOMPARE(world.at(id).error.sentence, std::string("The name empty.test has no address"));
    QCOMPARE(std::count(world.states.begin(), world.states.end(), TransferState::Waiting), 0);
}

void LookupTest::r5OneFamilyIsEnough_data() {
    QTest::addColumn<DnsEntry>("entry");
    QTest::addColumn<int>("atMost");
    QTest::newRow("AAAA lost") << DnsEntry{.a = kHere, .dropAaaa = true} << 50;
    QTest::newRow("AAAA slow") << DnsEntry{.a = kHere, .aaaa = {"::1"}, .delayAaaa = 9s} << 50;
    QTest::newRow("AAAA a little late")
        << DnsEntry{.a = kHere, .aaaa = {"::1"}, .delayAaaa = 40ms} << 40;
    QTest::newRow("A lost") << DnsEntry{.aaaa = {"::1"}, .dropA = true} << 0;
    QTest::newRow("A slow") << DnsEntry{.a = kHere, .aaaa = {"::1"}, .delayA = 9s} << 0;
    QTest::newRow("only A") << DnsEntry{.a = kHere} << 0;
    QTest::newRow("only AAAA") << DnsEntry{.aaaa = {"::1"}} << 0;
}

void LookupTest::r5OneFamilyIsEnough() {
    QFETCH(DnsEntry, entry);
    QFETCH(int, atMost);
    WorldOptions options;
    options.origin.addresses = {"127.0.0.1", "::1"};
    World world(options);
    world.dns.add("some.test", entry);
    const TimePoint began = world.clock.now();
    const TransferId id = addFrom(world, "some.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(world.clock.now() - began);
    QCOMPARE(took.count(), std::chrono::milliseconds::rep{atMost});
}

void LookupTest::r6RepliesThatAreNoneAreIgnored() {
    World world;
    world.dns.add("junk.test", {.a = kHere, .junkFirst = true});
    const TransferId id = addFrom(world, "junk.test");
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);
}

void LookupTest::r7ATruncatedAnswerIsAskedAgainOverTcp() {
    World world;
    world.dns.add("large.test", {.a = kHere, .truncate = true});
    const TransferId id = addFrom(world, "large.test");
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const auto queries = world.dns.queries();
    QVERIFY(std::any_of(queries.begin(), queries.end(),
                        [](const DnsQuery& query) { return query.tcp; }));
}

void LookupTest::r7ARefusedTcpIsAFailureOfTheServer() {
    World world;
    world.dns.add("large.test", {.a = kHere, .truncate = true, .closeTcp = true});
    const TransferId id = addFrom(world, "large.test");
    QVERIFY(runUntilState(world, id, TransferState::Waiting));
    QCOMPARE(kindOf(world.at(id).error), std::string("Dns.ServFail"));
    QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Retry);
    QVERIFY(world.watchedFds.empty());
}

void LookupTest::r8ALoopOfAliasesEnds() {
    World world;
    world.dns.add("one.test", {.cname = "two.test"});
    world.dns.add("two.test", {.cname = "one.test"});
    const TransferId id = addFrom(world, "one.test");
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Dns.NoData"));
    QVERIFY(asked(world, "one.test") <= 4);
}

// All of them refuse; what is tried, kept and told is bounded.
void LookupTest::r8OfHundredsOfAddressesSomeAreTried() {
    int opened = 0;
    WorldOptions options;
    options.limits.attempts = 1;
    options.hooks.open = [&](SocketRequest& request) {
        opened += request.purpose == SocketPurpose::Http ? 1 : 0;
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    World world(options);
    world.dns.add("many.test", {.a = manyAddresses(500)});
    const TransferId id = addFrom(world, "many.test");
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Refused"));
    QCOMPARE(opened, 64);
    QVERIFY(world.at(id).error.sentence.size() < 300);
}

void LookupTest::r8ATtlIsNotTrusted_data() {
    QTest::addColumn<quint32>("ttl");
    QTest::addColumn<int>("keptFor");  // seconds
    QTest::addRow("0") << quint32{0} << 0;
    QTest::addRow("5 s") << quint32{5} << 5;
    QTest::addRow("a year") << quint32{31'536'000} << 600;
    QTest::addRow("2^31, which counts as 0") << quint32{1U << 31U} << 0;
}

void LookupTest::r8ATtlIsNotTrusted() {
    QFETCH(quint32, ttl);
    QFETCH(int, keptFor);
    World world;
    world.dns.add("some.test", {.a = kHere, .aaaa = {"::1"}, .ttl = ttl});
    const auto load = [&] {
        return runUntilState(world, addFrom(world, "some.test"), TransferState::Done);
    };
    QVERIFY(load());
    QCOMPARE(asked(world, "some.test"), std::size_t{2});
    world.runFor(std::chrono::seconds(std::max(keptFor - 1, 0)));
    world.origin->closeIdle();
    world.settle();
    QVERIFY(load());
    QCOMPARE(asked(world, "some.test"), std::size_t{keptFor > 0 ? 2U : 4U});
    world.runFor(2s);
    world.origin->closeIdle();
    world.settle();
    QVERIFY(load());
    QCOMPARE(asked(world, "some.test"), std::size_t{keptFor > 0 ? 4U : 6U});
}

void LookupTest::r10OddHostsAskNothing_data() {
    QTest::addColumn<QString>("host");
    for (const char* host :
         {"a%2Fb", "a b.test", "0x7f.1", "2130706433", "a..test", ".test", "[::1",
          "a\xEF\xBC\x8F"
          "b.test"}) {
        QTest::newRow(host) << QString::fromUtf8(host);
    }
    QTest::newRow("254 bytes") << QString("a.").repeated(126) + "ab";
}

void LookupTest::r10OddHostsAskNothing() {
    QFETCH(QString, host);
    World world;
    TransferRequest request;
    request.url = "http://" + host.toStdString() + "/file.bin";
    request.directory = world.folder.path().string();
    const auto id = world.engine->add(request);
    QCOMPARE(kindOf(id.error()), std::string("Url.BadHost"));
    world.settle();
    QVERIFY(world.dns.queries().empty());
}

void LookupTest::r11OneHostIsOneNameOneConnectionAndOneField() {
    World world;
    world.dns.add("xn--mller-kva.test", {.a = kHere, .aaaa = {}});
    for (const char* host : {"m\xC3\xBCller.test", "M\xC3\x9CLLER.test", "m\xC3\xBCller.test.",
                             "m\xC3\xBCller\xE3\x80\x82test", "XN--MLLER-KVA.TEST"}) {
        QVERIFY(runUntilState(world, addFrom(world, host), TransferState::Done));
    }
    for (const DnsQuery& query : world.dns.queries()) {
        QCOMPARE(query.name, std::string("xn--mller-kva.test"));
    }
    QCOMPARE(asked(world, "xn--mller-kva.test"), std::size_t{2});
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    for (const RequestLog& request : world.origin->requests()) {
        QCOMPARE(request.header("Host"),
                 "xn--mller-kva.test:" + std::to_string(world.origin->port()));
    }
}

void LookupTest::r12UserinfoIsNeverLookedUp_data() {
    QTest::addColumn<QString>("authority");
    for (const char* authority : {"user:hunter2@some.test", "user:p@hunter2@some.test",
                                  "hunter2@some.test", "user:hunter2@", "hunter2%40some.test"}) {
        QTest::newRow(authority) << authority;
    }
}

void LookupTest::r12UserinfoIsNeverLookedUp() {
    QFETCH(QString, authority);
    World world;
    TransferRequest request;
    request.url = "http://" + authority.toStdString() + "/file.bin";
    request.directory = world.folder.path().string();
    const bool hasHost = request.url.find("@some.test") != std::string::npos;
    QCOMPARE(world.engine->add(request).ok(), hasHost);  // what stands before it is a login
    world.settle();

    // The same from a server: what it says of a person is dropped, its host alone is asked for.
    world.dns.add("some.test", {.a = kHere});
    world.origin->serve({.path = "/moved",
                         .location = "http://" + authority.toStdString() + ':' +
                                     std::to_string(world.origin->port()) + "/file.bin"});
    world.origin->serve({.path = "/file.bin", .size = 10});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/moved"))));
    for (const DnsQuery& query : world.dns.queries()) {
        QCOMPARE(query.name, std::string("some.test"));
    }
}

void LookupTest::r13AnotherNetworkIsNoticed() {
    World world;
    world.dns.add("inside.test", {.rcode = 3});
    QVERIFY(world.runToEnd(addFrom(world, "inside.test")));
    world.dns.add("inside.test", {.a = kHere});
    const std::string path = world.state_.file("resolv.conf");
    QVERIFY(writeFile(path + ".new", "# by the tunnel\n" + resolvConf()));
    std::filesystem::rename(path + ".new", path);
    const TransferId id = addFrom(world, "inside.test");  // long before "no such name" is forgotten
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void LookupTest::ms64AnAddressOfOneFamilyOutweighsAFailureOfTheOther() {
    World world;
    world.dns.add("some.test", {.a = kHere, .dropAaaa = true});
    const TransferId id = addFrom(world, "some.test");
    QVERIFY(runUntilState(world, id, TransferState::Done));
    world.runFor(20s);  // AAAA has failed by now, which says nothing for good
    QVERIFY(world.watchedFds.size() <= 1);
    const std::size_t questions = world.dns.queryCount("some.test", DnsType::A);
    world.origin->closeIdle();
    world.settle();
    QVERIFY(runUntilState(world, addFrom(world, "some.test"), TransferState::Done));
    QVERIFY(world.dns.queryCount("some.test", DnsType::A) > questions);  // not kept
}

void LookupTest::ms65TheDeadlineIsOneTimerForAllLookups() {
    World world;
    std::vector<TransferId> ids;
    for (int i = 0; i < 50; ++i) {
        const std::string host = "mute" + std::to_string(i) + ".test";
        world.dns.add(host, {.dropA = true, .dropAaaa = true});
        ids.push_back(addFrom(world, host));
    }
    world.settle();
    QVERIFY(world.watchedFds.size() <= 16);
    QVERIFY(world.engine->timeout().value_or(1h) <= 15s);
    for (const TransferId id : ids) {
        QVERIFY(runUntilState(world, id, TransferState::Waiting));
        QCOMPARE(kindOf(world.at(id).error), std::string("Dns.Timeout"));
        world.engine->pause(id);
    }
    world.settle();
    QVERIFY(world.watchedFds.empty());
    QVERIFY(!world.timerPending);
}

void LookupTest::ms66ALiteralAsksNothing() {
    WorldOptions options;
    options.origin.addresses = {"127.0.0.1", "::1"};
    int lookups = 0;
    options.hooks.open = [&](SocketRequest& request) {
        lookups += request.purpose == SocketPurpose::Dns ? 1 : 0;
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    World world(options);
    for (const char* host : {"127.0.0.1", "[::1]", "localhost"}) {
        const TimePoint began = world.clock.now();
        QVERIFY(runUntilState(world, addFrom(world, host), TransferState::Done));
        QCOMPARE(world.clock.now(), began);
    }
    QCOMPARE(lookups, 0);
    QVERIFY(world.dns.queries().empty());
}

void LookupTest::ms67ManyTransfersAskOnce() {
    World world;
    world.dns.add("some.test", {.a = kHere, .aaaa = {}, .delayA = 100ms, .delayAaaa = 100ms});
    std::vector<TransferId> ids;
    for (int i = 0; i < 100; ++i) {
        ids.push_back(addFrom(world, "some.test"));
    }
    for (const TransferId id : ids) {
        QVERIFY(runUntilState(world, id, TransferState::Done));
    }
    QCOMPARE(asked(world, "some.test"), std::size_t{2});
}

QTEST_GUILESS_MAIN(LookupTest)
#include "lookup_test.moc"
