// How long a name is known: as long as the record that ends first, from when it came.

#include "tests/scenarios/world.h"
#include "tests/support/counting_sink.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

std::size_t asked(const World& world) {
    return world.dns.queryCount("some.test", DnsType::A);
}

bool load(World& world) {
    world.origin->serve({.path = "/file.bin", .size = 10, .keepAlive = false});
    const TransferId id = world.add(
        world.origin->url("/file.bin", "some.test"),
        [](TransferRequest& request) { request.sink = std::make_shared<CountingSink>(); });
    return world.runToEnd(id) && world.state(id) == TransferState::Done;
}

}  // namespace

class NameAgeTest : public QObject {
    Q_OBJECT

private slots:

    void anAliasThatEndsFirstEndsIt_data() {
        QTest::addColumn<quint32>("alias");  // TTLs
        QTest::addColumn<quint32>("second");
        QTest::addColumn<quint32>("address");
        QTest::addColumn<int>("keptFor");
        QTest::newRow("the alias") << quint32{5} << quint32{300} << quint32{600} << 5;
        QTest::newRow("the second alias") << quint32{300} << quint32{7} << quint32{600} << 7;
        QTest::newRow("the address") << quint32{300} << quint32{300} << quint32{9} << 9;
    }

    void anAliasThatEndsFirstEndsIt() {
        QFETCH(quint32, alias);
        QFETCH(quint32, second);
        QFETCH(quint32, address);
        QFETCH(int, keptFor);
        World world;
        world.dns.add("some.test", {.cname = "other.test", .ttl = alias});
        world.dns.add("other.test", {.cname = "third.test", .ttl = second});
        world.dns.add("third.test", {.a = {"127.0.0.1"}, .ttl = address});
        QVERIFY(load(world));
        QCOMPARE(asked(world), std::size_t{1});
        world.runFor(std::chrono::seconds(keptFor - 1));
        QVERIFY(load(world));
        QCOMPARE(asked(world), std::size_t{1});
        world.runFor(1s);
        QVERIFY(load(world));
        QCOMPARE(asked(world), std::size_t{2});
    }

    void whatCameFirstHasAgedWhenTheRestComes() {
        WorldOptions options;
        options.origin.addresses = {"127.0.0.1", "::1"};
        World world(options);
        world.dns.add("some.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}, .ttl = 5, .delayA = 3s});
        QVERIFY(load(world));
        world.runFor(4s);
        QVERIFY(load(world));
        QCOMPARE(asked(world), std::size_t{1});
        world.runFor(1s);
        QVERIFY(load(world));
        QCOMPARE(asked(world), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(NameAgeTest)
#include "name_age_test.moc"
