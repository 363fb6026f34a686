// Thousands of transfers: each is told, started and run as often as it must be, and no more.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <set>

using namespace penstock;
using namespace std::chrono_literals;

class ManyTest : public QObject {
    Q_OBJECT

private slots:
    void ms55TenThousandEndsInOneCallAreToldOnceEachInOrder();
    void ms56AFreedSlotStartsTheNextOnly();
};

// One name that does not exist ends all who wait for it.
void ManyTest::ms55TenThousandEndsInOneCallAreToldOnceEachInOrder() {
    constexpr std::size_t kTransfers = 10'000;
    World world(withoutJournal());
    world.dns.add("nobody.test", {.rcode = 3, .delayA = 1s, .delayAaaa = 1s});
    const auto sink = std::make_shared<CountingSink>();
    std::vector<TransferId> added;
    for (std::size_t i = 0; i < kTransfers; ++i) {
        added.push_back(world.add("http://nobody.test/", into(sink)));
    }
    world.settle();
    std::vector<TransferId> failed;
    std::set<int> calls;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Failed) {
            failed.push_back(transfer->id);
            calls.insert(world.shadow.counts().entries);
        }
    };
    const std::uint64_t steps = world.engine->work().transferSteps;
    world.runFor(1s);
    QCOMPARE(failed, added);
    QCOMPARE(calls.size(), std::size_t{1});
    const std::uint64_t after = world.engine->work().transferSteps;
    QVERIFY(after - steps <= 3 * kTransfers);
    world.engine->perform();
    world.runFor(100s);
    QCOMPARE(world.engine->work().transferSteps, after);  // what has ended is not run again
    QCOMPARE(failed.size(), kTransfers);
}

void ManyTest::ms56AFreedSlotStartsTheNextOnly() {
    constexpr std::size_t kTransfers = 5000;
    WorldOptions options = withoutJournal();
    options.limits.activeTransfers = 6;
    World world(options);
    std::vector<TransferId> started;
    world.onChange = [&](const Change& change) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer != nullptr && transfer->state == TransferState::Probing) {
            started.push_back(transfer->id);
        }
    };
    world.origin->serve({.path = "/file.bin", .size = 10});
    std::vector<TransferId> added;
    for (std::size_t i = 0; i < kTransfers; ++i) {
        added.push_back(addCounted(world, world.origin->url("/file.bin")));
    }
    QVERIFY(world.runToEnd(added.back()));
    world.settle();
    QCOMPARE(started, added);
    QCOMPARE(world.origin->requests().size(), kTransfers);
    QVERIFY(world.origin->acceptedConnections() <= 6);
    const std::uint64_t steps = world.engine->work().transferSteps;
    QVERIFY2(steps <= 4 * kTransfers, qPrintable(QString::number(steps)));
}

QTEST_GUILESS_MAIN(ManyTest)
#include "many_test.moc"
