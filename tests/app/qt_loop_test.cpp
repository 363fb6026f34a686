// QtLoop: one notifier a watched direction, one timer while there is a deadline, and the traps of
// both. The engine is a script here.

#include "app/qt_loop.h"

#include "app/epoll_dispatcher.h"
#include "tests/app/socket_pair.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr int kLimitMs = 10'000;

/// A loop whose events a test answers.
struct Scripted {
    Scripted() {
        loop.drive({
            .socketAction =
                [this](int fd, Readiness ready) {
                    actions.emplace_back(fd, ready);
                    if (onAction) {
                        onAction(fd, ready);
                    }
                },
            .timeoutExpired =
                [this] {
                    ++timeouts;
                    if (onTimeout) {
                        onTimeout();
                    }
                },
            .wokenUp = [this] { ++wakes; },
        });
    }

    Verdict watch(int fd, std::uint64_t registration, Interest interest) const {
        return callbacks.socket({fd, registration, interest});
    }

    QtLoop loop;
    LoopCallbacks callbacks = loop.callbacks();
    std::function<void(int, Readiness)> onAction;
    std::function<void()> onTimeout;
    std::vector<std::pair<int, Readiness>> actions;
    int timeouts = 0;
    int wakes = 0;
};

void settle() {
    while (QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents)) {
    }
}

}  // namespace

class QtLoopTest : public QObject {
    Q_OBJECT

private slots:

    void cleanup() { settle(); }

    void hasOneNotifierForEachWatchedDirection() {
        const SocketPair pair;
        const SocketPair other;
        const Scripted scripted;
        const auto expect = [&](int directions) {
            QCOMPARE(scripted.loop.notifierCount(), directions);
            QCOMPARE(scripted.loop.watchedDirections(), directions);
        };
        QCOMPARE(scripted.watch(pair.fd(), 1, Interest::Write), Verdict::Accepted);
        expect(1);
        scripted.watch(pair.fd(), 1, Interest::ReadWrite);
        expect(2);
        scripted.watch(pair.fd(), 1, Interest::Read);
        expect(1);
        scripted.watch(other.fd(), 2, Interest::Read);
        expect(2);
        scripted.watch(pair.fd(), 1, Interest::Nothing);
        expect(1);
        scripted.watch(other.fd(), 2, Interest::Nothing);
        expect(0);
        QVERIFY(!scripted.loop.timerExists());
    }

    void handsOnWhatTheNotifiersSee() {
        const SocketPair pair;
        Scripted scripted;
        scripted.watch(pair.fd(), 1, Interest::Read);
        scripted.onAction = [&](int, Readiness) {
            pair.drain();
        };
        pair.makeReadable();
        settle();
        QCOMPARE(scripted.actions.size(), std::size_t{1});
        QCOMPARE(scripted.actions.front(), std::pair(pair.fd(), Readiness::Read));
        scripted.watch(pair.fd(), 1, Interest::Nothing);
    }

    void aSocketMayBeForgottenWithinItsOwnAction() {
        const SocketPair pair;
        Scripted scripted;
        scripted.watch(pair.fd(), 1, Interest::ReadWrite);
        scripted.onAction = [&](int fd, Readiness) {
            scripted.watch(fd, 1, Interest::Nothing);
        };
        pair.makeReadable();
        settle();
        QCOMPARE(scripted.actions.size(), std::size_t{1});
        QCOMPARE(scripted.loop.notifierCount(), 0);
    }

    void aReusedNumberIsWatchedAnewWithinTheAction() {
        auto pair = std::make_unique<SocketPair>();
        const int number = pair->fd();
        Scripted scripted;
        scripted.watch(number, 1, Interest::Read);
        bool replaced = false;
        scripted.onAction = [&](int fd, Readiness) {
            if (std::exchange(replaced, true)) {
                pair->drain();
                return;
            }
            scripted.watch(fd, 1, Interest::Nothing);
            pair.reset();
            pair = std::make_unique<SocketPair>();
            QCOMPARE(pair->fd(), number);
            QCOMPARE(scripted.watch(number, 2, Interest::Read), Verdict::Accepted);
        };
        pair->makeReadable();
        settle();
        QCOMPARE(scripted.actions.size(), std::size_t{1});
        pair->makeReadable();
        settle();
        QCOMPARE(scripted.actions.size(), std::size_t{2});
        QCOMPARE(scripted.loop.notifierCount(), 1);
        scripted.watch(number, 2, Interest::Nothing);
    }

    void refusesADescriptorThatTheSystemRefuses() {
        const int closed = ::dup(0);
        ::close(closed);
        const Scripted scripted;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be watched")));
        QCOMPARE(scripted.watch(closed, 1, Interest::Read), Verdict::Refused);
        QCOMPARE(scripted.loop.notifierCount(), 0);
        QCOMPARE(scripted.loop.watchedDirections(), 0);
    }

    void theTimerExistsExactlyWhileADeadlineDoes() {
        Scripted scripted;
        QCOMPARE(scripted.callbacks.timer(1h), Verdict::Accepted);
        QVERIFY(scripted.loop.timerExists());
        scripted.callbacks.timer(std::nullopt);
        QVERIFY(!scripted.loop.timerExists());
        scripted.callbacks.timer(5ms);
        QTRY_COMPARE_WITH_TIMEOUT(scripted.timeouts, 1, kLimitMs);
        QVERIFY(!scripted.loop.timerExists());
    }

    void aDeadlineIsNeverEarly() {
        Scripted scripted;
        QElapsedTimer clock;
        clock.start();
        scripted.callbacks.timer(40ms);
        QTRY_COMPARE_WITH_TIMEOUT(scripted.timeouts, 1, kLimitMs);
        QVERIFY(clock.nsecsElapsed() >= 40'000'000);
    }

    void zeroIsSoonButNotFromWithin() {
        Scripted scripted;
        scripted.callbacks.timer(0ms);
        QCOMPARE(scripted.timeouts, 0);
        settle();
        QCOMPARE(scripted.timeouts, 1);
    }

    void theTimerMayBeArmedAndTakenBackInItsOwnSlot() {
        Scripted scripted;
        scripted.onTimeout = [&] {
            scripted.callbacks.timer(1h);
            scripted.callbacks.timer(std::nullopt);
            scripted.callbacks.timer(0ms);
            if (scripted.timeouts == 3) {
                scripted.callbacks.timer(std::nullopt);
            }
        };
        scripted.callbacks.timer(0ms);
        QTRY_COMPARE_WITH_TIMEOUT(scripted.timeouts, 3, kLimitMs);
        settle();
        QCOMPARE(scripted.timeouts, 3);
        QVERIFY(!scripted.loop.timerExists());
    }

    void rearmingReplacesTheOnePendingDeadline() {
        Scripted scripted;
        scripted.callbacks.timer(0ms);
        scripted.callbacks.timer(1h);
        settle();
        QCOMPARE(scripted.timeouts, 0);
        scripted.callbacks.timer(0ms);
        settle();
        QCOMPARE(scripted.timeouts, 1);
    }

    void wakesFromAnyThreadAreCoalesced() {
        Scripted scripted;
        std::thread other([&] {
            for (int i = 0; i < 100; ++i) {
                scripted.callbacks.wake();
            }
        });
        other.join();
        settle();
        QCOMPARE(scripted.wakes, 1);
        scripted.callbacks.wake();
        settle();
        QCOMPARE(scripted.wakes, 2);
    }

    void afterStopDrivingEventsAreDropped() {
        const SocketPair pair;
        Scripted scripted;
        scripted.watch(pair.fd(), 1, Interest::Read);
        scripted.callbacks.timer(0ms);
        scripted.callbacks.wake();
        scripted.loop.stopDriving();
        pair.makeReadable();
        QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents);
        QVERIFY(scripted.actions.empty());
        QCOMPARE(scripted.timeouts + scripted.wakes, 0);
    }
};

PENSTOCK_TEST_MAIN(QtLoopTest, argc, argv) {
    QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
    const QCoreApplication application(argc, argv);
    QtLoopTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "qt_loop_test.moc"
