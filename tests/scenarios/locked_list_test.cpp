// Another program keeps the list locked: no download ends for that. What arrives is written and
// claimed later, and what has to stand in the list first waits for it.

#include "tests/scenarios/list_lock.h"
#include "tests/scenarios/slow_file.h"

#include <QTest>

#include <cerrno>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 6'000'000;

}  // namespace

class LockedListTest : public QObject {
    Q_OBJECT

private slots:
    void r159ALockedListEndsNoDownload_data();
    void r159ALockedListEndsNoDownload();
    void r159ReceptionGoesOnWithoutMarks();
    void r159WhatIsNotMarkedIsNotClaimed();
    void r159PauseSettlesWhenTheListIsFree();
    void r159StopWaitsNoLongerThanItSays();
    void r159AnErrorOfTheDiskIsShownWhenItStandsInTheList();
    void r159AskingOfALockedListCostsNothingBetween();
};

void LockedListTest::r159ALockedListEndsNoDownload_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("after");  // ms
    for (const auto mode : {JournalConfig::Mode::List, JournalConfig::Mode::Shared}) {
        const char* name = mode == JournalConfig::Mode::List ? "list" : "get";
        QTest::addRow("%s, from the beginning", name) << static_cast<int>(mode) << 0;
        QTest::addRow("%s, in the middle", name) << static_cast<int>(mode) << 2000;
        QTest::addRow("%s, shortly before the end", name) << static_cast<int>(mode) << 5900;
    }
}

void LockedListTest::r159ALockedListEndsNoDownload() {
    QFETCH(int, mode);
    QFETCH(int, after);
    World world(withMode(mode));
    world.origin->serve(slowFile(kSize));
    ListLock lock(world);
    QVERIFY(lock.held());
    if (after > 0) {
        lock.letGo();
    }
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(after));
    ListLock again(world);
    QCOMPARE(again.held(), after > 0);
    world.runFor(40s);
    QCOMPARE(world.at(id).error.sentence, std::string());
    QVERIFY(!world.folder.entries().empty() || after == 0);
    QVERIFY(world.state(id) != TransferState::Done);
    (after > 0 ? again : lock).letGo();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QVERIFY(isExact(world, kSize));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void LockedListTest::r159ReceptionGoesOnWithoutMarks() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    ListLock lock(world);
    QVERIFY(lock.held());
    QVERIFY(world.runUntil([&] { return partSize(world) == kSize; }, 10s));
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
    lock.letGo();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
}

void LockedListTest::r159WhatIsNotMarkedIsNotClaimed() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    ListLock lock(world);
    QVERIFY(lock.held());
    world.runFor(3s);
    QVERIFY(partSize(world) > 3'000'000);
    lock.letGo();
    world.restart();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.origin->requests().back().range.starts_with("bytes="));
    QVERIFY(std::stoull(world.origin->requests().back().range.substr(6)) < 2'000'000);
    QVERIFY(isExact(world, kSize));
}

void LockedListTest::r159PauseSettlesWhenTheListIsFree() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    ListLock lock(world);
    QVERIFY(lock.held());
    world.runFor(1s);
    world.engine->pause(id);
    world.runFor(10s);
    QCOMPARE(world.state(id), TransferState::Settling);
    QVERIFY(world.sockets.empty());  // its connection has gone at once
    lock.letGo();
    world.runFor(2s);
    QCOMPARE(world.state(id), TransferState::Paused);
    const std::uint64_t here = world.at(id).received;
    world.restart();
    world.settle();
    QCOMPARE(world.at(id).received, here);
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

void LockedListTest::r159StopWaitsNoLongerThanItSays() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(1s);
    ListLock lock(world);
    QVERIFY(lock.held());
    world.engine->stop();
    world.runFor(1900ms);
    QVERIFY(!world.stopped);  // the list may be free again in time
    world.runFor(200ms);
    QVERIFY(world.stopped);
    lock.letGo();
    world.restart();
    QVERIFY(world.runToEnd(id));
    QVERIFY(isExact(world, kSize));
}

void LockedListTest::r159AnErrorOfTheDiskIsShownWhenItStandsInTheList() {
    World world;
    world.origin->serve(slowFile(kSize));
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(2s);
    ListLock lock(world);
    QVERIFY(lock.held());
    world.disk->fail(FileCall::Pwritev, EIO);
    world.disk->fail(FileCall::Ftruncate, EIO);  // so that only the list can say it
    world.runFor(5s);
    QCOMPARE(world.state(id), TransferState::Settling);
    lock.letGo();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Failed);
    world.disk->release();
    world.restart();
    world.settle();
    QCOMPARE(world.at(id).received, std::uint64_t{0});
    world.engine->resume(id);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.origin->requests().back().range, std::string());
    QVERIFY(isExact(world, kSize));
}

void LockedListTest::r159AskingOfALockedListCostsNothingBetween() {
    World world;
    Rule rule = slowFile(kSize);
    rule.stallAfter = 1'000'000;
    world.origin->serve(rule);
    world.add(world.origin->url("/file.bin"));
    world.runFor(800ms);
    ListLock lock(world);
    QVERIFY(lock.held());
    world.runFor(3s);
    const std::uint64_t turns = world.engine->work().turns;
    world.runFor(10s);
    QVERIFY2(world.engine->work().turns - turns <= 30,
             qPrintable(QString::number(world.engine->work().turns - turns)));
    lock.letGo();
}

QTEST_GUILESS_MAIN(LockedListTest)
#include "locked_list_test.moc"
