#pragma once
// What a program knows of its transfers, from the engine's notices alone.

#include "engine/engine.h"

#include <map>
#include <span>
#include <utility>
#include <variant>

namespace penstock {

// page: changed
class TransferList final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (Change& change : inOrder) {
            if (auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                transfers_[transfer->id] = std::move(*transfer);
            } else if (const auto* removed = std::get_if<TransferRemoved>(&change)) {
                transfers_.erase(removed->id);
            } else if (std::holds_alternative<EngineStopped>(change)) {
                stopped_ = true;
            }
        }
    }

    // end

    [[nodiscard]] bool has(TransferId id) const { return transfers_.contains(id); }

    [[nodiscard]] const TransferSnapshot& at(TransferId id) const { return transfers_.at(id); }

    [[nodiscard]] TransferState state(TransferId id) const { return at(id).state; }

    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

private:
    std::map<TransferId, TransferSnapshot> transfers_;
    bool stopped_ = false;
};

}  // namespace penstock
