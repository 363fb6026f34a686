#pragma once
// What the engine last said of each transfer and each socket: one copy of the values, for all who
// show them or tell of them.
//
// It is fed with what comes from the engine, in the engine's order, and tells observers what that
// did. Values stay where they are from their coming until their going, so that an observer keeps a
// pointer instead of a copy. One thread, whichever feeds it.

#include "ui/socket_row.h"
#include "ui/transfer_row.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace penstock {

class SnapshotMirror {
public:
    /// Hears once of all that came in together. The values are up to date by then; what goes is
    /// there until the call is back. An observer must not feed the mirror, nor come or go, from
    /// within.
    class Observer {
    public:
        Observer() = default;
        Observer(const Observer&) = delete;
        Observer& operator=(const Observer&) = delete;
        virtual ~Observer() = default;

        /// New, or another as a whole; one may be named twice.
        virtual void transfersCame(std::span<const TransferRow* const> /*rows*/) {}

        /// Their counters.
        virtual void transfersMoved(std::span<const TransferId> /*ids*/) {}

        /// What they wait for.
        virtual void waitsChanged(std::span<const TransferId> /*ids*/) {}

        virtual void transfersGo(std::span<const TransferId> /*ids*/) {}

        /// New, or another as a whole; one may be named twice.
        virtual void socketsCame(std::span<const SocketRow* const> /*rows*/) {}

        /// Their counters, waits and deadlines.
        virtual void socketsMoved(std::span<const std::uint64_t> /*serials*/) {}

        virtual void socketsGo(std::span<const std::uint64_t> /*serials*/) {}
    };

    SnapshotMirror() = default;
    SnapshotMirror(const SnapshotMirror&) = delete;
    SnapshotMirror& operator=(const SnapshotMirror&) = delete;

    /// From now on; what is here already is not told. Observers hear in the order in which they
    /// came. Until forget().
    void observe(Observer& observer);
    void forget(Observer& observer);

    void apply(std::span<const TransferSnapshot> snapshots);
    void apply(std::span<const SocketSnapshot> snapshots);
    /// Unknown ids are ignored here and below: what is gone has been told.
    void progress(std::span<const TransferProgress> moved);
    void progress(std::span<const SocketProgress> moved);
    void remove(std::span<const TransferId> ids);
    void closed(std::span<const std::uint64_t> serials);

    /// Null for an unknown one; valid until it goes.
    [[nodiscard]] const TransferRow* find(TransferId id) const;
    [[nodiscard]] const SocketRow* find(std::uint64_t serial) const;

    /// Of all transfers together.
    [[nodiscard]] std::uint64_t bytesPerSecond() const noexcept { return bytesPerSecond_; }

    /// The sockets that work for this transfer at the moment, in no order; valid until the next
    /// change.
    [[nodiscard]] std::span<const SocketRow* const> socketsOf(TransferId id) const;

private:
    void countSpeed(std::uint64_t before, const TransferRow& row) noexcept {
        bytesPerSecond_ += row.bytesPerSecond - before;
    }

    template <typename Told>
    void tell(void (Observer::*what)(std::span<const Told>), const std::vector<Told>& told);
    void attach(const SocketRow& row, std::span<const TransferId> ids);
    void detach(const SocketRow& row, std::span<const TransferId> ids);

    std::unordered_map<TransferId, TransferRow> transfers_;
    std::unordered_map<std::uint64_t, SocketRow> sockets_;
    std::unordered_map<TransferId, std::vector<const SocketRow*>> socketsOf_;  // none is empty
    std::vector<Observer*> observers_;
    std::uint64_t bytesPerSecond_ = 0;  // the sum, since there may be 100,000 of them
};

}  // namespace penstock
