#pragma once
// What a transfer needs of the engine that carries it.

#include "engine/base/buffer_pool.h"
#include "engine/base/timer_queue.h"
#include "engine/base/work_queue.h"
#include "engine/engine_limits.h"
#include "engine/http/headers.h"
#include "engine/net/connection_pool.h"
#include "engine/store/file_ops.h"
#include "engine/transfer/journal_client.h"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace penstock {

class Transfer;

class TransferHost {
public:
    TransferHost() = default;
    TransferHost(const TransferHost&) = delete;
    TransferHost& operator=(const TransferHost&) = delete;
    virtual ~TransferHost() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;
    [[nodiscard]] virtual const EngineLimits& limits() const = 0;
    /// What every request says where a person's own fields say nothing else.
    [[nodiscard]] virtual const Headers& usualFields() const = 0;
    virtual WorkQueue& workers() = 0;
    virtual BufferPool& buffers() = 0;
    /// One space for all sinks; what is in it dies with the call that filled it.
    virtual std::span<std::byte> sinkSpace() = 0;
    virtual ConnectionPool& connections() = 0;
    virtual TimerQueue& timers() = 0;
    /// Null without a journal.
    virtual JournalClient* journal() = 0;
    /// Whether records are looked for by URL (Mode::Shared) and dropped when done.
    [[nodiscard]] virtual bool journalShared() const = 0;
    virtual const std::shared_ptr<FileOps>& files() = 0;
    /// In [0, 1).
    virtual double chance() = 0;

    /// Run it in this turn or the next.
    virtual void markDirty(Transfer& transfer) = 0;
    /// Its state, name, size or reason is another; told to the observer at the end of the turn.
    virtual void announce(Transfer& transfer) = 0;
    /// `n` bytes came over the network: for progressSince().
    virtual void moved(Transfer& transfer, std::size_t n) = 0;
    /// Its slot is free, or it wants one.
    virtual void slotsChanged() = 0;
    /// It has filled buffers, to be flushed at the end of the turn.
    virtual void wantsFlush(Transfer& transfer) = 0;
    /// It waits for a buffer, behind those that wait already.
    virtual void waitsForBuffer(Transfer& transfer) = 0;
};

}  // namespace penstock
