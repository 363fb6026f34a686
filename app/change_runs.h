#pragma once
// Cuts a sequence of changes into runs of one kind, so that a model is told of each run at once and
// the order of things stays. Pure.

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

    /// Takes the next change; hands on the run before it if that was of another kind.
    void add(Change change);
    /// Hands on what is left.
    void flush();

    /// Whether a transfer came, changed or went.
    [[nodiscard]] bool anyTransfer() const noexcept { return anyTransfer_; }

private:
    std::size_t kind_ = std::variant_npos;
    bool anyTransfer_ = false;
    Receivers receivers_;
    std::vector<TransferSnapshot> transfers_;
    std::vector<TransferId> removed_;
    std::vector<SocketSnapshot> sockets_;
    std::vector<std::uint64_t> closed_;
};

}  // namespace penstock
