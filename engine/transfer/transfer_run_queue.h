#pragma once
// Which transfers the turn is to run, to start, to flush, and to give a buffer. Each stands in each
// of these queues once; one that has been removed meanwhile is skipped, and one that is gone leaves
// the table.
//
// The lists keep their memory. Thread: the engine's.

#include "engine/base/buffer_pool.h"
#include "engine/notice_log.h"
#include "engine/transfer/transfer_host.h"
#include "engine/transfer/transfer_table.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace penstock {

class TransferRunQueue final : public TransferHost {
public:
    /// All must outlive it.
    TransferRunQueue(TransferTable& table, BufferPool& buffers, NoticeLog& notices) noexcept
        : table_(&table), buffers_(&buffers), notices_(&notices) {}

    // TransferHost
    void markDirty(Transfer& transfer) override;
    void announce(Transfer& transfer) override;

    void moved(Transfer& transfer, std::size_t n) override {
        transfer.count(slot_, n);
        table_->moved(transfer);
    }

    void wantsFlush(Transfer& transfer) override;
    void waitsForBuffer(Transfer& transfer) override;

    /// The slot of SpeedMeter in which what moves from now on arrives.
    void enterSlot(std::int64_t slot) noexcept { slot_ = slot; }

    /// Nobody is to run, and nobody may be started.
    [[nodiscard]] bool empty() const noexcept { return dirty_.empty() && !slotsChanged_; }

    /// Whether somebody may be started who could not be before.
    [[nodiscard]] bool slotsChanged() const noexcept { return slotsChanged_; }

    void setSlotsChanged(bool changed) noexcept { slotsChanged_ = changed; }

    /// At the end of a turn: the last to wait at a host may have gone after the slots were filled,
    /// and then those that stood aside are next.
    void callBackThoseAside(int limit) { slotsChanged_ |= table_->mayReturn(limit); }

    /// All that receive are to run.
    void markReceiving();

    /// Starts those whose turn it is, as long as there are slots: `limit`, 0 for any number.
    void start(int limit);

    /// Runs those that are marked. One that is marked meanwhile waits for the next pass.
    void run() {
        if (!dirty_.empty()) {
            runMarked();
        }
    }

    /// Hands what was filled to the workers, and the buffers that are free to those that wait.
    void flush() {
        if (!flushing_.empty() || !waiting_.empty()) {
            flushAll();
        }
    }

    /// The one that has waited longest for a buffer goes first.
    void giveBuffers();

    /// Names the first that nothing would ever go on with, or that waits for something else than
    /// was noted of it; ok() if there is none. `limit`: of slots; `lookupsRun`: those under way
    /// will end.
    [[nodiscard]] Error check(int limit, bool lookupsRun) const;

    /// Transfer::run(), so far.
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

private:
    [[nodiscard]] bool willRun(const Transfer& transfer, int limit) const;
    void runMarked();
    void flushAll();

    TransferTable* table_;
    BufferPool* buffers_;
    NoticeLog* notices_;
    std::int64_t slot_ = 0;
    bool slotsChanged_ = false;
    std::vector<TransferId> dirty_;
    std::vector<TransferId> running_;  // those that run now
    std::vector<TransferId> flushing_;
    std::deque<TransferId> waiting_;  // for a buffer
    std::uint64_t steps_ = 0;
};

}  // namespace penstock
