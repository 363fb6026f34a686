#include "engine/base/work_queue.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

using namespace penstock;

namespace {

constexpr WorkerKey kDisk{WorkerKey::Kind::Disk, 1};
constexpr WorkerKey kOtherDisk{WorkerKey::Kind::Disk, 2};
constexpr WorkerKey kNames{WorkerKey::Kind::Names, 0};

/// A threaded queue and the loop's side of wake().
struct Threaded {
    std::counting_semaphore<> woken{0};
    std::atomic<int> wakes{0};
    std::unique_ptr<WorkQueue> queue = makeThreadedWorkQueue([this] {
        ++wakes;
        woken.release();
    });

    /// As a loop does: sleeps until woken, then drains, until nothing is outstanding.
    void runToTheEnd() {
        while (queue->outstanding() > 0) {
            woken.acquire();
            queue->drain();
        }
    }
};

/// Tells on which thread it was destroyed.
struct Witness {
    explicit Witness(std::atomic<bool>& flag) : elsewhere(flag) {}

    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

    ~Witness() {
        if (std::this_thread::get_id() != home) {
            elsewhere = true;
        }
    }

    std::atomic<bool>& elsewhere;
    std::thread::id home = std::this_thread::get_id();
};

}  // namespace

class WorkQueueTest : public QObject {
    Q_OBJECT

private slots:
    void jobsOfOneKeyRunInOrder();
    void jobsOfDifferentKeysRunBesideEachOther();
    void completionsRunOnTheThreadThatDrains();
    void wakesOnceForManyCompletions();
    void callablesAreDestroyedOnTheEnginesThread();
    void theEndRunsQueuedJobsAndDropsCompletions();
    void theEndDoesNotWaitForAHungLookup();
    void anInlineQueueWaitsForDrain();
    void anInlineDrainRunsWhatItsCompletionsAdd();
};

void WorkQueueTest::jobsOfOneKeyRunInOrder() {
    Threaded threaded;
    std::vector<int> jobs;
    std::vector<int> completions;
    for (int i = 0; i < 1000; ++i) {
        threaded.queue->submit(
            kDisk, [&, i] { jobs.push_back(i); }, [&, i] { completions.push_back(i); });
    }
    threaded.runToTheEnd();
    QCOMPARE(jobs.size(), std::size_t{1000});
    QVERIFY(std::is_sorted(jobs.begin(), jobs.end()));
    QCOMPARE(completions, jobs);
}

void WorkQueueTest::jobsOfDifferentKeysRunBesideEachOther() {
    Threaded threaded;
    std::binary_semaphore first{0};
    std::binary_semaphore second{0};
    // Each waits for the other, which a single worker could never satisfy.
    threaded.queue->submit(kDisk, [&] { first.release(), second.acquire(); }, {});
    threaded.queue->submit(kOtherDisk, [&] { second.release(), first.acquire(); }, {});
    threaded.runToTheEnd();
    QCOMPARE(threaded.queue->outstanding(), std::size_t{0});
}

void WorkQueueTest::completionsRunOnTheThreadThatDrains() {
    Threaded threaded;
    std::thread::id job;
    std::thread::id completion;
    threaded.queue->submit(
        kDisk, [&] { job = std::this_thread::get_id(); },
        [&] { completion = std::this_thread::get_id(); });
    QCOMPARE(threaded.queue->outstanding(), std::size_t{1});
    threaded.runToTheEnd();
    QVERIFY(completion == std::this_thread::get_id());
    QVERIFY(job != completion);
}

void WorkQueueTest::wakesOnceForManyCompletions() {
    Threaded threaded;
    std::binary_semaphore allDone{0};
    for (int i = 0; i < 99; ++i) {
        threaded.queue->submit(kDisk, [] {}, {});
    }
    threaded.queue->submit(kDisk, [&] { allDone.release(); }, {});
    allDone.acquire();
    QCOMPARE(threaded.wakes.load(), 1);
    threaded.runToTheEnd();
}

void WorkQueueTest::callablesAreDestroyedOnTheEnginesThread() {
    std::atomic<bool> elsewhere{false};
    {
        Threaded threaded;
        for (int i = 0; i < 200; ++i) {
            auto job = std::make_shared<Witness>(elsewhere);
            auto completion = std::make_shared<Witness>(elsewhere);
            threaded.queue->submit(
                i % 2 == 0 ? kDisk : kOtherDisk, [job] {}, [completion] {});
            if (i == 100) {
                threaded.queue->drain();
            }
        }
    }
    QVERIFY(!elsewhere);
}

void WorkQueueTest::theEndRunsQueuedJobsAndDropsCompletions() {
    std::atomic<int> jobs{0};
    int completions = 0;
    {
        Threaded threaded;
        for (int i = 0; i < 50; ++i) {
            threaded.queue->submit(
                kDisk, [&] { ++jobs; }, [&] { ++completions; });
        }
    }
    QCOMPARE(jobs.load(), 50);
    QCOMPARE(completions, 0);
}

void WorkQueueTest::theEndDoesNotWaitForAHungLookup() {
    struct Lookup {
        std::binary_semaphore begun{0};
        std::binary_semaphore answer{0};
        std::binary_semaphore ended{0};
        std::atomic<bool> wokenLate{false};
        std::atomic<bool> closed{false};
    };

    auto lookup = std::make_shared<Lookup>();  // of the test and the thread that hangs
    bool second = false;
    {
        auto queue = makeThreadedWorkQueue([lookup] { lookup->wokenLate = lookup->closed.load(); });
        queue->submit(kNames,
                      [lookup] {
                          lookup->begun.release();
                          lookup->answer.acquire();
                          lookup->ended.release();
                      },
                      {});
        queue->submit(kNames, [&] { second = true; }, {});
        lookup->begun.acquire();
    }
    lookup->closed = true;
    lookup->answer.release();
    lookup->ended.acquire();
    QVERIFY(!second);
    QVERIFY(!lookup->wokenLate);
}

void WorkQueueTest::anInlineQueueWaitsForDrain() {
    int wakes = 0;
    std::string order;
    auto queue = makeInlineWorkQueue([&] { ++wakes; });
    queue->submit(
        kDisk, [&] { order += "a"; }, [&] { order += "A"; });
    queue->submit(
        kOtherDisk, [&] { order += "b"; }, [&] { order += "B"; });
    QCOMPARE(order, std::string("ab"));
    QCOMPARE(wakes, 1);
    QCOMPARE(queue->outstanding(), std::size_t{2});
    QCOMPARE(queue->drain(), std::size_t{2});
    QCOMPARE(order, std::string("abAB"));
    QCOMPARE(queue->outstanding(), std::size_t{0});
    QCOMPARE(queue->drain(), std::size_t{0});
}

void WorkQueueTest::anInlineDrainRunsWhatItsCompletionsAdd() {
    auto queue = makeInlineWorkQueue({});
    int depth = 0;
    std::function<void()> again = [&] {
        if (++depth < 3) {
            queue->submit(
                kDisk, [] {}, again);
        }
    };
    queue->submit(
        kDisk, [] {}, again);
    QCOMPARE(queue->drain(), std::size_t{3});
    QCOMPARE(depth, 3);
}

QTEST_GUILESS_MAIN(WorkQueueTest)
#include "work_queue_test.moc"
