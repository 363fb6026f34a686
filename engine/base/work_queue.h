#pragma once
// Blocking work, away from the engine's thread.
//
// Jobs of one WorkerKey run in the order of submission, one at a time; jobs of different keys run
// beside each other. A Completion runs on the engine's thread, from drain(), in the order in which
// jobs of its key ended. Ownership: both callables are destroyed on the engine's thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace penstock {

/// Which worker: one for each filesystem in use (`device` = st_dev or any number that stands for
/// it), another for what forces files of it to the disk, one for the journal, one for hashing, at
/// most two (device 0 and 1) for system names.
struct WorkerKey {
    enum class Kind : std::uint8_t { Disk, Sync, Journal, Hash, Names };
    Kind kind = Kind::Disk;
    std::uint64_t device = 0;

    bool operator==(const WorkerKey&) const = default;
};

using Job = std::function<void()>;
using Completion = std::function<void()>;

class WorkQueue {
public:
    WorkQueue() = default;
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;
    virtual ~WorkQueue() = default;

    /// Engine's thread. Never blocks. `job` must not throw.
    virtual void submit(WorkerKey key, Job job, Completion completion) = 0;
    /// Engine's thread: runs the completions of the jobs that ended so far (those that a
    /// completion adds by an inline queue included). Returns how many ran.
    virtual std::size_t drain() = 0;
    /// Jobs submitted whose completion has not run.
    [[nodiscard]] virtual std::size_t outstanding() const = 0;
};

/// Starts a thread a key on its first job; a thread without work for 10 s goes. `wake` is called,
/// from the worker, when completions wait and none waited before. The destructor runs the jobs that
/// are queued already, joins all but Names workers (those are detached: a lookup of the system may
/// hang) and drops the completions.
std::unique_ptr<WorkQueue> makeThreadedWorkQueue(std::function<void()> wake);

/// Runs each job within submit(); its completion waits for drain(), that of a hash which a
/// completion has added for the next one, so that something may come between. `wake` as above. For
/// tests.
std::unique_ptr<WorkQueue> makeInlineWorkQueue(std::function<void()> wake);

}  // namespace penstock
