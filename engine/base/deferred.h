#pragma once
// What came when nothing may move, to be done when it may. Thread: the engine's.

#include <utility>
#include <vector>

namespace penstock {

template <typename Thing>
class Deferred {
public:
    void add(Thing thing) { waiting_.push_back(std::move(thing)); }

    [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

    /// Takes all out and does each, in the order in which they came: `act(const Thing&)`. What is
    /// added meanwhile waits for the next call, so that two who answer each other cannot hold it.
    template <typename Act>
    void forEach(Act act) {
        taken_.swap(waiting_);
        for (const Thing& thing : taken_) {
            act(thing);
        }
        taken_.clear();
    }

private:
    std::vector<Thing> waiting_;
    std::vector<Thing> taken_;  // both keep their memory
};

}  // namespace penstock
