#include "engine/transfer/transfer_queues.h"

#include <algorithm>
#include <optional>

namespace penstock {

namespace {

/// A clock that is put forward or back says nothing of it.
constexpr std::chrono::minutes kLook{1};

}  // namespace

void TransferQueues::move(std::span<const TransferId> ids, Place place) {
    std::vector<TransferOrder::Entry> all;
    ground_.table.each([&all](Transfer& each) {
        all.push_back({each.record().rank.position, each.id()});
    });
    for (const TransferOrder::Entry& entry : order_.moved(std::move(all), ids, place)) {
        Transfer& transfer = *ground_.table.find(entry.id);
        transfer.record().rank.position = entry.position;
        changed(transfer);
    }
    ground_.slotsChanged();
}

TransferQueues::Queue& TransferQueues::put(const QueueSettings& settings) {
    std::unique_ptr<Queue>& queue = queues_[settings.name];
    if (queue == nullptr) {
        queue = std::make_unique<Queue>();
        ground_.table.admission().addLine(queue->line);
    }
    queue->settings = settings;
    queue->line.limit = settings.activeTransfers;
    queue->rate.setRate(settings.rateLimit, ground_.now);
    return *queue;
}

void TransferQueues::restore(const std::vector<QueueSettings>& queues,
                             std::vector<TransferRecord>& records) {
    for (const QueueSettings& each : queues) {
        put(each);
    }
    lookAtClock();
    order_.settle(records);
}

void TransferQueues::set(const QueueSettings& settings) {
    Queue& queue = put(settings);
    queue.rate.call();
    ground_.table.each([&](Transfer& each) {
        if (each.record().queue == settings.name) {
            changed(each);
        }
    });
    lookAtClock();
    ground_.slotsChanged();
    ground_.keeper.keep(settings);
}

bool TransferQueues::remove(const std::string& name) {
    const auto found = queues_.find(name);
    if (found == queues_.end()) {
        return false;
    }
    ground_.table.each([&](Transfer& each) {
        if (each.record().queue == name) {
            each.record().queue.clear();
            changed(each);
        }
    });
    ground_.table.admission().dropLine(found->second->line);
    found->second->rate.setRate(0, ground_.now);
    found->second->rate.call();
    removed_.push_back(std::move(found->second));
    queues_.erase(found);
    ground_.slotsChanged();
    ground_.keeper.forget(name);
    return true;
}

std::vector<QueueSettings> TransferQueues::all() const {
    std::vector<QueueSettings> list;
    for (const auto& [name, queue] : queues_) {
        list.push_back(queue->settings);
    }
    return list;
}

TransferQueues::Queue* TransferQueues::find(const std::string& name) {
    const auto found = name.empty() ? queues_.end() : queues_.find(name);
    return found == queues_.end() ? nullptr : found->second.get();
}

Admission::Line* TransferQueues::lineOf(const std::string& name) {
    Queue* queue = find(name);
    return queue == nullptr ? nullptr : &queue->line;
}

void TransferQueues::changed(Transfer& transfer) {
    Queue* queue = find(transfer.record().queue);
    ground_.table.place(transfer, queue == nullptr ? nullptr : &queue->line);
    transfer.changed(queue == nullptr ? nullptr : &queue->rate);
    if (queue != nullptr && !queue->line.open) {
        transfer.halt(Settling::After::Queued);
    }
    ground_.slotsChanged();
}

void TransferQueues::expired(TimePoint /*now*/) {
    lookAtClock();
}

bool TransferQueues::isWaitedFor() const {
    return std::ranges::any_of(queues_, [](const auto& each) {
        const Queue& queue = *each.second;
        return !queue.settings.schedule.empty() && queue.line.waiting + queue.line.holding > 0;
    });
}

// Nothing is armed for a queue that nobody is in.
void TransferQueues::lookAtClock() {
    std::optional<Duration> soonest;
    const WallTime wall = ground_.wallClock();
    for (const auto& [name, queue] : queues_) {
        const WeekSchedule& schedule = queue->settings.schedule;
        Admission::Line& line = queue->line;
        const std::optional<WallTime> change =
            schedule.empty() ? std::nullopt : nextChange(schedule, wall);
        const bool open = isOpen(schedule, wall);
        const TimePoint opensAt = change ? ground_.now + (*change - wall) : TimePoint::max();
        const bool was = std::exchange(line.open, open);
        line.opensAt = opensAt;
        if (was != open) {
            setOpen(*queue, open);
        }
        if (change && line.waiting + line.holding > 0) {
            const Duration left = std::min<Duration>(*change - wall, kLook);
            soonest = soonest ? std::min(*soonest, left) : left;
        }
    }
    if (soonest) {
        ground_.timers.arm(timer_, ground_.now + std::max<Duration>(*soonest, Duration{1}));
    } else {
        ground_.timers.disarm(timer_);
    }
}

void TransferQueues::setOpen(const Queue& queue, bool open) {
    ground_.table.each([&](Transfer& each) {
        if (each.flags.ticket.line != &queue.line) {
            return;
        }
        if (!open) {
            each.halt(Settling::After::Queued);
        }
        ground_.table.noteWait(each);
    });
    ground_.slotsChanged();
}

}  // namespace penstock
