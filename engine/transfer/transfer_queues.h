#pragma once
// Named queues: limits that some transfers share, and the hours in which they run. And the order in
// which all wait.
//
// Hours are those of the wall's clock, which may be put forward or back at any time: it is looked
// at when the next change is due, and once a minute while somebody waits for it or runs by it.
// Thread: the engine's.

#include "engine/base/rate_gate.h"
#include "engine/base/timer_queue.h"
#include "engine/queue_types.h"
#include "engine/transfer/queue_keeper.h"
#include "engine/transfer/transfer_order.h"
#include "engine/transfer/transfer_table.h"
#include "engine/transfer/week_schedule.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace penstock {

class TransferQueues final : private Timed {
public:
    struct Ground {
        const TimePoint& now;  // the turn's
        const std::function<WallTime()>& wallClock;
        TimerQueue& timers;
        TransferTable& table;
        QueueKeeper& keeper;
        std::function<void()> slotsChanged;  // somebody may begin who could not before
    };

    /// All must outlive it.
    explicit TransferQueues(Ground ground) : ground_(std::move(ground)) {}

    TransferQueues(const TransferQueues&) = delete;
    TransferQueues& operator=(const TransferQueues&) = delete;
    ~TransferQueues() override = default;

    // --- the order

    /// What a list holds, before its transfers are inserted.
    void restore(const std::vector<QueueSettings>& queues, std::vector<TransferRecord>& records);

    /// A new one stands behind all others.
    void append(TransferRecord& record) {
        if (record.rank.position == 0) {
            record.rank.position = order_.next();
        }
    }

    void move(std::span<const TransferId> ids, Place place);

    // --- queues

    /// Makes it, or changes it at once: what runs outside of its hours goes back to wait.
    void set(const QueueSettings& settings);
    /// Its transfers belong to no queue any more. False if there is none.
    bool remove(const std::string& name);
    /// By name.
    [[nodiscard]] std::vector<QueueSettings> all() const;

    /// Null: that of all others.
    [[nodiscard]] Admission::Line* lineOf(const std::string& name);

    /// Where it is to pass, and what its record says, from now on.
    void changed(Transfer& transfer);

    /// It has just been inserted in its line.
    void entered(Transfer& transfer) {
        if (Queue* queue = find(transfer.record().queue)) {
            transfer.passes(&queue->rate);
        }
    }

    /// At the end of each turn: whether anybody waits for a clock that nobody looks at.
    void look() {
        if (!queues_.empty() && !timer_.armed() && isWaitedFor()) {
            lookAtClock();
        }
    }

    [[nodiscard]] bool has(const std::string& name) const { return queues_.contains(name); }

private:
    struct Queue {
        QueueSettings settings;
        Admission::Line line;
        RateGate rate;
    };

    void expired(TimePoint now) override;
    [[nodiscard]] Queue* find(const std::string& name);
    Queue& put(const QueueSettings& settings);
    [[nodiscard]] bool isWaitedFor() const;
    void lookAtClock();
    void setOpen(const Queue& queue, bool open);

    Ground ground_;
    TransferOrder order_;
    std::map<std::string, std::unique_ptr<Queue>> queues_;
    // Those that are removed: connections pass them until they look again.
    std::vector<std::unique_ptr<Queue>> removed_;
    TimerNode timer_{*this};
};

}  // namespace penstock
