#pragma once
// Sorts a sequence of changes by kind, so that a model is told of each kind at once, however they
// alternate: a thousand transfers that stop are two calls, not two thousand. Pure.
//
// Within a kind the order stays. Between kinds it does not matter, as long as what goes is told
// last: ids and serials never come back.

#include "engine/engine.h"

#include <functional>
#include <span>
#include <variant>
#include <vector>

namespace penstock {

class ChangeRuns {
public:
    struct Receivers {
        std::function<void(std::span<const TransferSnapshot>)> transfers;
        std::function<void(std::span<const TransferId>)> removed;
        std::function<void(std::span<const SocketSnapshot>)> sockets;
        std::function<void(std::span<const std::uint64_t>)> closed;
    };

    explicit ChangeRuns(Receivers receivers) : receivers_(std::move(receivers)) {}

    void add(Change change);
    /// Hands on what was added: transfers, sockets, closed, removed, each at most once.
    void flush();

    /// Whether a transfer came, changed or went.
    [[nodiscard]] bool anyTransfer() const noexcept { return anyTransfer_; }

private:
    bool anyTransfer_ = false;
    Receivers receivers_;
    std::vector<TransferSnapshot> transfers_;
    std::vector<TransferId> removed_;
    std::vector<SocketSnapshot> sockets_;
    std::vector<std::uint64_t> closed_;
};

}  // namespace penstock
