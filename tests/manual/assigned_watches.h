#pragma once
// What a loop keeps for each watched socket, found without a search: the engine hands it back.

#include "engine/engine.h"

#include <cstddef>

namespace penstock {

class AssignedWatches {
public:
    void drive(Engine& engine) noexcept { engine_ = &engine; }

    /// For LoopCallbacks::socket.
    Verdict watch(const Watch& change);

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// Times that a socket was wanted for something else than before.
    [[nodiscard]] std::size_t changes() const noexcept { return changes_; }

private:
    struct Watcher {
        Interest interest = Interest::Nothing;
    };

    Engine* engine_ = nullptr;
    std::size_t count_ = 0;
    std::size_t changes_ = 0;
};

}  // namespace penstock
