// A transfer with a limit gets a small buffer in the kernel; the next on its connection does not.

#include "tests/scenarios/world.h"

#include <QTest>

#include <sys/socket.h>

using namespace penstock;

class ReceiveBufferTest : public QObject {
    Q_OBJECT

private slots:

    void aSmallReceiveBufferIsNotHandedOn_data() {
        QTest::addColumn<qulonglong>("first");  // bytes a second; 0: no limit
        QTest::addColumn<qulonglong>("second");
        QTest::addColumn<int>("connections");
        QTest::newRow("limited, then not") << 1'000'000ULL << 0ULL << 2;
        QTest::newRow("limited, then less") << 1'000'000ULL << 8'000'000ULL << 2;
        QTest::newRow("limited, then as much") << 1'000'000ULL << 1'000'000ULL << 1;
        QTest::newRow("limited, then more") << 8'000'000ULL << 1'000'000ULL << 1;
        QTest::newRow("not, then limited") << 0ULL << 1'000'000ULL << 1;
        QTest::newRow("neither") << 0ULL << 0ULL << 1;
    }

    void aSmallReceiveBufferIsNotHandedOn() {
        QFETCH(qulonglong, first);
        QFETCH(qulonglong, second);
        QFETCH(int, connections);
        World world;
        world.origin->serve({.path = "/file.bin", .size = 1000});
        const auto load = [&](qulonglong rate) {
            const TransferId id =
                world.add(world.origin->url("/file.bin"),
                          [rate](TransferRequest& request) { request.rateLimit = rate; });
            return world.runToEnd(id) && world.state(id) == TransferState::Done;
        };
        QVERIFY(load(first));
        QCOMPARE(world.watchedFds.size(), std::size_t{1});
        const int small = world.watchedFds.begin()->first;
        const auto bufferOf = [](int fd) {
            int size = 0;
            socklen_t length = sizeof size;
            return ::getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &length) == 0 ? size : -1;
        };
        const int before = bufferOf(small);
        QVERIFY(load(second));
        QCOMPARE(world.origin->acceptedConnections(), static_cast<std::size_t>(connections));
        QCOMPARE(bufferOf(small), before);
        QCOMPARE(world.watchedFds.size(), static_cast<std::size_t>(connections));
    }
};

QTEST_GUILESS_MAIN(ReceiveBufferTest)
#include "receive_buffer_test.moc"
