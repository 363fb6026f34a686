// A disk that is slow, full or broken: what was counted is written before anything goes on behind
// it, and after an error only what was synced before is claimed, by this run and by every later
// one.

#include "tests/scenarios/slow_file.h"

#include <QTest>

#include <cerrno>
#include <filesystem>
#include <functional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

/// A world whose first connection breaks off after 2 MB, while the disk has been hanging since the
/// first of them: Waiting, with bytes that are counted and not written.
struct BehindTheDisk {
    BehindTheDisk() {
        Rule rule = slowFile(kSize);
        rule.closeAfter = 2'000'000;
        rule.times = 1;
        world.origin->serve(rule);
        id = world.add(world.origin->url("/file.bin"));
        world.runFor(500ms);
        world.workersHang = true;
        waits = world.runUntil([&] { return world.state(id) == TransferState::Waiting; }) &&
                partSize(world) < 2'000'000 && world.at(id).received == 2'000'000;
    }

    void diskGoesOn() {
        world.workersHang = false;
        world.settle();
    }

    World world;
    TransferId id = TransferId::Nothing;
    bool waits = false;
};

using Act = std::function<void(BehindTheDisk&)>;

}  // namespace

Q_DECLARE_METATYPE(Act)

class DiskTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsCountedIsWrittenBeforeTheNextTryBegins_data();
    void whatIsCountedIsWrittenBeforeTheNextTryBegins();
    void whatNobodyWantsNeedNotBeWritten_data();
    void whatNobodyWantsNeedNotBeWritten();
    void aDiskThatFailsBehindALostConnectionLeavesNoHole_data();
    void aDiskThatFailsBehindALostConnectionLeavesNoHole();
    void softMarksOutliveManyShortConnections();
    void r145APartCutWhileItWaitsIsAnError_data();
    void r145APartCutWhileItWaitsIsAnError();
    void r145APartCutWhileItGrowsIsAnError();
};

void DiskTest::whatIsCountedIsWrittenBeforeTheNextTryBegins_data() {
    QTest::addColumn<Act>("act");
    QTest::addRow("the wait ends") << Act([](BehindTheDisk& behind) {
        behind.world.runFor(2s);
        behind.diskGoesOn();
    });
    QTest::addRow("resumed") << Act([](BehindTheDisk& behind) {
        QCOMPARE(behind.world.engine->resume(behind.id), CallStatus::Ok);
        behind.world.settle();
        QCOMPARE(behind.world.origin->requests().size(), std::size_t{1});
        behind.diskGoesOn();
    });
    QTest::addRow("resumed twice") << Act([](BehindTheDisk& behind) {
        behind.world.engine->resume(behind.id);
        behind.world.settle();
        behind.world.engine->resume(behind.id);
        behind.diskGoesOn();
    });
    QTest::addRow("paused and resumed") << Act([](BehindTheDisk& behind) {
        behind.world.engine->pause(behind.id);
        behind.world.settle();
        behind.diskGoesOn();
        QCOMPARE(behind.world.state(behind.id), TransferState::Paused);
        behind.world.engine->resume(behind.id);
    });
    QTest::addRow("resumed, paused and resumed") << Act([](BehindTheDisk& behind) {
        behind.world.engine->resume(behind.id);
        behind.world.engine->pause(behind.id);
        behind.diskGoesOn();
        behind.world.engine->resume(behind.id);
    });
    QTest::addRow("stopped and begun again") << Act([](BehindTheDisk& behind) {
        behind.world.engine->stop();
        behind.diskGoesOn();
        behind.world.restart();
    });
    QTest::addRow("killed and begun again") << Act([](BehindTheDisk& behind) {
        behind.world.workersHang = false;
        behind.world.restart();
    });
}

void DiskTest::whatIsCountedIsWrittenBeforeTheNextTryBegins() {
    QFETCH(Act, act);
    BehindTheDisk behind;
    QVERIFY(behind.waits);
    act(behind);
    QVERIFY(behind.world.runToEnd(behind.id));
    QCOMPARE(behind.world.at(behind.id).error.sentence, std::string());
    QVERIFY(isExact(behind.world, kSize));
}

void DiskTest::whatNobodyWantsNeedNotBeWritten_data() {
    QTest::addColumn<Act>("act");
    QTest::addRow("removed") << Act(
        [](BehindTheDisk& behind) { behind.world.engine->remove(behind.id, Removal::DeleteFile); });
    QTest::addRow("the loop refuses timers") << Act([](BehindTheDisk& behind) {
        behind.world.refuseTimer = true;
        behind.world.runFor(2s);
        QVERIFY(behind.world.engine->snapshot(behind.id).has_value());
        behind.world.engine->remove(behind.id, Removal::DeleteFile);
    });
}

void DiskTest::whatNobodyWantsNeedNotBeWritten() {
    QFETCH(Act, act);
    BehindTheDisk behind;
    QVERIFY(behind.waits);
    act(behind);
    behind.diskGoesOn();
    QVERIFY(behind.world.transfers.empty());
    QCOMPARE(behind.world.folder.entries(), std::vector<std::string>{});
}

void DiskTest::aDiskThatFailsBehindALostConnectionLeavesNoHole_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<bool>("resumed");
    QTest::addRow("full") << ENOSPC << false;
    QTest::addRow("full, resumed") << ENOSPC << true;
    QTest::addRow("broken") << EIO << false;
    QTest::addRow("broken, resumed") << EIO << true;
}

void DiskTest::aDiskThatFailsBehindALostConnectionLeavesNoHole() {
    QFETCH(int, error);
    QFETCH(bool, resumed);
    BehindTheDisk behind;
    QVERIFY(behind.waits);
    World& world = behind.world;
    world.disk->fail(FileCall::Pwritev, error);
    if (resumed) {
        world.engine->resume(behind.id);
    }
    behind.diskGoesOn();
    QCOMPARE(world.state(behind.id), error == EIO ? TransferState::Failed : TransferState::Waiting);
    QCOMPARE(world.at(behind.id).received, std::uint64_t{0});  // nothing was durable
    if (error == EIO) {
        world.engine->resume(behind.id);
    }
    QVERIFY(world.runToEnd(behind.id));
    QCOMPARE(world.at(behind.id).error.sentence, std::string());
    QVERIFY(isExact(world, kSize));
}

// Each connection brings less than what a mark is worth; together they are.
void DiskTest::softMarksOutliveManyShortConnections() {
    WorldOptions options;
    options.limits.attempts = 100;
    options.limits.retryBase = 10ms;
    World world(options);
    Rule rule = slowFile(kSize);
    rule.rate = 0;
    rule.closeAfter = 100'000;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.at(id).received >= 2'000'000; }));
    world.restart();
    QVERIFY(world.runUntil([&] { return world.at(id).received > 2'000'000; }));
    const std::size_t asked = world.origin->requests().size();
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
    QVERIFY(asked <= 33);  // 20 before, and at most 1 MiB again
}

void DiskTest::r145APartCutWhileItWaitsIsAnError_data() {
    QTest::addColumn<QString>("etag");
    QTest::addColumn<int>("size");
    for (const int size : {0, 900'000}) {
        QTest::addRow("cut to %d, strong validator", size) << R"("strong")" << size;
        QTest::addRow("cut to %d, weak validator", size) << R"(W/"weak")" << size;
        QTest::addRow("cut to %d, no validator", size) << "" << size;
    }
}

void DiskTest::r145APartCutWhileItWaitsIsAnError() {
    QFETCH(QString, etag);
    QFETCH(int, size);
    World world;
    Rule rule = slowFile(kSize);
    rule.etag = etag.toStdString();
    rule.closeAfter = 1'000'000;
    rule.times = 1;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
    std::filesystem::resize_file(world.folder.path() / "file.bin.part",
                                 static_cast<std::uintmax_t>(size));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Missing"));
    QCOMPARE(world.at(id).error.sentence, std::string("The part file file.bin.part was cut short"));
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

void DiskTest::r145APartCutWhileItGrowsIsAnError() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1500ms);
    std::filesystem::resize_file(world.folder.path() / "file.bin.part", 500'000);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Missing"));
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

QTEST_GUILESS_MAIN(DiskTest)
#include "disk_test.moc"
