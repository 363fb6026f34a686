// EpollDispatcher as the main thread's dispatcher: notifiers, and the traps of epoll.

#include "app/epoll_dispatcher.h"

#include "tests/app/socket_pair.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <utility>
#include <vector>

using namespace penstock;

namespace {

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

    void inARestSocketsAreLookedAtOnceAndTogether() {
        constexpr std::chrono::milliseconds kRest{60};
        const SocketPair first;
        const SocketPair second;
        Counted one(first.fd(), QSocketNotifier::Read);
        Counted two(second.fd(), QSocketNotifier::Read);
        dispatcher().setRest(kRest);
        first.makeReadable();
        while (one.count == 0) {
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        }
        QElapsedTimer since;
        since.start();
        first.drain();
        first.makeReadable();
        second.makeReadable();
        turn();
        QCOMPARE(one.count, 1);
        // A wake-up ends the wait, and does not look at sockets.
        dispatcher().wakeUp();
        dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        QCOMPARE(one.count, 1);
        while (two.count == 0) {
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        }
        QCOMPARE(one.count, 2);
        QVERIFY(since.elapsed() >= kRest.count() - 5);
        dispatcher().setRest(std::chrono::milliseconds::zero());
        first.drain();
        second.drain();
    }

    void aTimerEndsARest() {
        const SocketPair pair;
        Counted notifier(pair.fd(), QSocketNotifier::Read);
        dispatcher().setRest(std::chrono::milliseconds(1));
        pair.makeReadable();
        while (notifier.count == 0) {
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        }
        dispatcher().setRest(std::chrono::milliseconds(10'000));
        bool fired = false;
        QTimer::singleShot(1, Qt::PreciseTimer, this, [&fired] { fired = true; });
        while (!fired) {
            dispatcher().processEvents(QEventLoop::WaitForMoreEvents);
        }
        QCOMPARE(notifier.count, 1);
        dispatcher().setRest(std::chrono::milliseconds::zero());
        pair.drain();
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
};

PENSTOCK_TEST_MAIN(EpollDispatcherTest, argc, argv) {
    QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
    const QCoreApplication application(argc, argv);
    EpollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "epoll_dispatcher_test.moc"
