#pragma once
// What a transfer asks of the turn that runs it.

#include <cstddef>

namespace penstock {

class Transfer;

class TransferHost {
public:
    TransferHost() = default;
    TransferHost(const TransferHost&) = delete;
    TransferHost& operator=(const TransferHost&) = delete;
    virtual ~TransferHost() = default;

    /// Run it in this turn or the next.
    virtual void markDirty(Transfer& transfer) = 0;
    /// Its state, name, size or reason is another: a slot may be free or wanted, and the observer
    /// is told at the end of the turn.
    virtual void announce(Transfer& transfer) = 0;
    /// `n` bytes came over the network: for progressSince().
    virtual void moved(Transfer& transfer, std::size_t n) = 0;
    /// It has filled buffers, to be flushed at the end of the turn.
    virtual void wantsFlush(Transfer& transfer) = 0;
    /// It waits for a buffer, behind those that wait already.
    virtual void waitsForBuffer(Transfer& transfer) = 0;
};

/// The same for one transfer, to be handed to its parts, which need not know it. A value.
class TransferTurn {
public:
    TransferTurn(TransferHost& host, Transfer& transfer) noexcept
        : host_(&host), transfer_(&transfer) {}

    void run() const { host_->markDirty(*transfer_); }

    void announce() const { host_->announce(*transfer_); }

    void moved(std::size_t n) const { host_->moved(*transfer_, n); }

    void flush() const { host_->wantsFlush(*transfer_); }

    void giveBuffer() const { host_->waitsForBuffer(*transfer_); }

private:
    TransferHost* host_;
    Transfer* transfer_;
};

}  // namespace penstock
