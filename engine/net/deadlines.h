#pragma once
// The deadlines of one connection or transfer: a slot for each that is armed, and one node in the
// engine's timer queue, at the nearest of them. Those of a stream are its own: a kind may be armed
// for each stream, and for the connection itself.
//
// A *lazy* deadline moves later with each touch() and costs nothing then: the node stays where it
// is, and when it comes out early it is put back without running anything. So received bytes
// cause no timer callback. Thread: the engine's.
//
// A layer of a connection holds its own (Deadline): it finds out by itself that it is reached, and
// nobody else is told.

#include "engine/base/timer_queue.h"
#include "engine/net/socket_table.h"
#include "engine/net/stream_id.h"
#include "engine/short_list.h"
#include "engine/socket_types.h"

#include <optional>
#include <vector>

namespace penstock {

class Deadlines {
public:
    /// Both must outlive it; `owner` is told when a node comes out (then call collect()).
    Deadlines(TimerQueue& queue, Timed& owner) noexcept : queue_(&queue), node_(owner) {}

    /// Arms or moves a fixed deadline.
    void arm(DeadlineKind kind, TimePoint since, TimePoint until, StreamId of = StreamId::Nothing);
    /// The same, and disarms all others, of whatever stream.
    void armOnly(DeadlineKind kind, TimePoint since, TimePoint until);
    /// Arms a deadline that is `after` the last touch() of the same stream.
    void armLazy(DeadlineKind kind, TimePoint now, Duration after, StreamId of = StreamId::Nothing);
    void disarm(DeadlineKind kind, StreamId of = StreamId::Nothing);
    /// All of one stream.
    void disarmStream(StreamId of);
    void disarmAll() noexcept;
    /// Arms a fixed deadline that collect() keeps to itself. For Deadline.
    void armHeld(DeadlineKind kind, TimePoint since, TimePoint until);

    /// Whether any is armed.
    [[nodiscard]] bool armed() const noexcept { return node_.armed(); }

    /// There was progress, of the connection itself.
    void touch(TimePoint now) noexcept { touched_ = now; }

    /// There was progress of a stream.
    void touch(TimePoint now, StreamId of) noexcept;

    /// The node has come out of the queue: is anything reached? If not, it is put back.
    bool popped(TimePoint now);
    /// The kinds that are reached, each disarmed and answered once; puts the node back for the
    /// rest. Of a Deadline its holder knows, so those are not among them.
    std::vector<DeadlineKind> collect(TimePoint now);

    struct Reached {
        DeadlineKind kind;
        StreamId of;

        bool operator==(const Reached&) const = default;
    };

    /// The same, and whose each of them was.
    std::vector<Reached> collectOfStreams(TimePoint now);
    /// The nearest of that kind.
    [[nodiscard]] std::optional<DeadlineSpan> span(DeadlineKind kind) const;

private:
    struct Slot {
        DeadlineKind kind;
        TimePoint since;
        TimePoint until;
        Duration after;  // above zero: lazy
        StreamId of = StreamId::Nothing;
        bool held = false;  // by a Deadline
    };

    void set(const Slot& slot);
    [[nodiscard]] Slot* find(DeadlineKind kind, StreamId of) noexcept;
    [[nodiscard]] DeadlineSpan spanOf(const Slot& slot) const;
    void placeNode();

    TimerQueue* queue_;
    TimerNode node_;
    TimePoint touched_;
    ShortList<Slot, 1> slots_;  // mostly one is armed
};

/// One deadline of one layer: nobody else arms it, and nobody else is told. Disarmed when it goes.
class Deadline {
public:
    /// `all` are those of its connection, `now` is the turn's time; both must outlive it.
    Deadline(Deadlines& all, const TimePoint& now, DeadlineKind kind) noexcept
        : all_(&all), now_(&now), kind_(kind) {}

    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    ~Deadline() { disarm(); }

    /// Arms or moves it. No-op for the time that it is armed for already: its fuse burns on.
    void arm(TimePoint until);
    void disarm();

    /// Whether it was armed and its time has come. To be asked after an attempt to make progress:
    /// what is done with its deadline is done.
    [[nodiscard]] bool reached() const noexcept { return armed_ && until_ <= *now_; }

private:
    Deadlines* all_;
    const TimePoint* now_;
    TimePoint until_;
    DeadlineKind kind_;
    bool armed_ = false;
};

}  // namespace penstock
