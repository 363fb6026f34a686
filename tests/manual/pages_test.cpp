// The manual, run: what its pages say is true of the code that they show.

#include "tests/manual/assigned_watches.h"
#include "tests/manual/hand_loop.h"
#include "tests/manual/memory_sink.h"
#include "tests/manual/own_sockets.h"
#include "tests/manual/program.h"
#include "tests/manual/transfer_list.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <arpa/inet.h>

#include <functional>
#include <memory>
#include <string>

using namespace penstock;

namespace {

void complain(const Error& error) {
    QFAIL(error.sentence.c_str());
}

}  // namespace

class PagesTest : public QObject {
    Q_OBJECT

private slots:
    void aFileComesThroughALoopOfOnesOwn();
    void aFileComesByAskingAndTryingAlone();
    void bothWaysOfDrivingMayBeMixed();
    void aBodyGoesIntoMemoryAndNotFurtherThanItMay();
    void aLoopFindsItsWatcherByWhatItHasAssigned();
    void theProgramsOwnSocketsAreUsedAndClosed();
    void aTransferIsPausedResumedAndRemoved();
    void aChangedFileIsAskedAbout();
    void aListComesBackAfterAnEnd();
    void aSecondEngineOnTheListSaysSo();
    void aDamagedListIsTold();
    void progressAndSnapshotsAreThere();
    void theEngineCountsItsWorkAndChecksItself();
};

void PagesTest::aFileComesThroughALoopOfOnesOwn() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    TempDir place;
    const std::string url = origin->url("/file.bin");
    const std::string folder = place.path().string();
    // page: Engine
    HandLoop loop;  // this and the observer outlive the engine
    TransferList list;
    EngineConfig config;
    config.userAgent = "Example/1.0";
    Engine engine(config, loop.callbacks(), SocketHooks{}, list);
    loop.drive(engine);
    // end
    // page: add
    const auto added = engine.add({.url = url, .directory = folder});
    if (!added) {
        return complain(added.error());
    }
    const TransferId id = added.value();
    // end
    while (!list.has(id) || list.state(id) != TransferState::Done) {
        loop.turn();
    }
    QVERIFY(readAll(place.file("file.bin")) == contentText(1, 0, kSize));
    QCOMPARE(origin->requests().front().header("User-Agent"), std::string("Example/1.0"));
    QVERIFY(!engine.add({.url = "gopher://example.org", .directory = folder}).ok());
}

void PagesTest::aFileComesByAskingAndTryingAlone() {
    Program program;
    const auto added = program.engine->add(
        {.url = program.origin->url("/file.bin"), .directory = program.folder.path().string()});
    while (!program.hasState(added.value(), TransferState::Done)()) {
        program.loop.pull();
    }
    QVERIFY(readAll(program.folder.file("file.bin")) == contentText(1, 0, kSize));
}

void PagesTest::bothWaysOfDrivingMayBeMixed() {
    Program program;
    const auto added = program.engine->add(
        {.url = program.origin->url("/file.bin"), .directory = program.folder.path().string()});
    for (int round = 0; !program.hasState(added.value(), TransferState::Done)(); ++round) {
        round % 2 == 0 ? program.loop.turn() : program.loop.pull();
    }
    QVERIFY(readAll(program.folder.file("file.bin")) == contentText(1, 0, kSize));
    program.engine.reset();
    QCOMPARE(program.loop.watchedSockets(), std::size_t{0});
    QVERIFY(!program.loop.timerArmed());
}

void PagesTest::aBodyGoesIntoMemoryAndNotFurtherThanItMay() {
    Program program;
    const auto fits = std::make_shared<MemorySink>();
    const auto bursts = std::make_shared<MemorySink>();
    const auto small = program.engine->add({.url = program.origin->url("/file.bin"), .sink = fits});
    program.origin->serve({.path = "/large.bin", .size = 3'000'000});
    const auto large =
        program.engine->add({.url = program.origin->url("/large.bin"), .sink = bursts});
    program.runUntil(program.hasState(small.value(), TransferState::Done));
    program.runUntil(program.hasState(large.value(), TransferState::Failed));
    QVERIFY(fits->complete);
    QVERIFY(fits->text == contentText(1, 0, kSize));
    QVERIFY(!bursts->complete);
    QVERIFY(bursts->text.size() <= MemorySink::kMost);
    QCOMPARE(program.list.at(large.value()).error.kind, ErrorKind::DiskTooLarge);
}

void PagesTest::aLoopFindsItsWatcherByWhatItHasAssigned() {
    Program program;
    AssignedWatches assigned;
    LoopCallbacks callbacks = program.loop.callbacks();
    const auto inner = callbacks.socket;
    callbacks.socket = [&](const Watch& change) {
        assigned.watch(change);
        return inner(change);
    };
    Engine engine(EngineConfig{}, callbacks, SocketHooks{}, program.list);
    program.engine.reset();
    program.loop.drive(engine);
    assigned.drive(engine);
    const auto sink = std::make_shared<MemorySink>();
    const auto added = engine.add({.url = program.origin->url("/file.bin"), .sink = sink});
    program.runUntil(program.hasState(added.value(), TransferState::Done));
    QCOMPARE(assigned.count(), program.loop.watchedSockets());
    QCOMPARE(assigned.count(), std::size_t{1});  // the pool's
    QVERIFY(assigned.changes() > 0);             // first for the connect, then for the answer
    program.origin->closeIdle();
    program.runUntil([&] { return assigned.count() == 0; });
    QCOMPARE(engine.assign(0, nullptr), CallStatus::UnknownSocket);
}

void PagesTest::theProgramsOwnSocketsAreUsedAndClosed() {
    OwnSockets sockets;
    Program program({}, sockets.hooks());
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(program.origin->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockets.goInsteadTo(address);
    const auto sink = std::make_shared<MemorySink>();
    const auto added = program.engine->add({.url = "http://127.0.0.2:1/file.bin", .sink = sink});
    program.runUntil(program.hasState(added.value(), TransferState::Done));
    QVERIFY(sink->text == contentText(1, 0, kSize));
    QCOMPARE(sockets.count(), std::size_t{1});
    program.engine.reset();
    QCOMPARE(sockets.count(), std::size_t{0});
    QCOMPARE(sockets.opened(), std::size_t{1});
}

void PagesTest::aTransferIsPausedResumedAndRemoved() {
    Program program;
    Engine& engine = *program.engine;
    const TransferList& list = program.list;
    HandLoop& loop = program.loop;
    const TransferId id = program.addSlow();
    // page: pause
    engine.pause(id);  // its socket is forgotten when this returns
    while (list.state(id) != TransferState::Paused) {
        loop.turn();  // until what has arrived is on the disk
    }
    // end
    QCOMPARE(loop.watchedSockets(), std::size_t{0});
    const std::uint64_t here = list.at(id).received;
    // page: resume
    const CallStatus went = engine.resume(id);  // WrongState: nothing to resume
    // end
    QCOMPARE(went, CallStatus::Ok);
    program.runUntil([&] { return engine.snapshot(id)->received > here; });
    QCOMPARE(program.origin->requestsFor("/slow.bin").size(), std::size_t{2});
    QCOMPARE(engine.resume(id), CallStatus::WrongState);
    // page: remove
    engine.remove(id, Removal::DeleteFile);
    while (list.has(id)) {
        loop.turn();  // until TransferRemoved
    }
    // end
    QVERIFY(program.folder.entries().empty());
    QCOMPARE(engine.remove(id, Removal::KeepFile), CallStatus::UnknownTransfer);
}

void PagesTest::aChangedFileIsAskedAbout() {
    Program program;
    Engine& engine = *program.engine;
    program.origin->serve(
        {.path = "/slow.bin", .size = 80U << 20U, .change = EntityChange{}, .rate = 10'000'000});
    const TransferId id = program.addSlow();
    engine.pause(id);
    program.runUntil(program.hasState(id, TransferState::Paused));
    engine.resume(id);
    program.runUntil(program.hasState(id, TransferState::Asking));
    // page: answer
    const auto asking = engine.snapshot(id);
    if (asking && asking->question == Question::EntityChanged) {
        engine.answer(id, Choice::StartOver);  // the old part stays until the new file is whole
    } else if (asking && asking->question == Question::PrivateNetwork) {
        engine.answer(id, Choice::Stop);  // to be led there, somebody should have said so
    }
    // end
    QCOMPARE(engine.answer(id, Choice::Stop), CallStatus::WrongState);
    program.runUntil(program.hasState(id, TransferState::Receiving));
}

void PagesTest::aListComesBackAfterAnEnd() {
    TempDir place;
    EngineConfig config;
    config.journal = {JournalConfig::Mode::List, place.file("list")};
    {
        Program program(config);
        Engine& engine = *program.engine;
        const TransferList& list = program.list;
        HandLoop& loop = program.loop;
        QVERIFY(engine.startError().ok());
        program.addSlow();
        // page: stop
        engine.stop();
        while (!list.stopped()) {
            loop.turn();
        }
        // end
        QVERIFY(!engine.add({.url = program.origin->url("/file.bin"), .directory = "/tmp"}).ok());
    }
    Program program(config);
    Engine& engine = *program.engine;
    // page: restore
    engine.restore();  // once, before the first add()
    // end
    QCOMPARE(engine.transfers().size(), std::size_t{1});
    const TransferId id = engine.transfers().front();
    program.runUntil([&] { return program.list.has(id); });
    QVERIFY(program.list.at(id).received > 0);
}

void PagesTest::aSecondEngineOnTheListSaysSo() {
    TempDir place;
    EngineConfig config;
    config.journal = {JournalConfig::Mode::List, place.file("list")};
    const Program program(config);
    HandLoop loop;
    TransferList list;
    std::string shown;
    // page: startError
    Engine engine(config, loop.callbacks(), SocketHooks{}, list);
    if (const Error& error = engine.startError(); !error.ok()) {
        shown = error.sentence;
    }
    // end
    QCOMPARE(shown, std::string("Penstock is already running"));
    QCOMPARE(engine.add({.url = "http://127.0.0.1/", .directory = "/tmp"}).error().kind,
             ErrorKind::DiskBusy);
}

void PagesTest::aDamagedListIsTold() {
    TempDir place;
    EngineConfig config;
    config.journal = {JournalConfig::Mode::List, place.file("list")};
    QVERIFY(writeFile(place.file("list"), "no list at all"));
    const Program program(config);
    const Engine& engine = *program.engine;
    std::string shown;
    // page: journalNote
    if (const std::string& note = engine.journalNote(); !note.empty()) {
        shown = note;
    }
    // end
    QVERIFY(shown.starts_with("The list " + place.file("list") + " was damaged"));
    QVERIFY(engine.startError().ok());
}

void PagesTest::progressAndSnapshotsAreThere() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId slow = program.addSlow();
    std::uint64_t received = 0;
    // page: progressSince
    std::uint64_t cursor = 0;  // these three live as long as the list is shown
    std::vector<TransferProgress> moved;
    std::vector<SocketProgress> sockets;
    engine.progressSince(cursor, moved, sockets);  // at each tick
    for (const TransferProgress& each : moved) {
        received += each.received;
    }
    // end
    QVERIFY(received > 0);
    QCOMPARE(sockets.size(), std::size_t{1});
    std::string line;
    const TransferId id = slow;
    // page: snapshot
    if (const auto shown = engine.snapshot(id)) {
        line = shown->name + " from " + shown->host;
    }
    // end
    QCOMPARE(line, std::string("slow.bin from 127.0.0.1"));
    // page: transfers
    for (const TransferId each : engine.transfers()) {
        engine.pause(each);
    }
    // end
    program.runUntil(program.hasState(slow, TransferState::Paused));
}

void PagesTest::theEngineCountsItsWorkAndChecksItself() {
    std::string fault;
    Engine* made = nullptr;
    EngineConfig config;
    // page: selfCheck
    config.returning = [&](EntryPoint /*from*/) {
        if (const Error error = made->selfCheck(); !error.ok()) {
            fault = error.sentence + ": " + error.evidence;
        }
    };
    // end
    Program program(config);
    Engine& engine = *program.engine;
    made = &engine;
    const TransferId id = program.addSlow();
    engine.pause(id);
    program.runUntil(program.hasState(id, TransferState::Paused));
    // page: work
    const EngineWork before = engine.work();
    engine.timeoutExpired();  // with nothing due
    const auto steps = engine.work().connectionSteps - before.connectionSteps;
    // end
    QCOMPARE(steps, std::uint64_t{0});
    QCOMPARE(fault, std::string());
}

QTEST_GUILESS_MAIN(PagesTest)
#include "pages_test.moc"
