#pragma once
// Penstock's engine as a subject of the bench, whichever loop drives it.

#include "engine/engine.h"
#include "tests/bench/subject.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace penstock::bench {

class PenstockCore final : public EngineObserver {
public:
    /// `tally` and what `callbacks` speak to must outlive this.
    PenstockCore(const SubjectConfig& config, LoopCallbacks callbacks, Tally& tally);

    /// Throws std::runtime_error when the engine refuses.
    TransferId fetch(const std::string& url);

    [[nodiscard]] Engine& engine() noexcept { return *engine_; }

private:
    void changed(std::span<Change> inOrder) override;

    Tally* tally_;
    std::optional<Engine> engine_;
};

/// Has an engine speak to the bare loop, which must outlive it.
LoopCallbacks callbacksOf(BareLoop& loop);
/// What the bare loop saw, in the engine's words.
Readiness readinessOf(std::uint32_t events);
/// What both libraries are asked to keep to, and nothing on disk.
EngineConfig engineConfig(const SubjectConfig& config);

}  // namespace penstock::bench
