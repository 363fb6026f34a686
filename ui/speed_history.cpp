#include "ui/speed_history.h"

#include "ui/transfer_model.h"

#include <algorithm>

namespace penstock {

namespace {

void add(std::deque<SpeedSample>& samples, TimePoint now, std::uint64_t bytesPerSecond) {
    if (!samples.empty()) {
        SpeedSample& last = samples.back();
        if (last.bytesPerSecond == bytesPerSecond) {
            return;
        }
        // It stands still at once: else a pause would look like a second of speed.
        if (now - last.at < SpeedHistory::kStep) {
            if (bytesPerSecond == 0) {
                samples.push_back({now, 0});
            }
            return;
        }
    } else if (bytesPerSecond == 0) {
        return;
    }
    samples.push_back({now, bytesPerSecond});
    while (samples.size() > 1 && samples[1].at <= now - SpeedHistory::kKept) {
        samples.pop_front();
    }
}

}  // namespace

SpeedHistory::SpeedHistory(TransferModel& transfers)
    : transfers_(transfers), mirror_(transfers.mirror()) {
    mirror_.observe(*this);
}

SpeedHistory::~SpeedHistory() {
    mirror_.forget(*this);
}

std::vector<SpeedSample> SpeedHistory::of(TransferId id) const {
    const auto found = samples_.find(id);
    return found == samples_.end()
               ? std::vector<SpeedSample>()
               : std::vector<SpeedSample>(found->second.begin(), found->second.end());
}

std::vector<SpeedSample> SpeedHistory::ofAll() const {
    return {all_.begin(), all_.end()};
}

void SpeedHistory::transfersCame(std::span<const TransferRow* const> rows) {
    for (const TransferRow* row : rows) {
        if (samples_.count(row->snapshot.id) != 0) {
            note(*row);
        }
    }
    if (!all_.empty()) {
        noteAll();
    }
}

void SpeedHistory::transfersMoved(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        if (const TransferRow* row = mirror_.find(id)) {
            note(*row);
        }
    }
    noteAll();
}

void SpeedHistory::transfersGo(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        samples_.erase(id);
    }
}

void SpeedHistory::note(const TransferRow& row) {
    const auto found = samples_.find(row.snapshot.id);
    if (found == samples_.end() && row.bytesPerSecond == 0) {
        return;
    }
    add(samples_[row.snapshot.id], transfers_.moment(), row.bytesPerSecond);
    makeRoom();
}

void SpeedHistory::noteAll() {
    const TimePoint now = transfers_.moment();
    if (all_.empty() || now - all_.back().at >= kStep || transfers_.bytesPerSecond() == 0) {
        add(all_, now, transfers_.bytesPerSecond());
    }
}

void SpeedHistory::makeRoom() {
    if (samples_.size() <= kMostTransfers) {
        return;
    }
    const auto oldest =
        std::min_element(samples_.begin(), samples_.end(), [](const auto& left, const auto& right) {
            return left.second.back().at < right.second.back().at;
        });
    samples_.erase(oldest);
}

}  // namespace penstock
