#pragma once
// The blocking work of one transfer: sent to the disk's and the journal's workers, and counted, so
// that it settles only when nothing is out. Thread: the engine's; the work itself runs on a worker.

#include "engine/transfer/transfer_host.h"
#include "engine/transfer/transfer_services.h"
#include "engine/wait_types.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace penstock {

class Jobs {
public:
    /// The transfer is run after each job that came back.
    Jobs(const TransferServices& services, TransferTurn turn) : services_(&services), turn_(turn) {}

    /// Whether the completion of any has not run yet.
    [[nodiscard]] bool out() const noexcept { return disk_ + list_ > 0; }

    /// The list, if only its answers are missing; else the disk.
    [[nodiscard]] WaitsFor waitsFor() const noexcept {
        return disk_ == 0 && list_ > 0 ? WaitsFor::List : WaitsFor::Disk;
    }

    /// Runs `work` on the worker of `device`, after what was given to it before, and `done` with
    /// what it returned. Both are dropped when the engine goes.
    template <typename R>
    void onDisk(std::uint64_t device, std::function<R()> work, std::function<void(R)> done) {
        on<R>({WorkerKey::Kind::Disk, device}, std::move(work), std::move(done));
    }

    /// The same on the worker for hashes.
    template <typename R>
    void onHash(std::function<R()> work, std::function<void(R)> done) {
        on<R>({WorkerKey::Kind::Hash, 0}, std::move(work), std::move(done));
    }

    /// The same on the worker that forces files of `device` to the disk.
    template <typename R>
    void onSync(std::uint64_t device, std::function<R()> work, std::function<void(R)> done) {
        on<R>({WorkerKey::Kind::Sync, device}, std::move(work), std::move(done));
    }

    /// The same on the worker of the journal, which must be there. See JournalClient::run().
    template <typename R>
    void onJournal(std::function<R(Journal&)> work, std::function<void(R)> done,
                   Durability most = Durability::Full) {
        ++list_;
        services_->journal->run<R>(
            std::move(work),
            [this, done = std::move(done)](R result) {
                --list_;
                turn_.run();
                done(std::move(result));
            },
            most);
    }

private:
    template <typename R>
    void on(WorkerKey worker, std::function<R()> work, std::function<void(R)> done) {
        auto result = std::make_shared<std::unique_ptr<R>>();  // shared by job and completion
        ++disk_;
        services_->workers.submit(
            worker, [work = std::move(work), result] { *result = std::make_unique<R>(work()); },
            [this, result, done = std::move(done)] {
                --disk_;
                turn_.run();
                done(std::move(**result));
            });
    }

    const TransferServices* services_;
    TransferTurn turn_;
    int disk_ = 0;  // those that are out
    int list_ = 0;
};

/// For completions that nothing depends on.
inline void ignoreError(const Error& /*what it would have said is known otherwise*/) {}

}  // namespace penstock
