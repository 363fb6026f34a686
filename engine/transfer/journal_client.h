#pragma once
// The journal as the engine's thread sees it: each call is work for the journal's worker, its
// answer a completion.
//
// One job is at the worker at a time. What is asked for meanwhile gathers here and goes into the
// next, as one transaction: so at most one sync is for all that came together, whoever it is from.
//
// A list that another program keeps locked is no error of a transfer: the calls wait here, with all
// that are given after them, and are tried again each second, in the order in which they were
// given. Until then late() says that nothing is marked at the moment.

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

    JournalClient(const JournalClient&) = delete;
    JournalClient& operator=(const JournalClient&) = delete;
    /// Blocks: what was asked for is stored, if the list is not locked.
    ~JournalClient() override;

    /// Runs `work` on the worker, in order, and `done` with its result on the engine's thread. It
    /// may run more than once, as long as nothing of it is stored. `most`: the most that a call in
    /// it needs; with less than that it is not joined to others. `late`, if given, each time that
    /// the list was found locked.
    template <typename R>
    void run(std::function<R(Journal&)> work, std::function<void(R)> done,
             Durability most = Durability::Full, std::function<void()> late = {}) {
        auto call = std::make_unique<CallOf<R>>();
        call->work = std::move(work);
        call->done = std::move(done);
        call->late = std::move(late);
        call->most = most;
        waiting_.push_back(std::move(call));
        submit();
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
        Durability most = Durability::Full;
        bool ran = false;  // and was stored, or refused
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

    using Calls = std::vector<std::unique_ptr<Call>>;

    static void runAll(Journal& journal, const Calls& calls);
    void submit();
    void returned(Calls calls);

    std::unique_ptr<Journal> journal_;
    WorkQueue* workers_;
    TimerQueue* timers_;
    std::function<TimePoint()> now_;
    TimerNode retry_;
    bool out_ = false;  // a job is at the worker
    bool late_ = false;
    Calls waiting_;  // in their order
};

}  // namespace penstock
