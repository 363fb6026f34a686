#include "ui/snapshot_mirror.h"

#include "ui/byte_ranges.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace penstock {

namespace {

/// Each tick tells all that are under way.
void bringSegmentsUpToDate(std::vector<SegmentSnapshot>& segments, const SegmentSnapshot& told) {
    if (told.range.size() == 0) {
        segments.clear();
    } else {
        segments.push_back(told);
    }
}

/// False if nothing has moved. Speed belongs to the state that has it: a late counter must not
/// revive it.
bool bringUpToDate(TransferRow& row, const TransferProgress& p) {
    TransferSnapshot& s = row.snapshot;
    const std::optional<std::uint64_t> total =
        p.total == TransferProgress::kUnknown ? s.total : std::optional(p.total);
    const std::uint64_t speed = s.state == TransferState::Receiving ? p.bytesPerSecond : 0;
    bringSegmentsUpToDate(s.segments, p.segment);
    bool moved = mergeRange(s.ranges, {p.rangeBegin, p.rangeEnd});
    moved = std::exchange(s.received, p.received) != p.received || moved;
    moved = std::exchange(s.total, total) != total || moved;
    moved = std::exchange(row.bytesPerSecond, speed) != speed || moved;
    moved = std::exchange(s.checked, p.checked) != p.checked || moved;
    moved = std::exchange(s.activeSockets, p.activeSockets) != p.activeSockets || moved;
    return moved;
}

/// False if it is the wait that was known. A stall deadline moves with each byte, and the socket
/// shows it.
bool waitsAnew(Wait& known, const Wait& told) {
    const bool another = told.waitsFor != known.waitsFor || told.since != known.since ||
                         (told.until != known.until && told.waitsFor != WaitsFor::Body);
    known = told;
    return another;
}

/// The same.
bool bringUpToDate(SocketRow& row, const SocketProgress& p) {
    SocketSnapshot& s = row.snapshot;
    const bool runs = p.deadline != DeadlineKind::Nothing;
    const std::optional<TimePoint> since = runs ? std::optional(p.since) : std::nullopt;
    const std::optional<TimePoint> until = runs ? std::optional(p.until) : std::nullopt;
    bool moved = std::exchange(s.received, p.received) != p.received;
    s.lifeReceived = p.lifeReceived;  // moves with the other
    const std::uint64_t speed = p.state == SocketState::Receiving ? p.bytesPerSecond : 0;
    moved = std::exchange(row.bytesPerSecond, speed) != speed || moved;
    moved = std::exchange(s.waitsFor, p.waitsFor) != p.waitsFor || moved;
    moved = std::exchange(s.state, p.state) != p.state || moved;
    moved = std::exchange(s.deadline, p.deadline) != p.deadline || moved;
    moved = std::exchange(s.since, since) != since || moved;
    return std::exchange(s.until, until) != until || moved;
}

}  // namespace

void SnapshotMirror::observe(Observer& observer) {
    observers_.push_back(&observer);
}

void SnapshotMirror::forget(Observer& observer) {
    std::erase(observers_, &observer);
}

template <typename Told>
void SnapshotMirror::tell(void (Observer::*what)(std::span<const Told>),
                          const std::vector<Told>& told) {
    if (told.empty()) {
        return;
    }
    for (Observer* observer : observers_) {
        (observer->*what)(told);
    }
}

void SnapshotMirror::apply(std::span<const TransferSnapshot> snapshots) {
    std::vector<const TransferRow*> came;
    came.reserve(snapshots.size());
    for (const TransferSnapshot& snapshot : snapshots) {
        TransferRow& row = transfers_[snapshot.id];
        row.snapshot = snapshot;
        if (snapshot.state != TransferState::Receiving) {
            countSpeed(std::exchange(row.bytesPerSecond, 0), row);
        }
        came.push_back(&row);
    }
    tell(&Observer::transfersCame, came);
}

void SnapshotMirror::apply(std::span<const SocketSnapshot> snapshots) {
    std::vector<const SocketRow*> came;
    for (const SocketSnapshot& snapshot : snapshots) {
        SocketRow& row = sockets_[snapshot.serial];
        const auto before = std::exchange(row.snapshot, snapshot).transfers;
        if (before != snapshot.transfers) {
            detach(row, before);
            attach(row, snapshot.transfers);
        }
        if (snapshot.state != SocketState::Receiving) {
            row.bytesPerSecond = 0;
        }
        came.push_back(&row);
    }
    tell(&Observer::socketsCame, came);
}

void SnapshotMirror::progress(std::span<const TransferProgress> moved) {
    std::vector<TransferId> ids;
    std::vector<TransferId> waiting;
    for (const TransferProgress& p : moved) {
        const auto row = transfers_.find(p.id);
        if (row == transfers_.end()) {
            continue;
        }
        const std::uint64_t before = row->second.bytesPerSecond;
        const bool isMoved = bringUpToDate(row->second, p);
        countSpeed(before, row->second);
        if (isMoved && (ids.empty() || ids.back() != p.id)) {
            ids.push_back(p.id);
        }
        if (waitsAnew(row->second.snapshot.wait, p.wait)) {
            waiting.push_back(p.id);
        }
    }
    tell(&Observer::transfersMoved, ids);
    tell(&Observer::waitsChanged, waiting);
}

void SnapshotMirror::progress(std::span<const SocketProgress> moved) {
    std::vector<std::uint64_t> serials;
    for (const SocketProgress& p : moved) {
        const auto row = sockets_.find(p.serial);
        if (row != sockets_.end() && bringUpToDate(row->second, p)) {
            serials.push_back(p.serial);
        }
    }
    tell(&Observer::socketsMoved, serials);
}

void SnapshotMirror::remove(std::span<const TransferId> ids) {
    std::vector<TransferId> known(ids.begin(), ids.end());
    std::erase_if(known, [this](TransferId id) { return transfers_.count(id) == 0; });
    tell(&Observer::transfersGo, known);
    for (const TransferId id : known) {
        TransferRow& row = transfers_[id];
        countSpeed(std::exchange(row.bytesPerSecond, 0), row);
        transfers_.erase(id);
    }
}

void SnapshotMirror::closed(std::span<const std::uint64_t> serials) {
    std::vector<std::uint64_t> known;
    for (const std::uint64_t serial : serials) {
        if (find(serial) != nullptr) {
            known.push_back(serial);
        }
    }
    tell(&Observer::socketsGo, known);
    for (const std::uint64_t serial : known) {
        if (const SocketRow* row = find(serial)) {
            detach(*row, row->snapshot.transfers);
            sockets_.erase(serial);
        }
    }
}

const TransferRow* SnapshotMirror::find(TransferId id) const {
    const auto row = transfers_.find(id);
    return row == transfers_.end() ? nullptr : &row->second;
}

const SocketRow* SnapshotMirror::find(std::uint64_t serial) const {
    const auto row = sockets_.find(serial);
    return row == sockets_.end() ? nullptr : &row->second;
}

std::span<const SocketRow* const> SnapshotMirror::socketsOf(TransferId id) const {
    const auto found = socketsOf_.find(id);
    return found == socketsOf_.end() ? std::span<const SocketRow* const>() : found->second;
}

void SnapshotMirror::attach(const SocketRow& row, std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        socketsOf_[id].push_back(&row);
    }
}

void SnapshotMirror::detach(const SocketRow& row, std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        const auto found = socketsOf_.find(id);
        if (found == socketsOf_.end()) {
            continue;
        }
        std::erase(found->second, &row);
        if (found->second.empty()) {
            socketsOf_.erase(found);
        }
    }
}

}  // namespace penstock
