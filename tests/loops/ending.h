#pragma once
// What the examples NAME_get have in common: how the one transfer ended, and the words for it.

#include "engine/engine.h"

#include <functional>
#include <iostream>
#include <span>
#include <variant>

namespace penstock {

/// Remembers how the one transfer ended, and calls `ended` then.
class Ending final : public EngineObserver {
public:
    explicit Ending(std::function<void()> ended = [] {}) : ended_(std::move(ended)) {}

    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            const auto* transfer = std::get_if<TransferSnapshot>(&change);
            if (transfer != nullptr && (transfer->state == TransferState::Done ||
                                        transfer->state == TransferState::Failed)) {
                last_ = *transfer;
                ended_();
            }
        }
    }

    [[nodiscard]] bool came() const { return last_.id != TransferId::Nothing; }

    /// Tells the person, and returns the exit code.
    [[nodiscard]] int report() const {
        if (!last_.error.ok()) {
            return fail(last_.error);
        }
        std::cout << last_.name << ": " << last_.received << " bytes\n";
        return 0;
    }

    static int fail(const Error& error) {
        std::cerr << error.sentence << "\n";
        return 1;
    }

private:
    std::function<void()> ended_;
    TransferSnapshot last_;
};

}  // namespace penstock
