#include "app/network_state.h"

#include <QSignalSpy>
#include <QTest>

using namespace penstock;

class NetworkStateTest : public QObject {
    Q_OBJECT

private slots:

    void aDefaultRouteThatIsUpLeadsOut_data() {
        QTest::addColumn<QByteArray>("ipv4");
        QTest::addColumn<QByteArray>("ipv6");
        QTest::addColumn<bool>("online");
        const QByteArray head =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
        const QByteArray none = QByteArray(32, '0');
        const QByteArray net6 = "fe800000000000000000000000000000 40 " + none + " 00 " + none +
                                " 00000100 00000001 00000000 00000001     eth0\n";
        const auto default6 = [&none](const QByteArray& flags, const QByteArray& device) {
            return none + " 00 " + none + " 00 " + none + " 00000400 00000001 00000000 " + flags +
                   "     " + device + "\n";
        };
        QTest::newRow("nothing") << QByteArray() << QByteArray() << false;
        QTest::newRow("head only") << head << QByteArray() << false;
        QTest::newRow("default")
            << head + "eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
            << QByteArray() << true;
        QTest::newRow("down") << head +
                                     "eth0\t00000000\t0100000A\t0002\t0\t0\t0\t00000000\t0\t0\t0\n"
                              << QByteArray() << false;
        QTest::newRow("rejects")
            << head + "eth0\t00000000\t0100000A\t0203\t0\t0\t0\t00000000\t0\t0\t0\n"
            << QByteArray() << false;
        QTest::newRow("only the net")
            << head + "eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
            << net6 << false;
        QTest::newRow("IPv6") << head << net6 + default6("00000003", "eth0") << true;
        QTest::newRow("IPv6 rejects") << head << default6("00200200", "lo") << false;
        QTest::newRow("rubbish") << QByteArray("a b c\n\0\n", 8) << QByteArray("0 0 0") << false;
    }

    void aDefaultRouteThatIsUpLeadsOut() {
        QFETCH(QByteArray, ipv4);
        QFETCH(QByteArray, ipv6);
        QTEST(hasDefaultRoute(ipv4, ipv6), "online");
    }

    void itTellsOnceAtTheStart() {
        NetworkState state;
        const QSignalSpy told(&state, &NetworkState::changed);
        state.start();
        QCOMPARE(told.size(), 1);
    }
};

QTEST_GUILESS_MAIN(NetworkStateTest)
#include "network_state_test.moc"
