#pragma once
// One round: an engine with a few transfers, servers, a clock, and somebody who does everything
// wrong that a program can do, between any two events.
//
//   wild:  step ─▶ acts ─▶ step ─▶ acts ─▶ …       in one round of four the engine goes within it
//   calm:  what is dead revives, what is paused goes on or does not, and all comes to rest
//   end:   each transfer is judged, its files are, and the engine goes
//
// All follows from the seed but ports and keys, so that a round can be had again alone.

#include "tests/chaos/chaos_acts.h"
#include "tests/chaos/chaos_world.h"

#include <cstdint>
#include <functional>
#include <string>

namespace penstock {

class ChaosRound {
public:
    /// `breach` is told what the contract's checker finds; it must not return.
    ChaosRound(std::uint64_t seed, const ChaosKit& kit, ChaosCounts& counts,
               std::function<void(const std::string&)> breach);

    /// Once. Empty if all went as it should, else what did not.
    std::string run();

private:
    void beWild(std::size_t steps);
    void comeToRest();
    void revive();
    void clearList();
    void resumeSome();
    void answerQuestions();
    void end(bool cutShort);
    void judgeRefusals();

    [[nodiscard]] bool atRest() const;
    [[nodiscard]] bool anyActive() const;

    ChaosWorld world_;
    ChaosActs acts_{world_};
};

}  // namespace penstock
