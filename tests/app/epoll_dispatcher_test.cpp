// EpollDispatcher as the main thread's dispatcher: what Qt expects of one, and the traps of epoll.

#include "app/epoll_dispatcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPointer>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <thread>
#include <utility>
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

/// Two connected sockets, closed with the object.
class SocketPair {
public:
    SocketPair() {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data()) !=
            0) {
            qFatal("no sockets");
        }
    }

    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    ~SocketPair() {
        closeNear();
        closeFar();
    }

    [[nodiscard]] int fd() const { return ends_[0]; }

    void makeReadable() const { QVERIFY(::write(ends_[1], "x", 1) == 1); }

    void drain() const {
        std::array<char, 64> bytes{};
        while (::read(ends_[0], bytes.data(), bytes.size()) > 0) {
        }
    }

    void closeNear() { shut(ends_[0]); }

    void closeFar() { shut(ends_[1]); }

private:
    static void shut(int& fd) {
        if (fd >= 0) {
            ::close(fd);
        }
        fd = -1;
    }

    std::array<int, 2> ends_{-1, -1};
};

/// A notifier that counts.
class Counted : public QSocketNotifier {
public:
    Counted(int fd, Type type) : QSocketNotifier(fd, type) {
        connect(this, &QSocketNotifier::activated, this, [this] { ++count; });
    }

    int count = 0;
};

}  // namespace

class EpollDispatcherTest : public QObject {
    Q_OBJECT

private slots:

    void cleanup() { settle(); }

    void aReadNotifierFiresAsLongAsThereIsSomethingToRead() {
        const SocketPair pair;
        Counted notifier(pair.fd(), QSocketNotifier::Read);
        settle();
        QCOMPARE(notifier.count, 0);
        pair.makeReadable();
        turn();
        turn();
        QCOMPARE(notifier.count, 2);
        pair.drain();
        turn();
        QCOMPARE(notifier.count, 2);
    }

    void readAndWriteOfOneDescriptorAreIndependent() {
        const SocketPair pair;
        Counted read(pair.fd(), QSocketNotifier::Read);
        Counted write(pair.fd(), QSocketNotifier::Write);
        turn();
        QCOMPARE(read.count, 0);
        QVERIFY(write.count > 0);
        write.setEnabled(false);
        const int before = write.count;
        pair.makeReadable();
        turn();
        QCOMPARE(read.count, 1);
        QCOMPARE(write.count, before);
        QVERIFY(dispatcher().watches(pair.fd()));
        read.setEnabled(false);
        QVERIFY(!dispatcher().watches(pair.fd()));
    }

    void aHangUpReachesReadAndWrite() {
        SocketPair pair;
        Counted read(pair.fd(), QSocketNotifier::Read);
        Counted write(pair.fd(), QSocketNotifier::Write);
        pair.closeFar();
        turn();
        QCOMPARE(read.count, 1);
        QCOMPARE(write.count, 1);
    }

    void withoutNotifiersAHangUpWakesNobody() {
        SocketPair pair;
        Counted read(pair.fd(), QSocketNotifier::Read);
        read.setEnabled(false);
        pair.closeFar();
        settle();
        const std::uint64_t before = dispatcher().reportedEvents();
        turn();
        QCOMPARE(dispatcher().reportedEvents(), before);
        QCOMPARE(read.count, 0);
    }

    void aNotifierMayDeleteItselfAndAnotherInItsSlot() {
        const SocketPair one;
        const SocketPair two;
        auto first = std::make_unique<Counted>(one.fd(), QSocketNotifier::Read);
        auto second = std::make_unique<Counted>(two.fd(), QSocketNotifier::Read);
        int fired = 0;
        const auto dropBoth = [&] {
            ++fired;
            first->setEnabled(false);
            second->setEnabled(false);
            first.release()->deleteLater();
            second.release()->deleteLater();
        };
        connect(first.get(), &QSocketNotifier::activated, this, dropBoth);
        connect(second.get(), &QSocketNotifier::activated, this, dropBoth);
        one.makeReadable();
        two.makeReadable();
        turn();
        QCOMPARE(fired, 1);
        settle();
        QCOMPARE(fired, 1);
        QVERIFY(!first && !second);
    }

    void aReusedNumberInheritsNothingWithinABatch() {
        // Two are readable; the slot of the first closes both and opens a pair that takes their
        // numbers. The event that is left belongs to nobody.
        auto one = std::make_unique<SocketPair>();
        auto two = std::make_unique<SocketPair>();
        auto first = std::make_unique<Counted>(one->fd(), QSocketNotifier::Read);
        auto second = std::make_unique<Counted>(two->fd(), QSocketNotifier::Read);
        std::unique_ptr<SocketPair> fresh;
        std::vector<std::unique_ptr<Counted>> successors;
        std::vector<std::unique_ptr<SocketPair>> later;
        const auto replace = [&] {
            if (!successors.empty()) {
                return;
            }
            const std::array numbers{one->fd(), two->fd()};
            for (std::unique_ptr<Counted>* notifier : {&first, &second}) {
                (*notifier)->setEnabled(false);
                notifier->release()->deleteLater();
            }
            one.reset();
            two.reset();
            for (int i = 0; i < 2; ++i) {
                later.push_back(std::make_unique<SocketPair>());
            }
            for (const int number : numbers) {
                successors.push_back(std::make_unique<Counted>(number, QSocketNotifier::Read));
            }
        };
        connect(first.get(), &QSocketNotifier::activated, this, replace);
        connect(second.get(), &QSocketNotifier::activated, this, replace);
        one->makeReadable();
        two->makeReadable();
        settle();
        QCOMPARE(successors.size(), std::size_t{2});
        for (const auto& successor : successors) {
            QCOMPARE(successor->count, 0);
        }
        later.front()->makeReadable();
        turn();
        QCOMPARE(successors[0]->count + successors[1]->count, 1);
        successors.clear();
    }

    void aDescriptorClosedUnderItsNotifierIsTakenUpAnew() {
        auto old = std::make_unique<SocketPair>();
        const int number = old->fd();
        Counted stale(number, QSocketNotifier::Read);
        old->closeNear();
        const SocketPair fresh;
        QCOMPARE(fresh.fd(), number);
        stale.setEnabled(false);
        Counted notifier(number, QSocketNotifier::Read);
        fresh.makeReadable();
        turn();
        QCOMPARE(notifier.count, 1);
        QCOMPARE(stale.count, 0);
    }

    void aClosedDescriptorIsNotWatched() {
        SocketPair pair;
        const int number = pair.fd();
        pair.closeNear();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be watched")));
        const Counted notifier(number, QSocketNotifier::Read);
        QVERIFY(!dispatcher().watches(number));
    }

    void aFileIsAlwaysReady() {
        const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
        QVERIFY(file >= 0);
        {
            Counted notifier(file, QSocketNotifier::Read);
            turn();
            turn();
            QCOMPARE(notifier.count, 2);
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
            QCOMPARE(notifier.count, 3);
        }
        QVERIFY(!dispatcher().watches(file));
        ::close(file);
    }

    void aTurnCostsWhatIsReadyHoweverManyWatch() {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        limit.rlim_cur = limit.rlim_max;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        std::vector<std::unique_ptr<SocketPair>> pairs;
        std::vector<std::unique_ptr<Counted>> notifiers;
        for (int i = 0; i < 2'000; ++i) {
            pairs.push_back(std::make_unique<SocketPair>());
            notifiers.push_back(
                std::make_unique<Counted>(pairs.back()->fd(), QSocketNotifier::Read));
        }
        settle();
        const std::uint64_t before = dispatcher().reportedEvents();
        for (int i = 0; i < 100; ++i) {
            pairs[777]->makeReadable();
            turn();
            pairs[777]->drain();
        }
        QCOMPARE(dispatcher().reportedEvents() - before, std::uint64_t{100});
        QCOMPARE(notifiers[777]->count, 100);
        QCOMPARE(notifiers[776]->count, 0);
    }

    void moreThanABatchIsServedInTheNextTurns() {
        std::vector<std::unique_ptr<SocketPair>> pairs;
        std::vector<std::unique_ptr<Counted>> notifiers;
        for (int i = 0; i < 400; ++i) {
            pairs.push_back(std::make_unique<SocketPair>());
            pairs.back()->makeReadable();
            notifiers.push_back(
                std::make_unique<Counted>(pairs.back()->fd(), QSocketNotifier::Read));
            connect(notifiers.back().get(), &QSocketNotifier::activated, this,
                    [&pair = *pairs.back()] { pair.drain(); });
        }
        settle();
        for (const auto& notifier : notifiers) {
            QCOMPARE(notifier->count, 1);
        }
    }

    void excludedNotifiersNeitherFireNorEndTheWait() {
        const SocketPair pair;
        Counted notifier(pair.fd(), QSocketNotifier::Read);
        pair.makeReadable();
        QTimer::singleShot(20, Qt::PreciseTimer, this, [] {});
        QElapsedTimer waited;
        waited.start();
        dispatcher().processEvents(QEventLoop::WaitForMoreEvents |
                                   QEventLoop::ExcludeSocketNotifiers);
        QVERIFY(waited.elapsed() >= 15);
        QCOMPARE(notifier.count, 0);
        turn();
        QCOMPARE(notifier.count, 1);
    }

    void aNestedLoopServesTheRestOnce() {
        const SocketPair one;
        const SocketPair two;
        Counted first(one.fd(), QSocketNotifier::Read);
        Counted second(two.fd(), QSocketNotifier::Read);
        bool nested = false;
        const auto slot = [&nested](const SocketPair& own) {
            own.drain();
            if (!std::exchange(nested, true)) {
                QEventLoop loop;
                QTimer::singleShot(1, &loop, &QEventLoop::quit);
                loop.exec();
            }
        };
        connect(&first, &QSocketNotifier::activated, this, [&] { slot(one); });
        connect(&second, &QSocketNotifier::activated, this, [&] { slot(two); });
        one.makeReadable();
        two.makeReadable();
        turn();
        // Whichever came second was served in there; its event in the outer batch is history.
        QCOMPARE(first.count, 1);
        QCOMPARE(second.count, 1);
    }

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

int main(int argc, char** argv) {
    QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
    const QCoreApplication application(argc, argv);
    EpollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "epoll_dispatcher_test.moc"
