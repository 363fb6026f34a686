#pragma once
// The journal as the engine's thread sees it: each call is a job of the journal's worker, its
// answer a completion.
//
// A list that another program keeps locked is no error of a transfer: the call waits here, with all
// that are given after it, and is tried again each second, in the order in which they were given.
// Until then late() says that nothing is marked at the moment.

#include "engine/base/timer_queue.h"
#include "engine/base/work_queue.h"
#include "engine/store/journal.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace penstock {

class JournalClient final : public Timed {
public:
    /// `workers` must outlive it, and be drained or gone before the journal closes; `timers` must
    /// outlive it. `now`: of the turn.
    JournalClient(std::unique_ptr<Journal> journal, WorkQueue& workers, TimerQueue& timers,
                  std::function<TimePoint()> now)
        : journal_(std::move(journal)),
          workers_(&workers),
          timers_(&timers),
          now_(std::move(now)),
          retry_(*this) {}

    /// Runs `work` on the worker, in order, and `done` with its result on the engine's thread.
    /// `late`, if given, each time that the list was found locked.
    template <typename R>
    void run(std::function<R(Journal&)> work, std::function<void(R)> done,
             std::function<void()> late = {}) {
        auto call = std::make_shared<CallOf<R>>();  // shared by job and completion
        call->work = std::move(work);
        call->done = std::move(done);
        call->late = std::move(late);
        if (late_) {
            waiting_.push_back(std::move(call));
        } else {
            submit(std::move(call), false);
        }
    }

    /// The list is locked by another program, and calls wait.
    [[nodiscard]] bool late() const noexcept { return late_; }

    /// Only while no job is out (at start).
    [[nodiscard]] Journal& direct() noexcept { return *journal_; }

    void expired(TimePoint now) override;

private:
    struct Call {
        Call() = default;
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        virtual ~Call() = default;

        virtual void run(Journal& journal) = 0;
        [[nodiscard]] virtual bool locked() const = 0;
        virtual void answer() = 0;

        std::function<void()> late;
        bool ran = false;
    };

    template <typename R>
    struct CallOf final : Call {
        void run(Journal& journal) override { result.emplace(work(journal)); }

        [[nodiscard]] bool locked() const override { return foundLocked(*result); }

        void answer() override { done(std::move(*result)); }

        std::function<R(Journal&)> work;
        std::function<void(R)> done;
        std::optional<R> result;
    };

    static bool foundLocked(const Error& error) { return isLocked(error); }

    template <typename T>
    static bool foundLocked(const Result<T>& result) {
        return !result && isLocked(result.error());
    }

    void submit(std::shared_ptr<Call> call, bool again);
    void returned(std::shared_ptr<Call> call);
    void submitWaiting();

    std::unique_ptr<Journal> journal_;
    WorkQueue* workers_;
    TimerQueue* timers_;
    std::function<TimePoint()> now_;
    TimerNode retry_;
    bool stuck_ = false;  // the worker's: a call found the list locked, those behind it do not run
    bool late_ = false;
    std::size_t out_ = 0;                          // calls that are at the worker
    std::vector<std::shared_ptr<Call>> returned_;  // came back undone, in their order
    std::vector<std::shared_ptr<Call>> waiting_;   // given since, in theirs
};

}  // namespace penstock
