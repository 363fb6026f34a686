// One thread: whatever the workers do, the engine's callbacks come on its own.

#include "engine/loops/epoll_loop.h"
#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

// Counts what comes from where.
class Watcher final : public EngineObserver {
public:
    void here() {
        if (std::this_thread::get_id() == own_) {
            ++onOwn;
        } else {
            ++elsewhere;
        }
    }

    std::atomic<int> onOwn = 0;
    std::atomic<int> elsewhere = 0;
    bool done = false;

private:
    void changed(std::span<Change> inOrder) override {
        here();
        for (const Change& change : inOrder) {
            const auto* transfer = std::get_if<TransferSnapshot>(&change);
            done = done || (transfer != nullptr && transfer->state == TransferState::Done);
        }
    }

    std::thread::id own_ = std::this_thread::get_id();
};

}  // namespace

class ThreadsTest : public QObject {
    Q_OBJECT

private slots:
    void ms57OnlyWakeComesFromAnotherThread();
};

void ThreadsTest::ms57OnlyWakeComesFromAnotherThread() {
    TempDir folder;
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = 3'000'000});
    Watcher watcher;
    std::atomic<int> wakes = 0;
    EpollLoop loop;
    const LoopCallbacks inner = loop.callbacks();
    LoopCallbacks callbacks;
    callbacks.socket = [&](const Watch& watch) {
        watcher.here();
        return inner.socket(watch);
    };
    callbacks.timer = [&](auto wait) {
        watcher.here();
        return inner.timer(wait);
    };
    callbacks.wake = [&] {
        ++wakes;
        inner.wake();
    };
    ShadowLoop shadow;
    EngineConfig config;
    config.journal = {JournalConfig::Mode::List, folder.file("list.db")};
    {
        const auto engine = shadow.make(std::move(config), std::move(callbacks), {}, watcher);
        TransferRequest request;
        request.url = origin->url("/file.bin");
        request.directory = folder.path().string();
        QVERIFY(engine->add(request).ok());
        loop.run(*engine, [&] { return watcher.done; });
    }
    shadow.checkGone();
    QVERIFY(wakes > 3);  // disk and journal have worked elsewhere
    QVERIFY(watcher.onOwn > 5);
    QCOMPARE(watcher.elsewhere.load(), 0);
    QVERIFY(readAll(folder.path() / "file.bin") == contentText(1, 0, 3'000'000));
}

QTEST_GUILESS_MAIN(ThreadsTest)
#include "threads_test.moc"
