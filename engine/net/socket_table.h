#pragma once
// The rows of the socket table: what each open socket is, waits for, and until when.
//
// Rows are keyed by serial, since descriptors are reused. Thread: the engine's. A row outlives its
// socket until the end of the turn, so that its last word can still be told. A socket's owner
// fills its row through the RowHandle that the Socket carries.

#include "engine/base/speed_meter.h"
#include "engine/notice_log.h"
#include "engine/socket_types.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace penstock {

/// What a socket's row shows of the step it is in. The deadline's times are those of the owner's
/// armed deadline of that kind.
struct SocketStep {
    SocketState state = SocketState::Connecting;
    WaitsFor waitsFor = WaitsFor::Nothing;
    DeadlineKind deadline = DeadlineKind::Nothing;
};

/// When a deadline was set and when it is reached.
struct DeadlineSpan {
    TimePoint since;
    TimePoint until;
};

/// Where the deadlines of a socket are known. Some move later without a word (see Deadlines).
class DeadlineSource {
public:
    DeadlineSource() = default;
    DeadlineSource(const DeadlineSource&) = delete;
    DeadlineSource& operator=(const DeadlineSource&) = delete;
    virtual ~DeadlineSource() = default;

    [[nodiscard]] virtual std::optional<DeadlineSpan> deadline(DeadlineKind kind) const = 0;
};

class SocketTable {
public:
    explicit SocketTable(NoticeLog& notices) noexcept : notices_(&notices) {}

    struct Row;

    /// A new row. `source` must outlive it; null for a socket without deadlines. Valid until the
    /// end of the turn in which it is closed.
    Row& open(SocketSnapshot row, const DeadlineSource* source);
    /// The row goes at the end of the turn.
    void close(std::uint64_t serial);

    /// Null if it is gone, or closed.
    [[nodiscard]] Row* find(std::uint64_t serial);
    /// Changes a row by `change(SocketSnapshot&)` and announces it; no-op once it is closed.
    template <typename Change>
    void update(Row& row, Change change);

    /// Moves a row to another step; announces it only if that differs.
    void step(Row& row, const SocketStep& step);

    /// The slot of SpeedMeter in which what is received from now on arrives.
    void enterSlot(std::int64_t slot) noexcept { slot_ = slot; }

    /// Counts received bytes; announces nothing.
    void received(Row& row, std::uint64_t bytes);

    /// From now on it receives for that transfer: what came for another before is left out of what
    /// is shown as received.
    static void serves(Row& row, TransferId transfer);

    /// Notice is given of `serial`: the next change makes a new one. Returns the row with the
    /// deadline's times filled in, valid until the next call; null if it is gone.
    [[nodiscard]] const SocketSnapshot* noticed(std::uint64_t serial);

    /// Whose row it is, after a notice that it waits for something else; none if it is gone.
    [[nodiscard]] std::span<const TransferId> waitNoticed(std::uint64_t serial);

    /// Drops the rows that were closed.
    void sweep() {
        if (!closed_.empty()) {
            dropClosed();
        }
    }

    /// Appends what moved since `cursor`, which is moved on.
    void progressSince(std::uint64_t& cursor, std::vector<SocketProgress>& out, TimePoint now);

    /// The next to move counts as later than `cursor`, which may be another table's.
    /// Goes up with each that moved.
    [[nodiscard]] std::uint64_t moves() const noexcept { return clock_; }

    void countFrom(std::uint64_t cursor) noexcept { clock_ = std::max(clock_, cursor); }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

private:
    void dropClosed();
    void announce(Row& row);
    void touch(Row& row);
    static SocketProgress progressOf(Row& row, TimePoint now);

    NoticeLog* notices_;
    std::unordered_map<std::uint64_t, Row> rows_;
    std::vector<std::uint64_t> moving_;  // rows touched since the last pull, or still warm
    std::vector<std::uint64_t> closed_;
    std::uint64_t clock_ = 0;
    std::int64_t slot_ = 0;
};

struct SocketTable::Row {
    std::uint64_t received = 0;  // counts on; the snapshot's own is of the last notice
    std::uint64_t before = 0;    // of that, what others got than `servedFor`
    TransferId servedFor = TransferId::Nothing;
    std::uint64_t moved = 0;  // value of clock_ when it last moved
    bool announced = false;   // stands in the notices of this turn
    bool waited = false;      // so does that it waits for something else
    bool closed = false;
    bool warm = false;  // its speed was above 0 at the last pull
    std::uint64_t serial = 0;
    const DeadlineSource* source = nullptr;
    SocketSnapshot snapshot;
    SpeedMeter meter;
};

template <typename Change>
void SocketTable::update(Row& row, Change change) {
    if (!row.closed) {
        change(row.snapshot);
        announce(row);
    }
}

inline void SocketTable::touch(Row& row) {
    if (row.moved == 0 && !row.warm) {
        moving_.push_back(row.serial);
    }
    row.moved = ++clock_;
}

inline void SocketTable::serves(Row& row, TransferId transfer) {
    if (row.servedFor != transfer) {
        row.servedFor = transfer;
        row.before = row.received;
    }
}

inline void SocketTable::received(Row& row, std::uint64_t bytes) {
    row.received += bytes;
    row.meter.addIn(slot_, bytes);
    touch(row);
}

/// One row, in the hands of whoever works for its socket. Valid as long as the socket, and until
/// the end of the turn in which that is dropped; an empty one takes everything and shows nothing.
class RowHandle {
public:
    RowHandle() = default;

    RowHandle(SocketTable& table, SocketTable::Row& row) noexcept : table_(&table), row_(&row) {}

    explicit operator bool() const noexcept { return row_ != nullptr; }

    /// 0 for an empty one.
    [[nodiscard]] std::uint64_t serial() const noexcept {
        return row_ == nullptr ? 0 : row_->serial;
    }

    /// Whom it is connected to, as shown; empty while that is not known.
    [[nodiscard]] const std::string& peer() const noexcept {
        static const std::string kNobody;
        return row_ == nullptr ? kNobody : row_->snapshot.peer;
    }

    /// Changes it by `change(SocketSnapshot&)`, and announces that.
    template <typename Change>
    void update(Change change) const {
        if (row_ != nullptr) {
            table_->update(*row_, change);
        }
    }

    /// Which step the socket is in; announced only if that is another state.
    void step(const SocketStep& step) const {
        if (row_ != nullptr) {
            table_->step(*row_, step);
        }
    }

    /// The step that was shown last.
    [[nodiscard]] SocketStep shown() const {
        return row_ == nullptr ? SocketStep{}
                               : SocketStep{row_->snapshot.state, row_->snapshot.waitsFor,
                                            row_->snapshot.deadline};
    }

    /// From now on it receives for that transfer.
    void serves(TransferId transfer) const {
        if (row_ != nullptr) {
            SocketTable::serves(*row_, transfer);
        }
    }

    /// Counts received bytes; announces nothing.
    void received(std::uint64_t bytes) const {
        if (row_ != nullptr) {
            table_->received(*row_, bytes);
        }
    }

    /// Why the socket is about to be dropped: the row's last word.
    void failed(const Error& error) const {
        update([&](SocketSnapshot& row) { row.lastError = error; });
    }

private:
    SocketTable* table_ = nullptr;
    SocketTable::Row* row_ = nullptr;
};

}  // namespace penstock
