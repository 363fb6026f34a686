#pragma once
// What was received of some transfers together, at each step of the clock, and whether that kept to
// a limit.

#include "tests/scenarios/world.h"

#include <QString>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace penstock {

class RateMeter {
public:
    static constexpr std::chrono::milliseconds kStep{50};

    RateMeter(World& world, std::vector<TransferId> ids) : world_(&world), ids_(std::move(ids)) {}

    void watch(Duration duration) {
        for (Duration passed{}; passed < duration; passed += kStep) {
            seen_.push_back(now());
            world_->runFor(kStep);
        }
        seen_.push_back(now());
    }

    /// Empty if they kept to it: each second 0.6 to 1.4 of it, any five 0.97 to 1.03 or 32 KiB.
    [[nodiscard]] QString breach(std::uint64_t rate) const {
        constexpr double kLeastSlack = 32 * 1024;
        const auto r = static_cast<double>(rate);
        QString wrong = outside(std::chrono::seconds(1), std::max(r * 0.4, kLeastSlack), r);
        return wrong.isEmpty()
                   ? outside(std::chrono::seconds(5), std::max(r * 0.15, kLeastSlack), 5 * r)
                   : wrong;
    }

private:
    [[nodiscard]] std::uint64_t now() const {
        std::uint64_t sum = 0;
        for (const TransferId id : ids_) {
            sum += world_->engine->snapshot(id)->received;
        }
        return sum;
    }

    [[nodiscard]] QString outside(Duration window, double slack, double wanted) const {
        const auto steps = static_cast<std::size_t>(window / kStep);
        for (std::size_t i = steps; i < seen_.size(); ++i) {
            const auto came = static_cast<double>(seen_[i] - seen_[i - steps]);
            if (came > wanted + slack || came + slack < wanted) {
                return QString("%1 of %2 bytes to step %3").arg(came).arg(wanted).arg(i);
            }
        }
        return {};
    }

    World* world_;
    std::vector<TransferId> ids_;
    std::vector<std::uint64_t> seen_;
};

}  // namespace penstock
