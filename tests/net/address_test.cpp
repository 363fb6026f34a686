#include "engine/net/address.h"

#include <QTest>

#include <netinet/in.h>

using namespace penstock;

class AddressTest : public QObject {
    Q_OBJECT

private slots:

    void parsesStrictLiteralsOnly_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("family");
        QTest::addColumn<QString>("shown");
        QTest::newRow("IPv4") << QByteArray("192.0.2.1") << AF_INET << "192.0.2.1";
        QTest::newRow("IPv6") << QByteArray("2001:DB8:0:0::1") << AF_INET6 << "2001:db8::1";
        QTest::newRow("mapped") << QByteArray("::ffff:127.0.0.1") << AF_INET6 << "::ffff:127.0.0.1";
        QTest::newRow("any") << QByteArray("::") << AF_INET6 << "::";
        for (const char* bad :
             {"", "localhost", "127.1", "0x7f.0.0.1", "127.0.0.01", "1.2.3.4.5", "256.0.0.1",
              "[::1]", "::1%1", " 127.0.0.1", "127.0.0.1 ", ":::1"}) {
            QTest::newRow(bad) << QByteArray(bad) << int{AF_UNSPEC} << QString();
        }
        QTest::newRow("NUL") << QByteArray("127.0.0.1\0.evil.test", 20) << int{AF_UNSPEC}
                             << QString();
    }

    void parsesStrictLiteralsOnly() {
        QFETCH(QByteArray, text);
        QFETCH(int, family);
        QFETCH(QString, shown);
        const auto address = parseAddress(text.toStdString());
        QCOMPARE(address.has_value(), family != AF_UNSPEC);
        if (address) {
            QCOMPARE(address->family, family);
            QCOMPARE(QString::fromStdString(addressText(*address)), shown);
        }
    }

    void peersAreWrittenWithTheirPort() {
        QCOMPARE(peerText(*parseAddress("192.0.2.1"), 443), std::string("192.0.2.1:443"));
        QCOMPARE(peerText(*parseAddress("2001:db8::1"), 80), std::string("[2001:db8::1]:80"));
        QCOMPARE(peerText(loopback4(), 1), std::string("127.0.0.1:1"));
        QCOMPARE(peerText(loopback6(), 1), std::string("[::1]:1"));
    }

    void socketAddressesKeepAddressPortAndScope() {
        Address local = *parseAddress("fe80::1");
        local.scope = 3;
        QCOMPARE(addressText(local), std::string("fe80::1%3"));
        for (const Address& address : {*parseAddress("192.0.2.7"), local}) {
            sockaddr_storage storage{};
            const socklen_t length = toSocketAddress(address, 8080, storage);
            const auto* generic = reinterpret_cast<const sockaddr*>(&storage);
            QCOMPARE(fromSocketAddress(generic, length), std::optional(address));
            QCOMPARE(peerText(generic, length), peerText(address, 8080));
        }
    }

    void otherSocketAddressesAreRefused() {
        sockaddr_storage storage{};
        QCOMPARE(toSocketAddress(Address{}, 1, storage), socklen_t{0});
        storage.ss_family = AF_UNIX;
        const auto* generic = reinterpret_cast<const sockaddr*>(&storage);
        QVERIFY(!fromSocketAddress(generic, sizeof storage));
        QVERIFY(!fromSocketAddress(nullptr, 0));
        storage.ss_family = AF_INET6;
        QVERIFY(!fromSocketAddress(generic, sizeof(sockaddr_in)));
        QCOMPARE(peerText(generic, sizeof(sockaddr_in)), std::string());
    }

    void r9PrivateAddressesAreKnown_data() {
        QTest::addColumn<bool>("isPrivate");
        // The first and the last of each range, and the neighbours outside.
        for (const char* inside : {"0.0.0.0",
                                   "0.255.255.255",
                                   "10.0.0.0",
                                   "10.255.255.255",
                                   "100.64.0.0",
                                   "100.127.255.255",
                                   "127.0.0.1",
                                   "127.255.255.255",
                                   "169.254.0.0",
                                   "169.254.255.255",
                                   "172.16.0.0",
                                   "172.31.255.255",
                                   "192.0.0.0",
                                   "192.0.0.255",
                                   "198.18.0.0",
                                   "198.19.255.255",
                                   "240.0.0.0",
                                   "255.255.255.255",
                                   "192.168.0.0",
                                   "192.168.255.255",
                                   "::",
                                   "::1",
                                   "fc00::",
                                   "fdff:ffff::1",
                                   "fe80::1",
                                   "febf:ffff::1",
                                   "fec0::1",
                                   "feff::1",
                                   "::ffff:7f00:1",
                                   "::ffff:10.1.2.3",
                                   "::ffff:0.0.0.0",
                                   "::2",
                                   "::127.0.0.1",
                                   "::192.168.0.1",
                                   "::ffff:198.18.0.1",
                                   "::ffff:240.0.0.1",
                                   "::ffff:0:127.0.0.1",
                                   "64:ff9b::192.168.0.1",
                                   "64:ff9b::192.0.0.8",
                                   "64:ff9b:1::",
                                   "64:ff9b:1::127.0.0.1",
                                   "64:ff9b:1:2:3:4:10.0.0.1",
                                   "64:ff9b:1:a00:0:100::",
                                   "64:ff9b:1:c0a8:0:100::",
                                   "64:ff9b:1:ff7f:0:1::",
                                   "64:ff9b:1:ffff:a:0:100::",
                                   "2002:7f00:1::",
                                   "2002:a00:1::1",
                                   "2002:c0a8:1:2:3:4:5:6",
                                   "2002:6440::1",
                                   "2002:a9fe:a9fe::1",
                                   "2001:0:808:808:0:0:80ff:fffe",
                                   "2001:0:808:808:0:0:3f57:ff01",
                                   "2001:0:a00:1:0:0:f7f7:f7f7",
                                   "2001::",
                                   "fe80::5efe:8.8.8.8",
                                   "2001:db8::5efe:127.0.0.1",
                                   "2001:db8::200:5efe:10.0.0.1",
                                   "2001:db8:1:2:0:5efe:192.168.0.1",
                                   "100::1",
                                   "100::ffff:ffff:ffff:ffff",
                                   "100:0:0:1::1",
                                   "2001:2::1",
                                   "5f00::1"}) {
            QTest::newRow(inside) << true;
        }
        for (const char* outside : {"1.0.0.0",
                                    "9.255.255.255",
                                    "11.0.0.0",
                                    "100.63.255.255",
                                    "100.128.0.0",
                                    "126.255.255.255",
                                    "128.0.0.0",
                                    "169.253.255.255",
                                    "169.255.0.0",
                                    "172.15.255.255",
                                    "172.32.0.0",
                                    "192.167.255.255",
                                    "192.169.0.0",
                                    "191.255.255.255",
                                    "192.0.1.0",
                                    "192.0.2.1",
                                    "198.17.255.255",
                                    "198.20.0.0",
                                    "198.51.100.1",
                                    "203.0.113.1",
                                    "223.255.255.255",
                                    "224.0.0.1",
                                    "239.255.255.255",
                                    "fbff::1",
                                    "fe00::1",
                                    "fe7f::1",
                                    "ff02::1",
                                    "2001:db8::1",
                                    "::ffff:8.8.8.8",
                                    "::8.8.8.8",
                                    "::fffe:7f00:1",
                                    "::ffff:0:8.8.8.8",
                                    "::1:0:127.0.0.1",
                                    "64:ff9b::8.8.8.8",
                                    "64:ff9b::1:127.0.0.1",
                                    "64:ff9b:1::8.8.8.8",
                                    "64:ff9b:1:808:8:800::",
                                    "64:ff9b:1:ff08:8:808::",
                                    "64:ff9b:2::127.0.0.1",
                                    "2002:808:808::1",
                                    "2003:7f00:1::1",
                                    "2001:0:808:808:0:0:f7f7:f7f7",
                                    "2001:1:808:808:0:0:80ff:fffe",
                                    "2001:db8::5efe:8.8.8.8",
                                    "2001:db8::200:5efe:8.8.8.8",
                                    "2001:db8::100:5efe:127.0.0.1",
                                    "2001:db8::127.0.0.1",
                                    "100:0:0:2::1",
                                    "2001:2:1::1",
                                    "5f01::1",
                                    "2606:4700::1111"}) {
            QTest::newRow(outside) << false;
        }
    }

    void r9PrivateAddressesAreKnown() {
        QFETCH(bool, isPrivate);
        const auto address = parseAddress(QTest::currentDataTag());
        QVERIFY(address.has_value());
        QCOMPARE(isPrivateAddress(*address), isPrivate);
        sockaddr_storage storage{};
        const socklen_t length = toSocketAddress(*address, 80, storage);
        const auto* generic = reinterpret_cast<const sockaddr*>(&storage);
        QCOMPARE(isPrivateAddress(generic, length), isPrivate);
    }

    void r9OtherFamiliesAreNotPrivate() {
        sockaddr_storage storage{};
        storage.ss_family = AF_UNIX;
        QVERIFY(!isPrivateAddress(reinterpret_cast<const sockaddr*>(&storage), sizeof storage));
        QVERIFY(!isPrivateAddress(nullptr, 0));
        QVERIFY(!isPrivateAddress(Address{}));
    }
};

QTEST_GUILESS_MAIN(AddressTest)
#include "address_test.moc"
