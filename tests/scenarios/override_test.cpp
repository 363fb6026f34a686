// The hosts file: what stands there holds, whatever a name server says.

#include "tests/scenarios/world.h"
#include "tests/support/counting_sink.h"

#include <QTest>

#include <sys/socket.h>

#include <vector>

using namespace penstock;

class OverrideTest : public QObject {
    Q_OBJECT

private:
    TempDir dir_;
    std::vector<int> families_;  // of the sockets that were opened to a server

    WorldOptions options() {
        WorldOptions made;
        made.origin.addresses = {"127.0.0.1", "::1"};
        made.limits.attempts = 1;
        made.hooks.open = [this](SocketRequest& request) {
            if (request.purpose == SocketPurpose::Http) {
                families_.push_back(request.family);
            }
            return ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
        };
        return made;
    }

    [[nodiscard]] bool list(const std::string& lines) const {
        return writeFile(dir_.file("hosts"), lines);
    }

    static TransferId load(World& world) {
        world.origin->serve({.path = "/file.bin", .size = 1000});
        const TransferId id = world.add(
            world.origin->url("/file.bin", "some.test"),
            [](TransferRequest& request) { request.sink = std::make_shared<CountingSink>(); });
        world.runToEnd(id);
        return id;
    }

private slots:

    void initTestCase() { qputenv("CARES_HOSTS", QByteArray::fromStdString(dir_.file("hosts"))); }

    void init() { families_.clear(); }

    void anIpv4LineIsNotWidenedByANameServer() {
        QVERIFY(list("127.0.0.1 some.test\n"));
        World world(options());
        world.dns.add("some.test", {.a = {"127.0.0.2"}, .aaaa = {"::1"}});
        QCOMPARE(world.state(load(world)), TransferState::Done);
        QCOMPARE(families_, std::vector<int>{AF_INET});
        QVERIFY(world.dns.queries().empty());
    }

    void aBlockedNameLeadsNowhere() {
        QVERIFY(list("127.0.0.77 some.test\n"));
        World world(options());
        world.dns.add("some.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        const TransferId id = load(world);
        QCOMPARE(kindOf(world.at(id).error), std::string("Connect.Refused"));
        QVERIFY(world.origin->requestsFor("/file.bin").empty());
        QVERIFY(world.dns.queries().empty());
    }

    void aLineThatComesWhileTheProgramRunsHolds() {
        QVERIFY(list(""));
        World world(options());
        world.dns.add("some.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}});
        QCOMPARE(world.state(load(world)), TransferState::Done);
        QCOMPARE(families_, std::vector<int>{AF_INET6});
        world.origin->closeIdle();
        world.settle();
        QVERIFY(list("127.0.0.1 some.test\n"));
        QCOMPARE(world.state(load(world)), TransferState::Done);
        QCOMPARE(families_, (std::vector<int>{AF_INET6, AF_INET}));
    }
};

QTEST_GUILESS_MAIN(OverrideTest)
#include "override_test.moc"
