// EpollDispatcher as the main thread's dispatcher: timers, posted events and other threads.

#include "app/epoll_dispatcher.h"
#include "tests/app/socket_pair.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPointer>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace penstock;

namespace {

constexpr int kLimitMs = 10'000;

EpollDispatcher& dispatcher() {
    return *qobject_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance());
}

/// One turn that does not wait.
bool turn() {
    return dispatcher().processEvents(QEventLoop::AllEvents);
}

/// Turns until nothing happens any more.
void settle() {
    while (turn()) {
    }
}

}  // namespace

class EpollDispatcherEventsTest : public QObject {
    Q_OBJECT

private slots:

    void cleanup() { settle(); }

    void timersFireInOrderAndNeverEarly_data() {
        QTest::addColumn<int>("interval");
        QTest::newRow("zero") << 0;
        QTest::newRow("short") << 7;
        QTest::newRow("longer") << 40;
    }

    void timersFireInOrderAndNeverEarly() {
        QFETCH(int, interval);
        QElapsedTimer clock;
        clock.start();
        qint64 at = -1;
        QTimer timer;
        timer.setSingleShot(true);
        timer.setTimerType(Qt::CoarseTimer);
        connect(&timer, &QTimer::timeout, this, [&] { at = clock.nsecsElapsed(); });
        timer.start(interval);
        QTRY_VERIFY_WITH_TIMEOUT(at >= 0, kLimitMs);
        QVERIFY(at >= interval * 1'000'000LL);
        QVERIFY(!timer.isActive());
    }

    void equalDeadlinesFireInTheOrderOfStarting() {
        std::vector<int> order;
        for (int i = 0; i < 5; ++i) {
            QTimer::singleShot(0, this, [&order, i] { order.push_back(i); });
        }
        settle();
        QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
    }

    void aZeroTimerFiresOnceATurn() {
        QTimer timer;
        int fired = 0;
        connect(&timer, &QTimer::timeout, this, [&fired] { ++fired; });
        timer.start(0);
        turn();
        turn();
        turn();
        QCOMPARE(fired, 3);
    }

    void aTimerMayBeStartedAgainOrDeletedInItsSlot() {
        auto timer = std::make_unique<QTimer>();
        int fired = 0;
        connect(timer.get(), &QTimer::timeout, this, [&] {
            if (++fired == 3) {
                timer.release()->deleteLater();
                return;
            }
            timer->start(1);
        });
        timer->start(0);
        QTRY_COMPARE_WITH_TIMEOUT(fired, 3, kLimitMs);
        QCOMPARE(timer, nullptr);
    }

    void aTimerDoesNotFireWithinItsOwnSlot() {
        QTimer timer;
        int depth = 0;
        int deepest = 0;
        int fired = 0;
        connect(&timer, &QTimer::timeout, this, [&] {
            ++fired;
            deepest = std::max(deepest, ++depth);
            turn();
            turn();
            --depth;
        });
        timer.start(0);
        turn();
        QCOMPARE(fired, 1);
        QCOMPARE(deepest, 1);
    }

    void tellsWhatTimersThereAre() {
        const int id = startTimer(5'000, Qt::PreciseTimer);
        const auto timers = dispatcher().registeredTimers(this);
        QCOMPARE(timers.size(), 1);
        QCOMPARE(timers.front().timerId, id);
        QCOMPARE(timers.front().interval, 5'000);
        QVERIFY(dispatcher().remainingTime(id) > 4'000);
        QVERIFY(dispatcher().remainingTime(id) <= 5'000);
        QVERIFY(dispatcher().unregisterTimers(this));
        QVERIFY(!dispatcher().unregisterTimer(id));
        QCOMPARE(dispatcher().remainingTime(id), -1);
    }

    void postedEventsAndDeferredDeletionsAreServed() {
        QPointer<QObject> doomed = std::make_unique<QObject>().release();
        bool called = false;
        QMetaObject::invokeMethod(
            this, [&called] { called = true; }, Qt::QueuedConnection);
        doomed->deleteLater();
        QEventLoop loop;
        QTimer::singleShot(0, &loop, &QEventLoop::quit);
        loop.exec();
        QVERIFY(called);
        QVERIFY(doomed.isNull());
    }

    void anotherThreadEndsTheWait() {
        QEventLoop loop;
        std::thread other(
            [&loop] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
        loop.exec();
        other.join();
    }

    void manyWakeUpsFromManyThreadsLoseNothing() {
        constexpr int kThreads = 4;
        constexpr int kPosts = 2'000;
        int received = 0;
        QEventLoop loop;
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&] {
                for (int post = 0; post < kPosts; ++post) {
                    QMetaObject::invokeMethod(
                        &loop,
                        [&] {
                            if (++received == kThreads * kPosts) {
                                loop.quit();
                            }
                        },
                        Qt::QueuedConnection);
                }
            });
        }
        loop.exec();
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(received, kThreads * kPosts);
    }

    void saysWhenItSleepsAndWhenItIsAwake() {
        int awake = 0;
        int blocking = 0;
        const auto one =
            connect(&dispatcher(), &QAbstractEventDispatcher::awake, this, [&] { ++awake; });
        const auto two = connect(&dispatcher(), &QAbstractEventDispatcher::aboutToBlock, this,
                                 [&] { ++blocking; });
        turn();
        QCOMPARE(awake, 1);
        QCOMPARE(blocking, 0);
        QTimer::singleShot(1, this, [] {});
        dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        QCOMPARE(awake, 2);
        QCOMPARE(blocking, 1);
        disconnect(one);
        disconnect(two);
    }

    void servesAThreadThatItWasGivenTo() {
        QThread thread;
        thread.setEventDispatcher(std::make_unique<EpollDispatcher>().release());
        QObject resident;
        resident.moveToThread(&thread);
        const SocketPair pair;
        std::atomic<int> fired = 0;
        connect(&thread, &QThread::started, &resident, [&] {
            auto* notifier =
                std::make_unique<QSocketNotifier>(pair.fd(), QSocketNotifier::Read).release();
            connect(notifier, &QSocketNotifier::activated, &resident, [&, notifier] {
                pair.drain();
                notifier->setEnabled(false);
                notifier->deleteLater();
                QTimer::singleShot(1, &resident, [&] {
                    ++fired;
                    thread.quit();
                });
            });
        });
        thread.start();
        pair.makeReadable();
        QVERIFY(thread.wait(kLimitMs));
        QCOMPARE(fired.load(), 1);
    }

    void quitEndsAThreadThatSleeps() {
        for (int i = 0; i < 50; ++i) {
            QThread thread;
            thread.setEventDispatcher(std::make_unique<EpollDispatcher>().release());
            thread.start();
            thread.quit();
            QVERIFY(thread.wait(kLimitMs));
        }
    }
};

PENSTOCK_TEST_MAIN(EpollDispatcherEventsTest, argc, argv) {
    QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
    const QCoreApplication application(argc, argv);
    EpollDispatcherEventsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "epoll_dispatcher_events_test.moc"
