#pragma once
// The curve of the speed tab: samples in, points out. Pure.

#include "ui/speed_history.h"

#include <QPointF>
#include <QString>

#include <chrono>
#include <vector>

namespace penstock {

struct SpeedCurve {
    std::vector<QPointF> points;  // x from 0 (the beginning of the period) to 1 (now), y of `top`
    std::uint64_t top = 0;        // what stands at the upper edge: 1, 2 or 5 of some unit
    std::uint64_t most = 0;       // of the period
    std::uint64_t mean = 0;       // of the period, or of the part that is known
};

/// Steps from sample to sample. `limit` (0: none) is within the picture as well.
SpeedCurve speedCurve(const std::vector<SpeedSample>& samples, TimePoint now,
                      std::chrono::seconds period, std::uint64_t limit);

/// 1, 2 or 5 with noughts: the next that is not less.
std::uint64_t roundTop(std::uint64_t bytesPerSecond);

}  // namespace penstock
