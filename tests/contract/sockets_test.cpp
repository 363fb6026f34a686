// The socket callback: told of what has changed and of nothing else, in an order in which no
// descriptor is ever taken for another.

#include "tests/contract/contract_fixture.h"
#include "tests/support/black_hole.h"

#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const std::vector<Interest> kOneRequest{Interest::Write, Interest::Read, Interest::Nothing};

ino_t inodeOf(int fd) {
    struct stat status {};

    return ::fstat(fd, &status) == 0 ? status.st_ino : 0;
}

int openSocket(const SocketRequest& request) {
    return ::socket(request.family, request.type | SOCK_NONBLOCK | SOCK_CLOEXEC, request.protocol);
}

// The same open file under another number.
int renumber(int fd, int number) {
    if (fd != number) {
        ::dup2(fd, number);
        ::close(fd);
    }
    return number;
}

std::ptrdiff_t openFiles() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
}

}  // namespace

class SocketsTest : public QObject {
    Q_OBJECT

private slots:
    void ms1BytesCauseNoSocketCallback();
    void ms3EachDescriptorIsAnnouncedChangedAndWithdrawnInThatOrder();
    void ms3DescriptorZeroIsOneLikeAnyOther();
    void ms4AnEndIsToldWhileTheDescriptorIsStillOpen();
    void ms5AReusedNumberIsANewRegistration();
    void ms6AStaleOwnerLeavesItsSuccessorsRegistrationAlone();
    void ms58ADescriptorThatIsInUseFailsItsAddressOnly();
    void ms7WhatIsAssignedComesWithEachLaterCallOfThatRegistration();
    void ms8AnIdleConnectionStaysWatchedAndIsReusedWithoutACallback();
    void ms8TheServersCloseEndsAnIdleConnectionInThatCall();
    void ms18AnIdleEngineHasNoDescriptorOfItsOwn();
};

void SocketsTest::ms1BytesCauseNoSocketCallback() {
    constexpr std::uint64_t kSize = 1'000'000'000;
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = kSize, .keepAlive = false});
    const auto sink = std::make_shared<CountingSink>();
    const TransferId id = world.add(world.origin->url("/file.bin"), into(sink));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(sink->count, kSize);
    QCOMPARE(world.told.size(), std::size_t{3});
    QCOMPARE(toldOf(world, world.told.front().fd), kOneRequest);
}

void SocketsTest::ms3EachDescriptorIsAnnouncedChangedAndWithdrawnInThatOrder() {
    std::size_t told = 0;
    std::map<int, Interest> watched;
    {
        World world(withoutPool());
        world.onSocket = [&](const Watch& watch) {
            ++told;
            const Interest before =
                watched.contains(watch.fd) ? watched[watch.fd] : Interest::Nothing;
            QVERIFY(before != watch.interest);
            watched[watch.fd] = watch.interest;
        };
        world.dns.add("some.test", {.a = {"127.0.0.1"}});
        world.origin->serve({.path = "/whole", .size = 100'000});
        world.origin->serve({.path = "/broken", .size = 100'000, .times = 1, .resetAfter = 10});
        world.origin->serve({.path = "/slow", .size = 1'000'000, .rate = 10'000});
        const TransferId whole = addCounted(world, world.origin->url("/whole", "some.test"));
        const TransferId broken = addCounted(world, world.origin->url("/broken"));
        const TransferId slow = addCounted(world, world.origin->url("/slow"));
        addCounted(world, world.origin->url("/slow"));
        QVERIFY(world.runToEnd(whole));
        QVERIFY(world.runToEnd(broken));
        world.engine->remove(slow, Removal::KeepFile);
    }
    QVERIFY(told >= 14);
    for (const auto& [fd, interest] : watched) {
        QCOMPARE(interest, Interest::Nothing);
    }
}

void SocketsTest::ms3DescriptorZeroIsOneLikeAnyOther() {
    const int standardInput = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
    WorldOptions options = withoutPool();
    options.hooks.open = [](SocketRequest& request) {
        return renumber(openSocket(request), 0);
    };
    {
        World world(options);
        world.mostRounds = 10'000;
        world.origin->serve({.path = "/file.bin", .size = 1000});
        const TransferId id = addCounted(world, world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(toldOf(world, 0), kOneRequest);
    }
    if (standardInput >= 0) {
        renumber(standardInput, 0);
    }
}

void SocketsTest::ms4AnEndIsToldWhileTheDescriptorIsStillOpen() {
    std::map<int, ino_t> announced;
    std::vector<std::string> order;
    WorldOptions options = withoutPool();
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        order.push_back("close " + std::to_string(fd));
        ::close(fd);
    };
    World world(options);
    world.onSocket = [&](const Watch& watch) {
        QVERIFY(::fcntl(watch.fd, F_GETFD) >= 0);
        if (watch.interest == Interest::Nothing) {
            order.push_back("end " + std::to_string(watch.fd));
            QCOMPARE(inodeOf(watch.fd), announced[watch.fd]);
            announced.erase(watch.fd);
        } else {
            announced.try_emplace(watch.fd, inodeOf(watch.fd));
        }
    };
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    const std::string fd = std::to_string(world.told.front().fd);
    QCOMPARE(order, (std::vector<std::string>{"end " + fd, "close " + fd}));
    QVERIFY(announced.empty());
}

void SocketsTest::ms5AReusedNumberIsANewRegistration() {
    int number = -1;
    int mark = 0;
    WorldOptions options = withoutPool();
    options.hooks.open = [&](SocketRequest& request) {
        const int fd = openSocket(request);
        number = number < 0 ? fd : renumber(fd, number);
        return number;
    };
    World world(options);
    world.onSocket = [&](const Watch& watch) {
        if (mark++ == 0) {
            world.engine->assign(watch.fd, &mark);
        }
    };
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    QCOMPARE(toldOf(world, number),
             (std::vector<Interest>{Interest::Write, Interest::Read, Interest::Nothing,
                                    Interest::Write, Interest::Read, Interest::Nothing}));
    QCOMPARE(world.told[2].registration, world.told[0].registration);
    QVERIFY(world.told[3].registration > world.told[0].registration);
    QCOMPARE(world.told[2].user, static_cast<void*>(&mark));
    QCOMPARE(world.told[3].user, nullptr);
}

// Of two addresses the first is refused, so its number is free while the connection still tries
// the second. Whoever gets the number then is none of its business any more.
void SocketsTest::ms6AStaleOwnerLeavesItsSuccessorsRegistrationAlone() {
    std::vector<int> opened;
    WorldOptions options = withoutJournal();
    options.hooks.open = [&](SocketRequest& request) {
        int fd = openSocket(request);
        if (request.purpose == SocketPurpose::Http) {
            fd = opened.size() == 2 ? renumber(fd, opened.front()) : fd;
            opened.push_back(fd);
        }
        return fd;
    };
    BlackHole hole;
    World world(options);
    world.dns.add("two.test", {.a = {"127.0.0.2", "127.0.0.1"}});
    world.origin->serve({.path = "/file.bin", .size = 500'000, .rate = 100'000});
    addCounted(world, "http://two.test:" + std::to_string(hole.port()) + "/");
    world.runFor(1s);
    QCOMPARE(opened.size(), std::size_t{2});
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    const auto sink = std::make_shared<MemorySink>();
    const TransferId id = world.add(world.origin->url("/file.bin"), into(sink));
    world.runFor(1s);
    QCOMPARE(world.state(id), TransferState::Receiving);
    const std::size_t told = world.told.size();
    world.engine->socketAction(opened[1], Readiness::Write);  // the first owner looks again
    QCOMPARE(world.told.size(), told);
    QCOMPARE(world.watchedFds[opened.front()], Interest::Read);
    QVERIFY(world.runToEnd(id));
    QVERIFY(sink->text == contentText(1, 0, 500'000));
}

// Whoever has it goes on with it: it is neither taken from it nor closed.
void SocketsTest::ms58ADescriptorThatIsInUseFailsItsAddressOnly() {
    std::vector<int> opened;
    WorldOptions options = withoutJournal();
    options.limits.attempts = 1;
    options.hooks.open = [&](SocketRequest& request) {
        const int fd = opened.empty() ? openSocket(request) : opened.front();
        opened.push_back(fd);
        return fd;
    };
    World world(options);
    world.origin->serve({.path = "/file.bin", .size = 500'000, .rate = 100'000});
    const auto sink = std::make_shared<MemorySink>();
    const TransferId first = world.add(world.origin->url("/file.bin"), into(sink));
    world.runFor(1s);
    QCOMPARE(world.state(first), TransferState::Receiving);
    const TransferId second = addCounted(world, world.origin->url("/file.bin"));
    world.runFor(1s);
    QCOMPARE(kindOf(world.at(second).error), std::string("Connect.Failed"));
    QVERIFY(world.at(second).error.sentence.find("in use") != std::string::npos);
    QCOMPARE(world.watchedFds[opened.front()], Interest::Read);
    QVERIFY(world.runToEnd(first));
    QVERIFY(sink->text == contentText(1, 0, 500'000));
}

void SocketsTest::ms7WhatIsAssignedComesWithEachLaterCallOfThatRegistration() {
    int first = 0;
    int last = 0;
    World world(withoutPool());
    world.onSocket = [&](const Watch& watch) {
        if (world.told.size() == 1) {
            QCOMPARE(world.engine->assign(watch.fd, &first), CallStatus::Ok);
            QCOMPARE(world.engine->assign(watch.fd, &last), CallStatus::Ok);
        }
    };
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    const int fd = world.told.front().fd;
    QCOMPARE(toldOf(world, fd), kOneRequest);
    QCOMPARE(world.told[0].user, nullptr);
    QCOMPARE(world.told[1].user, static_cast<void*>(&last));
    QCOMPARE(world.told[2].user, static_cast<void*>(&last));
    QCOMPARE(world.engine->assign(fd, &first), CallStatus::UnknownSocket);
    QCOMPARE(world.engine->assign(9999, &first), CallStatus::UnknownSocket);
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    QCOMPARE(world.told[3].user, nullptr);
}

void SocketsTest::ms8AnIdleConnectionStaysWatchedAndIsReusedWithoutACallback() {
    World world(withoutJournal());
    world.origin->serve({.path = "/file.bin", .size = 100'000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    QCOMPARE(world.watchedFds.size(), std::size_t{1});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    QCOMPARE(toldOf(world, world.told.front().fd),
             (std::vector<Interest>{Interest::Write, Interest::Read}));
    QCOMPARE(world.told.size(), std::size_t{2});
    QCOMPARE(world.origin->requests().back().numberOnConnection, 2U);
}

void SocketsTest::ms8TheServersCloseEndsAnIdleConnectionInThatCall() {
    std::vector<int> when;  // how many calls had returned before it happened
    World* made = nullptr;
    WorldOptions options = withoutJournal();
    options.hooks.close = [&](int fd, SocketPurpose /*purpose*/) {
        when.push_back(made->shadow.counts().entries);
        ::close(fd);
    };
    World world(options);
    made = &world;
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin"))));
    world.settle();
    const int entries = world.shadow.counts().entries;
    world.onSocket = [&](const Watch& watch) {
        QCOMPARE(watch.interest, Interest::Nothing);
        when.push_back(world.shadow.counts().entries);
    };
    world.origin->closeIdle();
    world.settle();
    QCOMPARE(when, (std::vector<int>{entries, entries}));
    QVERIFY(world.watchedFds.empty());
}

void SocketsTest::ms18AnIdleEngineHasNoDescriptorOfItsOwn() {
    World world(withoutPool());
    const auto before = openFiles();
    QVERIFY(world.watchedFds.empty());
    world.dns.add("some.test", {.a = {"127.0.0.1"}});
    world.origin->serve({.path = "/file.bin", .size = 1000});
    QVERIFY(world.runToEnd(addCounted(world, world.origin->url("/file.bin", "some.test"))));
    world.settle();
    QVERIFY(world.watchedFds.empty());
    QCOMPARE(world.shadow.openCount(), std::size_t{0});
    QCOMPARE(openFiles(), before);
    world.engine.reset();
    QCOMPARE(openFiles(), before);  // it had none that the callback was not told of
}

QTEST_GUILESS_MAIN(SocketsTest)
#include "sockets_test.moc"
