#include "engine/net/address_order.h"

#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace penstock;

namespace {

Address address(const QString& text) {
    const auto parsed = parseAddress(text.toStdString());
    return parsed.value_or(Address{});
}

/// "ADDRESS", "ADDRESS/LENGTH", "ADDRESS deprecated".
OwnAddress own(QString text) {
    OwnAddress made;
    made.deprecated = text.endsWith(" deprecated");
    text.remove(" deprecated");
    const QStringList parts = text.split('/');
    made.address = address(parts.front());
    made.prefixLength = parts.size() > 1 ? parts.back().toInt() : 128;
    return made;
}

std::vector<OwnAddress> owns(const QStringList& texts) {
    std::vector<OwnAddress> list;
    std::ranges::transform(texts, std::back_inserter(list), own);
    return list;
}

QStringList shown(const std::vector<Address>& addresses) {
    QStringList list;
    for (const Address& each : addresses) {
        list << QString::fromStdString(addressText(each));
    }
    return list;
}

std::vector<Address> addresses(const QStringList& texts) {
    std::vector<Address> list;
    std::ranges::transform(texts, std::back_inserter(list), address);
    return list;
}

}  // namespace

class AddressOrderTest : public QObject {
    Q_OBJECT

private slots:
    void rfc6724Section101Sources_data();
    void rfc6724Section101Sources();
    void rfc6724Section102Destinations_data();
    void rfc6724Section102Destinations();
    void withoutKnownSourcesThePolicyDecides();
    void equalsStayInTheirOrder();
    void theOrderIsOne();
    void theKernelsListIsRead_data();
    void theKernelsListIsRead();
    void aListThatCannotBeReadSaysNothing();
    void aLookupIsSorted_data();
    void aLookupIsSorted();
};

void AddressOrderTest::rfc6724Section101Sources_data() {
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("own");
    QTest::addColumn<QString>("from");
    const auto row = [](const char* what, const char* to, QStringList own, const char* from) {
        QTest::newRow(what) << QString(to) << own << QString(from);
    };
    row("appropriate scope", "2001:db8:1::1", {"2001:db8:3::1", "fe80::1"}, "2001:db8:3::1");
    row("the same address", "2001:db8:1::1", {"2001:db8:1::1 deprecated", "2001:db8:2::1"},
        "2001:db8:1::1");
    row("appropriate scope, deprecated", "fe80::1", {"fe80::2 deprecated", "2001:db8:1::1"},
        "fe80::2");
    row("longest matching prefix", "2001:db8:1::1", {"2001:db8:1::2/64", "2001:db8:3::2/64"},
        "2001:db8:1::2");
    row("matching label", "2002:c633:6401::1",
        {"2002:c633:6401:0:d5e3:7953:13eb:22e8", "2001:db8:1::2"},
        "2002:c633:6401:0:d5e3:7953:13eb:22e8");
    // And those that the section has no example of.
    row("not deprecated", "2001:db8:1::1", {"2001:db8:1::2/64 deprecated", "2001:db8:3::2/64"},
        "2001:db8:3::2");
    row("the smallest scope that will do", "fec0::1", {"2001:db8::1", "fec0::2", "fe80::1"},
        "fec0::2");
    row("the largest, if none will", "2001:db8::1", {"fe80::1", "fec0::2"}, "fec0::2");
    row("unique local to its like", "fd00::1", {"2001:db8::2", "fd11::2"}, "fd11::2");
    row("loopback reaches itself", "::1", {"2001:db8::2", "::1"}, "::1");
    row("and nobody else", "2001:db8::1", {"::1"}, "");
    row("none", "2001:db8::1", {}, "");
}

void AddressOrderTest::rfc6724Section101Sources() {
    QFETCH(QString, to);
    QFETCH(QStringList, own);
    QFETCH(QString, from);
    for (int i = 0; i < 2; ++i) {
        const auto found = sourceFor(address(to), owns(own));
        QCOMPARE(found ? QString::fromStdString(addressText(found->address)) : QString(), from);
        std::ranges::reverse(own);
    }
}

void AddressOrderTest::rfc6724Section102Destinations_data() {
    QTest::addColumn<QStringList>("own");  // IPv4 ones stand for what is taken for granted
    QTest::addColumn<QStringList>("sorted");
    const auto row = [](const char* what, QStringList own, QStringList sorted) {
        QTest::newRow(what) << own << sorted;
    };
    row("matching scope", {"2001:db8::2", "fe80::1"}, {"2001:db8:1::1", "198.51.100.121"});
    row("matching scope, the other way", {"fe80::1"}, {"198.51.100.121", "2001:db8:1::1"});
    row("higher precedence", {"2001:db8::2", "fe80::1"}, {"2001:db8:1::1", "10.1.2.3"});
    row("smaller scope", {"2001:db8::2", "fe80::2"}, {"fe80::1", "2001:db8:1::1"});
    row("not deprecated", {"2001:db8::2", "fe80::2 deprecated"}, {"2001:db8:1::1", "fe80::1"});
    row("longest matching prefix", {"2001:db8::2/48", "2001:db8:3f44::2/48", "fe80::2"},
        {"2001:db8:1::1", "2001:db8:3ffe::1"});
    row("matching label", {"2002:c633:6401::2", "fe80::2"}, {"2002:c633:6401::1", "2001:db8:1::1"});
    row("higher precedence than 6to4", {"2002:c633:6401::2", "2001:db8:1::2", "fe80::2"},
        {"2001:db8:1::1", "2002:c633:6401::1"});
    // And those that the section has no example of.
    row("unreachable ones last", {"::1"}, {"198.51.100.121", "2001:db8:1::1"});
    row("loopback", {"::1"}, {"::1", "127.0.0.1"});
    row("unique local without its like", {"2001:db8::2"}, {"198.51.100.121", "fd00::1"});
    row("unique local with its like, and IPv4", {"fd11::2"},
        {"198.51.100.121", "fd00::1", "2001:db8:1::1"});
    row("Teredo only, to native", {"2001::2"}, {"198.51.100.121", "2001:db8:1::1"});
    row("no further than the network", {"2001:db8:1::2/48"},
        {"2001:db8:1:ffff::1", "2001:db8:1::3"});
}

void AddressOrderTest::rfc6724Section102Destinations() {
    QFETCH(QStringList, own);
    QFETCH(QStringList, sorted);
    std::vector<Address> list = addresses(sorted);
    sortAddresses(list, owns(own));
    QCOMPARE(shown(list), sorted);
    if (QTest::currentDataTag() == QLatin1String("no further than the network")) {
        return;  // equals: nothing to turn round
    }
    std::ranges::reverse(list);
    sortAddresses(list, owns(own));
    QCOMPARE(shown(list), sorted);
}

void AddressOrderTest::withoutKnownSourcesThePolicyDecides() {
    const QStringList sorted{"::1",         "fe80::1", "2001:db8::1", "169.254.0.1", "192.0.2.1",
                             "2002:808::1", "2001::1", "fd00::1",     "fec0::1",     "3ffe::1"};
    std::vector<Address> list = addresses(sorted);
    std::ranges::reverse(list);
    sortAddresses(list, std::nullopt);
    QCOMPARE(shown(list), sorted);
}

void AddressOrderTest::equalsStayInTheirOrder() {
    const QStringList given{"192.0.2.9", "192.0.2.1", "10.0.0.1", "192.0.2.5"};
    std::vector<Address> list = addresses(given);
    sortAddresses(list, owns({"2001:db8::2/64"}));
    QCOMPARE(shown(list), given);
    const QStringList far{"2001:db8:9::9", "2001:db8:9::1", "2001:db8:9::5"};
    list = addresses(far);
    sortAddresses(list, owns({"2001:db8::2/64"}));
    QCOMPARE(shown(list), far);
}

// Whatever the addresses: no two are each better than the other, and sorting is transitive.
void AddressOrderTest::theOrderIsOne() {
    const unsigned seed = qEnvironmentVariableIsSet("PENSTOCK_SEED")
                              ? qEnvironmentVariableIntValue("PENSTOCK_SEED")
                              : std::random_device{}();
    qInfo("PENSTOCK_SEED=%u", seed);
    std::mt19937 random(seed);
    const QStringList heads{"::1",     "fe80::1",   "fe80::2", "2001:db8::1",   "2001:db8:1::1",
                            "2002::1", "2001::1",   "fd00::1", "fd11::1",       "fec0::1",
                            "3ffe::1", "10.0.0.1",  "8.8.8.8", "127.0.0.1",     "169.254.1.1",
                            "ff02::1", "::8.8.8.8", "2606::1", "::ffff:8.8.8.8"};
    for (int round = 0; round < 3; ++round) {
        std::vector<OwnAddress> mine;
        for (const QString& each : heads) {
            if (random() % 4 == 0 && each.contains(':')) {
                mine.push_back(own(each + (random() % 3 == 0 ? " deprecated" : "/48")));
            }
        }
        std::vector<Route> routes;
        for (const QString& each : heads) {
            routes.push_back(routeTo(address(each), mine));
        }
        for (const Route& a : routes) {
            QVERIFY(!isBetter(a, a));
            for (const Route& b : routes) {
                QVERIFY(!isBetter(a, b) || !isBetter(b, a));
                for (const Route& c : routes) {
                    QVERIFY(!isBetter(a, b) || !isBetter(b, c) || isBetter(a, c));
                }
            }
        }
    }
}

void AddressOrderTest::theKernelsListIsRead_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("address");  // empty: it is left out
    QTest::addColumn<int>("prefix");
    QTest::addColumn<bool>("deprecated");
    const auto row = [](const char* what, const char* line, const char* text, int prefix = 64,
                        bool old = false) {
        QTest::newRow(what) << QByteArray(line) << QString(text) << prefix << old;
    };
    row("global", "20010db8000000000000000000000002 04 40 00 80     eth0\n", "2001:db8::2");
    row("no line end", "20010db8000000000000000000000002 04 40 00 80 eth0", "2001:db8::2");
    row("link-local", "fe8000000000000000fc00fffe000001 1f 40 20 80     eth0\n",
        "fe80::fc:ff:fe00:1%31");
    row("loopback", "00000000000000000000000000000001 01 80 10 80       lo\n", "::1", 128);
    row("temporary", "20010db8000000000000000000000003 04 40 00 01     eth0\n", "2001:db8::3");
    row("deprecated", "20010db8000000000000000000000003 04 40 00 a0     eth0\n", "2001:db8::3", 64,
        true);
    row("tentative", "20010db8000000000000000000000003 04 40 00 c0     eth0\n", "");
    row("found twice", "20010db8000000000000000000000003 04 40 00 88     eth0\n", "");
    row("short", "20010db8 04 40 00 80 eth0\n", "");
    row("no digits", "20010db800000000000000000000000x 04 40 00 80 eth0\n", "");
    row("prefix too long", "20010db8000000000000000000000003 04 81 00 80 eth0\n", "");
    row("ends early", "20010db8000000000000000000000003 04 40\n", "");
    row("empty", "\n", "");
}

void AddressOrderTest::theKernelsListIsRead() {
    QFETCH(QByteArray, line);
    QFETCH(QString, address);
    QFETCH(int, prefix);
    QFETCH(bool, deprecated);
    TempDir dir;
    QVERIFY(writeFile(dir.file("list"), line.toStdString()));
    const auto list = readOwnAddresses(dir.file("list"));
    QVERIFY(list.has_value());
    QCOMPARE(list->size(), std::size_t{address.isEmpty() ? 0U : 1U});
    if (!address.isEmpty()) {
        QCOMPARE(QString::fromStdString(addressText(list->front().address)), address);
        QCOMPARE(list->front().prefixLength, prefix);
        QCOMPARE(list->front().deprecated, deprecated);
    }
}

void AddressOrderTest::aListThatCannotBeReadSaysNothing() {
    TempDir dir;
    QVERIFY(!readOwnAddresses(dir.file("none")));
    QVERIFY(!readOwnAddresses(dir.path().string()));
}

void AddressOrderTest::aLookupIsSorted_data() {
    QTest::addColumn<QByteArray>("own");
    QTest::addColumn<QStringList>("v6");
    QTest::addColumn<bool>("v4First");
    QTest::newRow("a global address")
        << QByteArray("20010db8000000000000000000000002 04 40 00 80 a")
        << QStringList{"2001:db8::1", "2002:808:808::1", "fd00::1"} << false;
    QTest::newRow("a local one") << QByteArray("fd110000000000000000000000000002 04 40 00 80 a")
                                 << QStringList{"fd00::1", "2001:db8::1", "2002:808:808::1"}
                                 << true;
    QTest::newRow("none") << QByteArray()
                          << QStringList{"2001:db8::1", "2002:808:808::1", "fd00::1"} << false;
}

void AddressOrderTest::aLookupIsSorted() {
    QFETCH(QByteArray, own);
    QFETCH(QStringList, v6);
    QFETCH(bool, v4First);
    TempDir dir;
    QVERIFY(writeFile(dir.file("list"), own.toStdString()));
    DnsFixture dns;
    dns.stub().add("some.test", {.a = {"192.0.2.9", "192.0.2.1"},
                                 .aaaa = {"fd00::1", "2002:808:808::1", "2001:db8::1"}});
    LoopHost host;
    ResolverConfig config = dns.config();
    config.ownAddresses = dir.file("list");
    Resolver resolver(host.resolverParts(), config);
    CountingListener listener;
    const Lookup lookup = resolver.start("some.test", listener);
    QVERIFY(host.driveUntil(resolver, [&] { return lookup.state().finished(); }));
    QCOMPARE(shown(lookup.state().v6.addresses), v6);
    QCOMPARE(shown(lookup.state().v4.addresses), (QStringList{"192.0.2.9", "192.0.2.1"}));
    QCOMPARE(lookup.state().v4First, v4First);
    for (const SocketRequest& request : host.opened) {  // no socket to find that out
        QCOMPARE(request.host, std::string("127.0.0.1"));
    }
}

QTEST_GUILESS_MAIN(AddressOrderTest)
#include "address_order_test.moc"
