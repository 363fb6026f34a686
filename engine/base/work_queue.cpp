#include "engine/base/work_queue.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <thread>
#include <utility>
#include <vector>

namespace penstock {

namespace {

constexpr std::chrono::seconds kIdleLife{10};

struct Task {
    Job job;
    Completion completion;
};

/// Completions, until the engine's thread takes them. The queue and each of its workers own it
/// together, because a worker whose lookup hangs outlives the queue.
struct Ended {
    std::mutex mutex;
    std::deque<Task> tasks;
    // Held over wake(), so that after closing no abandoned worker calls a loop that is gone.
    std::mutex wakeMutex;
    std::function<void()> wake;
    bool closed = false;

    void add(Task task) {
        {
            const std::lock_guard lock(mutex);
            tasks.push_back(std::move(task));
            if (tasks.size() > 1) {
                return;
            }
        }
        const std::lock_guard lock(wakeMutex);
        if (!closed && wake) {
            wake();
        }
    }

    std::deque<Task> takeAll() {
        const std::lock_guard lock(mutex);
        return std::exchange(tasks, {});
    }

    void close() {
        const std::lock_guard lock(wakeMutex);
        closed = true;
    }
};

/// What a worker's thread and the queue share of one key; both own it, for the same reason.
struct Lane {
    explicit Lane(WorkerKey k) : key(k) {}

    WorkerKey key;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Task> tasks;
    bool closing = false;  // the thread goes when there is nothing left to do
    bool gone = false;     // the thread has left, or will without looking at tasks again
};

/// The next task; nullopt when the thread has to go.
std::optional<Task> nextTask(Lane& lane) {
    std::unique_lock lock(lane.mutex);
    lane.changed.wait_for(lock, kIdleLife, [&] { return lane.closing || !lane.tasks.empty(); });
    if (lane.tasks.empty()) {
        lane.gone = true;
        return std::nullopt;
    }
    Task task = std::move(lane.tasks.front());
    lane.tasks.pop_front();
    return task;
}

void work(const std::shared_ptr<Lane>& lane, const std::shared_ptr<Ended>& ended) {
    while (std::optional<Task> task = nextTask(*lane)) {
        task->job();
        ended->add(std::move(*task));
    }
}

/// Signals are for the main thread, which has handlers that expect it.
std::thread startWithoutSignals(std::shared_ptr<Lane> lane, std::shared_ptr<Ended> ended) {
    sigset_t all{};
    sigset_t before{};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread([lane = std::move(lane), ended = std::move(ended)] { work(lane, ended); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

class ThreadedWorkQueue final : public WorkQueue {
public:
    explicit ThreadedWorkQueue(std::function<void()> wake) : ended_(std::make_shared<Ended>()) {
        ended_->wake = std::move(wake);
    }

    ThreadedWorkQueue(const ThreadedWorkQueue&) = delete;
    ThreadedWorkQueue& operator=(const ThreadedWorkQueue&) = delete;
    ~ThreadedWorkQueue() override;
    void submit(WorkerKey key, Job job, Completion completion) override;
    std::size_t drain() override;

    [[nodiscard]] std::size_t outstanding() const override { return outstanding_; }

private:
    struct Worker {
        std::shared_ptr<Lane> lane;
        std::thread thread;
    };

    bool offer(Lane& lane, Task& task);
    void joinGone();

    std::shared_ptr<Ended> ended_;
    std::vector<Worker> workers_;
    std::size_t outstanding_ = 0;
};

ThreadedWorkQueue::~ThreadedWorkQueue() {
    std::vector<std::deque<Task>> dropped;  // destroyed here, on the engine's thread
    for (Worker& worker : workers_) {
        const std::lock_guard lock(worker.lane->mutex);
        worker.lane->closing = true;
        if (worker.lane->key.kind == WorkerKey::Kind::Names) {
            dropped.push_back(std::exchange(worker.lane->tasks, {}));
        }
        worker.lane->changed.notify_one();
    }
    ended_->close();
    for (Worker& worker : workers_) {
        if (worker.lane->key.kind == WorkerKey::Kind::Names) {
            worker.thread.detach();
        } else {
            worker.thread.join();
        }
    }
    ended_->takeAll();
}

void ThreadedWorkQueue::submit(WorkerKey key, Job job, Completion completion) {
    joinGone();
    ++outstanding_;
    Task task{std::move(job), std::move(completion)};
    const auto found = std::find_if(workers_.begin(), workers_.end(),
                                    [&](const Worker& worker) { return worker.lane->key == key; });
    if (found != workers_.end()) {
        if (offer(*found->lane, task)) {
            return;
        }
        joinGone();  // it left between the two looks
    }
    auto lane = std::make_shared<Lane>(key);
    lane->tasks.push_back(std::move(task));
    workers_.push_back({lane, startWithoutSignals(lane, ended_)});
}

bool ThreadedWorkQueue::offer(Lane& lane, Task& task) {
    {
        const std::lock_guard lock(lane.mutex);
        if (lane.gone) {
            return false;
        }
        lane.tasks.push_back(std::move(task));
    }
    lane.changed.notify_one();  // it is not to wake for a lock that is held
    return true;
}

void ThreadedWorkQueue::joinGone() {
    std::erase_if(workers_, [](Worker& worker) {
        {
            const std::lock_guard lock(worker.lane->mutex);
            if (!worker.lane->gone) {
                return false;
            }
        }
        worker.thread.join();  // it has nothing left to do but return
        return true;
    });
}

std::size_t ThreadedWorkQueue::drain() {
    std::deque<Task> tasks = ended_->takeAll();
    const std::size_t count = tasks.size();
    while (!tasks.empty()) {
        const Task task = std::move(tasks.front());
        tasks.pop_front();
        --outstanding_;
        if (task.completion) {
            task.completion();
        }
    }
    return count;
}

class InlineWorkQueue final : public WorkQueue {
public:
    explicit InlineWorkQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

    void submit(WorkerKey key, Job job, Completion completion) override {
        job();
        const bool first = outstanding() == 0;
        auto& ended = key.kind == WorkerKey::Kind::Hash ? hashed_ : ended_;
        ended.push_back({std::move(job), std::move(completion)});
        if (first && wake_) {
            wake_();
        }
    }

    std::size_t drain() override {
        std::size_t count = complete(hashed_, hashed_.size());
        while (!ended_.empty()) {
            count += complete(ended_, ended_.size());
        }
        if (!hashed_.empty() && wake_) {
            wake_();
        }
        return count;
    }

    [[nodiscard]] std::size_t outstanding() const override {
        return ended_.size() + hashed_.size();
    }

private:
    static std::size_t complete(std::deque<Task>& tasks, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const Task task = std::move(tasks.front());
            tasks.pop_front();
            if (task.completion) {
                task.completion();
            }
        }
        return count;
    }

    std::function<void()> wake_;
    std::deque<Task> ended_;
    std::deque<Task> hashed_;
};

}  // namespace

std::unique_ptr<WorkQueue> makeThreadedWorkQueue(std::function<void()> wake) {
    return std::make_unique<ThreadedWorkQueue>(std::move(wake));
}

std::unique_ptr<WorkQueue> makeInlineWorkQueue(std::function<void()> wake) {
    return std::make_unique<InlineWorkQueue>(std::move(wake));
}

}  // namespace penstock
