// after an error of the disk only what was synced before is claimed, by this run and by
// every later one. The kernel may have dropped the rest and marked it clean.

#include "tests/scenarios/slow_file.h"

#include <QTest>

#include <cerrno>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

/// One run that has had 2 of 4 MB and ends without a word, with soft marks and no durable ones.
TransferId killedHalfway(World& world) {
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.restart();
    return id;
}

}  // namespace

class DiskErrorTest : public QObject {
    Q_OBJECT

private slots:
    void r143AnErrorOfTheDiskIsRememberedByTheListAndByThePart_data();
    void r143AnErrorOfTheDiskIsRememberedByTheListAndByThePart();
    void r143WhatWasDurableBeforeAnErrorStays();
    void r143WhatWasDurableStaysOverATry();
    void aPauseBetweenTwoTriesMakesDurableWhatCame();
    void r143WhatAnEarlierRunMarkedSoftlyNeedsASyncOfThisOne();
    void r143AFailedSyncAtPauseIsNotClaimed_data();
    void r143AFailedSyncAtPauseIsNotClaimed();
    void r143AFailedFinishIsNotClaimed();
    void r143AnErrorToldWhenReopeningIsRemembered();
};

void DiskErrorTest::r143AnErrorOfTheDiskIsRememberedByTheListAndByThePart_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("call");
    QTest::addColumn<bool>("partForgets");
    for (const auto mode : {JournalConfig::Mode::List, JournalConfig::Mode::Shared}) {
        for (const auto call : {FileCall::Fdatasync, FileCall::Pwritev}) {
            for (const bool partForgets : {false, true}) {
                QTest::addRow("%s, %s%s", mode == JournalConfig::Mode::List ? "list" : "get",
                              call == FileCall::Fdatasync ? "sync" : "write",
                              partForgets ? ", the part cannot be cut" : "")
                    << static_cast<int>(mode) << static_cast<int>(call) << partForgets;
            }
        }
    }
}

// The second run is on the same boot, where soft marks are trusted.
void DiskErrorTest::r143AnErrorOfTheDiskIsRememberedByTheListAndByThePart() {
    QFETCH(int, mode);
    QFETCH(int, call);
    QFETCH(bool, partForgets);
    World world(withMode(mode));
    Rule rule = slowFile(kSize);
    rule.rate = 500'000;
    world.origin->serve(rule);
    TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(3s);
    QVERIFY(partSize(world) > 1'000'000);
    world.disk->fail(static_cast<FileCall>(call), EIO);
    if (partForgets) {
        world.disk->fail(FileCall::Ftruncate, EIO);
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Io"));
    QVERIFY(world.folder.entries().empty());  // nothing of it was durable
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    world.disk->release();
    world.restart();
    if (mode == static_cast<int>(JournalConfig::Mode::Shared)) {
        id = world.add(world.origin->url("/file.bin"));
    } else {
        world.settle();
        world.engine->resume(id);
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

void DiskErrorTest::r143WhatWasDurableBeforeAnErrorStays() {
    World world;
    Rule rule = slowFile(kSize);
    rule.size = 20'000'000;
    rule.rate = 3'000'000;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(4s);  // past the first 8 MiB
    const int syncs = world.disk->calls(FileCall::Fdatasync);
    QVERIFY(syncs > 0);
    world.disk->fail(FileCall::Pwritev, EIO);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    const std::uint64_t durable = world.at(id).received;
    QVERIFY(durable >= 8U << 20U);
    QCOMPARE(std::uint64_t{partSize(world)}, durable);
    world.restart();
    world.settle();
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.origin->requests().back().range.starts_with("bytes="));
    QVERIFY(std::stoull(world.origin->requests().back().range.substr(6)) > 8'000'000);
    QVERIFY(isExact(world, 20'000'000));
}

void DiskErrorTest::r143WhatWasDurableStaysOverATry() {
    World world;
    Rule rule = slowFile(kSize);
    rule.size = 20'000'000;
    rule.rate = 3'000'000;
    rule.closeAfter = 12'000'000;
    rule.times = 1;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] {
        return world.origin->requests().size() == 2 && world.state(id) == TransferState::Receiving;
    }));
    world.disk->fail(FileCall::Pwritev, EIO);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QVERIFY(world.at(id).received >= 8U << 20U);
}

void DiskErrorTest::aPauseBetweenTwoTriesMakesDurableWhatCame() {
    World world;
    Rule rule = slowFile(kSize);
    rule.closeAfter = 1'000'000;
    rule.times = 1;
    rule.delayFirstByte = 5s;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.origin->requests().size() == 2; }));
    QCOMPARE(world.state(id), TransferState::Probing);
    const int syncs = world.disk->calls(FileCall::Fdatasync);
    world.engine->pause(id);
    world.settle();
    QCOMPARE(world.state(id), TransferState::Paused);
    QVERIFY(world.disk->calls(FileCall::Fdatasync) > syncs);
}

void DiskErrorTest::r143WhatAnEarlierRunMarkedSoftlyNeedsASyncOfThisOne() {
    World world;
    const TransferId id = killedHalfway(world);
    world.runFor(500ms);
    QCOMPARE(world.state(id), TransferState::Receiving);
    QVERIFY(!world.origin->requests().back().range.empty());  // it does go on
    world.disk->fail(FileCall::Pwritev, EIO);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(world.at(id).received, std::uint64_t{0});  // no run has synced a byte
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

void DiskErrorTest::r143AFailedSyncAtPauseIsNotClaimed_data() {
    QTest::addColumn<int>("mode");
    QTest::addRow("list") << static_cast<int>(JournalConfig::Mode::List);
    QTest::addRow("get") << static_cast<int>(JournalConfig::Mode::Shared);
    QTest::addRow("no journal") << static_cast<int>(JournalConfig::Mode::Nothing);
}

void DiskErrorTest::r143AFailedSyncAtPauseIsNotClaimed() {
    QFETCH(int, mode);
    World world(withMode(mode));
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.disk->fail(FileCall::Fdatasync, EIO);
    world.engine->pause(id);
    world.settle();
    QCOMPARE(world.state(id), TransferState::Paused);
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

void DiskErrorTest::r143AFailedFinishIsNotClaimed() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.disk->fail(FileCall::Fsync, EIO);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    QVERIFY(world.folder.entries().empty());  // nothing of it was durable
    world.restart();
    world.settle();
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

// The kernel tells of a write that it could not do once, to the first who asks.
void DiskErrorTest::r143AnErrorToldWhenReopeningIsRemembered() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    world.disk->fail(FileCall::Fsync, EIO);
    world.restart();
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }));
    QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Io"));
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    world.restart();
    world.settle();
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

QTEST_GUILESS_MAIN(DiskErrorTest)
#include "disk_error_test.moc"
