#pragma once
// The journal as the engine's thread sees it: each call is a job of the journal's worker, its
// answer a completion.

#include "engine/base/work_queue.h"
#include "engine/store/journal.h"

#include <functional>
#include <memory>
#include <utility>

namespace penstock {

class JournalClient {
public:
    /// `workers` must outlive it, and be drained or gone before the journal closes.
    JournalClient(std::unique_ptr<Journal> journal, WorkQueue& workers)
        : journal_(std::move(journal)), workers_(&workers) {}

    /// Runs `work` on the worker, in order, and `done` with its answer on the engine's thread.
    template <typename R>
    void run(std::function<R(Journal&)> work, std::function<void(R)> done) {
        auto answer = std::make_shared<std::unique_ptr<R>>();  // shared by job and completion
        workers_->submit(
            {WorkerKey::Kind::Journal, 0},
            [journal = journal_.get(), work = std::move(work), answer] {
                *answer = std::make_unique<R>(work(*journal));
            },
            [answer, done = std::move(done)] { done(std::move(**answer)); });
    }

    /// Only while no job is out (at start).
    [[nodiscard]] Journal& direct() noexcept { return *journal_; }

private:
    std::unique_ptr<Journal> journal_;
    WorkQueue* workers_;
};

}  // namespace penstock
