// A loop around an engine: its hooks, what it may do instead of events, and the queue. What the two
// callbacks promise is in tests/contract.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <set>

using namespace penstock;
using namespace std::chrono_literals;

class LoopTest : public QObject {
    Q_OBJECT

private slots:
    void ms58ARefusedSocketFailsThatAddressOnly();
    void ms61EveryDescriptorIsClosedOnceThroughTheHook();
    void performTriesEverything();
    void theQueueKeepsToItsLimitAndItsOrder();
};

void LoopTest::ms58ARefusedSocketFailsThatAddressOnly() {
    WorldOptions options;
    options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
    int refused = 0;
    options.hooks.open = [&](SocketRequest& request) {
        if (request.purpose == SocketPurpose::Http && refused == 0) {
            ++refused;
            return -1;
        }
        return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
    };
    World world(options);
    world.dns.add("two.test", {.a = {"127.0.0.1", "127.0.0.2"}});
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const TransferId id = world.add(world.origin->url("/file.bin", "two.test"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).attempt, 0);  // within the same attempt
    QCOMPARE(refused, 1);
}

void LoopTest::ms61EveryDescriptorIsClosedOnceThroughTheHook() {
    WorldOptions options;
    std::multiset<int> open;
    int opened = 0;
    options.hooks.open = [&](SocketRequest& request) {
        const int fd = ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
        open.insert(fd);
        ++opened;
        return fd;
    };
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        QCOMPARE(open.count(fd), std::size_t{1});
        open.erase(fd);
        ::close(fd);
    };
    {
        World world(options);
        world.dns.add("some.test", {.a = {"127.0.0.1"}});
        world.origin->serve({.path = "/file.bin", .size = 1'000'000, .rate = 1'000'000});
        const TransferId ends = world.add(world.origin->url("/file.bin", "some.test"));
        const TransferId paused = world.add(world.origin->url("/file.bin"));
        world.runFor(500ms);
        world.engine->pause(paused);
        QVERIFY(world.runToEnd(ends));
        world.add(world.origin->url("/file.bin"));
        world.runFor(100ms);  // the engine ends in the middle of this one
    }
    QVERIFY(opened >= 4);
    QVERIFY(open.empty());
}

void LoopTest::performTriesEverything() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 1'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    for (int i = 0; i < 10'000 && world.state(id) != TransferState::Done; ++i) {
        world.origin->pump(0);
        world.engine->perform();
    }
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 1'000'000));
    std::vector<Watch> watched;
    world.engine->watched(watched);
    QCOMPARE(watched.size(), world.watchedFds.size());  // differences were told all along
}

void LoopTest::theQueueKeepsToItsLimitAndItsOrder() {
    WorldOptions options;
    options.limits.activeTransfers = 2;
    World world(options);
    std::vector<TransferId> ids;
    for (int i = 0; i < 5; ++i) {
        const std::string path = "/" + std::to_string(i);
        world.origin->serve({.path = path, .size = 100'000, .rate = 100'000});
        ids.push_back(world.add(world.origin->url(path)));
    }
    world.runFor(500ms);
    QCOMPARE(world.state(ids[1]), TransferState::Receiving);
    QCOMPARE(world.state(ids[2]), TransferState::Queued);
    QVERIFY(world.runToEnd(ids[4]));
    std::vector<std::string> order;
    for (const RequestLog& request : world.origin->requests()) {
        order.push_back(request.target);
    }
    QCOMPARE(order, (std::vector<std::string>{"/0", "/1", "/2", "/3", "/4"}));
}

QTEST_GUILESS_MAIN(LoopTest)
#include "loop_test.moc"
