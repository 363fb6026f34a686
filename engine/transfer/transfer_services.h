#pragma once
// What the engine lends to its transfers: the things themselves. All outlive every transfer.

#include "engine/base/buffer_pool.h"
#include "engine/base/rate_share.h"
#include "engine/base/timer_queue.h"
#include "engine/base/work_queue.h"
#include "engine/engine_limits.h"
#include "engine/http/headers.h"
#include "engine/net/connection_pool.h"
#include "engine/store/file_ops.h"
#include "engine/transfer/journal_client.h"
#include "engine/transfer/log_book.h"
#include "engine/transfer/site_memory.h"

#include <memory>
#include <random>
#include <span>

namespace penstock {

struct TransferServices {
    const TimePoint& now;  // the turn's clock
    const EngineLimits& limits;
    const Headers& usualFields;  // of every request, where a person's own say nothing else
    WorkQueue& workers;
    BufferPool& buffers;
    RateTree& rates;
    std::span<std::byte> sinkSpace;  // one for all sinks; what is in it dies with the call
    ConnectionPool& connections;
    TimerQueue& timers;
    JournalClient* journal;  // null without a journal
    bool journalShared;      // records are looked for by URL (Mode::Shared), and dropped when done
    const std::shared_ptr<FileOps>& files;
    std::mt19937_64& random;
    LogShelf& logs;
    const GivenSites* given = nullptr;  // logins and cookies for all; null: none
};

}  // namespace penstock
