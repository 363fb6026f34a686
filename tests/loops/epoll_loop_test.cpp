// EpollLoop: what its callbacks do to epoll, what it hands on, and when it waits.

#include "engine/loops/epoll_loop.h"

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Two connected sockets.
struct SocketPair {
    SocketPair() {
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data());
    }

    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    ~SocketPair() {
        ::close(ends[0]);
        ::close(ends[1]);
    }

    std::array<int, 2> ends{-1, -1};
};

/// Keeps the last word on each transfer.
class Listener final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                last = *transfer;
            } else if (std::holds_alternative<EngineStopped>(change)) {
                stopped = true;
            }
        }
    }

    [[nodiscard]] bool ended() const {
        return last.state == TransferState::Done || last.state == TransferState::Failed;
    }

    TransferSnapshot last;
    bool stopped = false;
};

EngineConfig plain() {
    EngineConfig config;
    config.inlineWorkers = true;
    return config;
}

/// A loop with an engine that has nothing to do.
struct Idle {
    EpollLoop loop;
    Listener listener;
    ShadowLoop shadow;
    std::unique_ptr<Engine> made = shadow.make(plain(), loop.callbacks(), {}, listener);
    Engine& engine = *made;
};

}  // namespace

class EpollLoopTest : public QObject {
    Q_OBJECT

private slots:

    void countsWhatIsWatchedAndForgotten() {
        EpollLoop loop;
        const LoopCallbacks callbacks = loop.callbacks();
        const SocketPair pair;
        QVERIFY(loop.error().ok());
        QCOMPARE(callbacks.socket({pair.ends[0], 1, Interest::Write}), Verdict::Accepted);
        QCOMPARE(callbacks.socket({pair.ends[0], 1, Interest::Read}), Verdict::Accepted);
        QCOMPARE(callbacks.socket({pair.ends[1], 2, Interest::ReadWrite}), Verdict::Accepted);
        QCOMPARE(loop.watchedSockets(), std::size_t{2});
        QCOMPARE(callbacks.socket({pair.ends[0], 1, Interest::Nothing}), Verdict::Accepted);
        QCOMPARE(callbacks.socket({pair.ends[1], 2, Interest::Nothing}), Verdict::Accepted);
        QCOMPARE(loop.watchedSockets(), std::size_t{0});
    }

    void refusesADescriptorThatEpollRefuses() {
        EpollLoop loop;
        const LoopCallbacks callbacks = loop.callbacks();
        const int closed = ::fcntl(0, F_DUPFD_CLOEXEC, 200);
        ::close(closed);
        QCOMPARE(callbacks.socket({closed, 1, Interest::Read}), Verdict::Refused);
        QCOMPARE(loop.watchedSockets(), std::size_t{0});
    }

    void anEventOfAForgottenRegistrationIsDropped() {
        // Both are readable in one batch; whichever comes first forgets the other and itself.
        Idle idle;
        const LoopCallbacks callbacks = idle.loop.callbacks();
        const SocketPair pair;
        int calls = 0;
        const auto forgetBoth = [&] {
            ++calls;
            idle.loop.forgetFd(pair.ends[0]);
            idle.loop.forgetFd(pair.ends[1]);
        };
        QVERIFY(::write(pair.ends[0], "x", 1) == 1);
        QVERIFY(::write(pair.ends[1], "x", 1) == 1);
        QVERIFY(idle.loop.watchFd(pair.ends[0], forgetBoth).ok());
        QVERIFY(idle.loop.watchFd(pair.ends[1], forgetBoth).ok());
        QVERIFY(idle.loop.runOnce(idle.engine, 1'000ms));
        QCOMPARE(calls, 1);
        QVERIFY(!idle.loop.runOnce(idle.engine, 0ms));
    }

    void anUnreadDescriptorOfTheProgramIsToldAgain() {
        Idle idle;
        const int fd = ::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
        int calls = 0;
        QVERIFY(idle.loop.watchFd(fd, [&calls] { ++calls; }).ok());
        idle.loop.runOnce(idle.engine, 1'000ms);
        idle.loop.runOnce(idle.engine, 1'000ms);
        QCOMPARE(calls, 2);
        idle.loop.forgetFd(fd);
        ::close(fd);
    }

    void withNothingToDoOneTurnLastsAsLongAsItMay() {
        Idle idle;
        const auto begin = std::chrono::steady_clock::now();
        QVERIFY(!idle.loop.runOnce(idle.engine, 30ms));
        QVERIFY(std::chrono::steady_clock::now() - begin >= 30ms);
        QVERIFY(!idle.loop.timerArmed());
    }

    void aDeadlineEndsTheWaitAndIsConsumed() {
        Idle idle;
        const auto begin = std::chrono::steady_clock::now();
        QCOMPARE(idle.loop.callbacks().timer(20ms), Verdict::Accepted);
        QVERIFY(idle.loop.timerArmed());
        QVERIFY(idle.loop.runOnce(idle.engine));
        QVERIFY(std::chrono::steady_clock::now() - begin >= 20ms);
        QVERIFY(!idle.loop.timerArmed());
    }

    void aDeadlineThatIsTakenBackDoesNotEndTheWait() {
        Idle idle;
        idle.loop.callbacks().timer(0ms);
        idle.loop.callbacks().timer(std::nullopt);
        QVERIFY(!idle.loop.runOnce(idle.engine, 0ms));
    }

    void wakesFromAnotherThread() {
        Idle idle;
        const std::function<void()> wake = idle.loop.callbacks().wake;
        std::thread other([&wake] {
            wake();
            wake();
        });
        QVERIFY(idle.loop.runOnce(idle.engine));
        other.join();
        // However often it was called, at most one more turn is left of it.
        idle.loop.runOnce(idle.engine, 0ms);
        QVERIFY(!idle.loop.runOnce(idle.engine, 0ms));
    }

    void stopFromAnotherThreadEndsRun() {
        Idle idle;
        std::thread other([&idle] { idle.loop.stop(); });
        idle.loop.run(idle.engine, [] { return false; });
        other.join();
        // It has run once; the next run is not stopped by the last stop().
        int asked = 0;
        idle.loop.run(idle.engine, [&asked] { return ++asked > 0; });
        QCOMPARE(asked, 1);
    }

    void downloadsAndLeavesNothingWatched() {
        OriginThread origin;
        const std::uint64_t size = 2'000'003;
        origin->serve({.path = "/file.bin", .size = size, .seed = 5});
        const TempDir directory;
        Idle idle;
        TransferRequest request;
        request.url = origin->url("/file.bin");
        request.directory = directory.path().string();
        QVERIFY(idle.engine.add(request).ok());
        idle.loop.run(idle.engine, [&idle] { return idle.listener.ended(); });
        QCOMPARE(QString::fromStdString(idle.listener.last.error.sentence), QString());
        QCOMPARE(sha256File(directory.file("file.bin")), contentSha256(5, size));
        idle.engine.stop();
        idle.loop.run(idle.engine, [&idle] { return idle.listener.stopped; });
        QCOMPARE(idle.loop.watchedSockets(), std::size_t{0});
        QVERIFY(!idle.loop.timerArmed());
    }
};

QTEST_GUILESS_MAIN(EpollLoopTest)
#include "epoll_loop_test.moc"
