#include "ui/speed_curve.h"

#include <algorithm>

namespace penstock {

std::uint64_t roundTop(std::uint64_t bytesPerSecond) {
    constexpr std::uint64_t kLargest = 1'000'000'000'000'000ULL;
    for (std::uint64_t unit = 1; unit < kLargest; unit *= 10) {
        for (const std::uint64_t times : {1U, 2U, 5U}) {
            if (unit * times >= bytesPerSecond) {
                return unit * times;
            }
        }
    }
    return bytesPerSecond;
}

SpeedCurve speedCurve(const std::vector<SpeedSample>& samples, TimePoint now,
                      std::chrono::seconds period, std::uint64_t limit) {
    SpeedCurve curve;
    const TimePoint begin = now - period;
    double sum = 0;
    double known = 0;
    std::vector<std::pair<double, std::uint64_t>> steps;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const TimePoint from = std::clamp(samples[i].at, begin, now);
        const TimePoint to =
            i + 1 < samples.size() ? std::clamp(samples[i + 1].at, begin, now) : now;
        if (to <= from) {
            continue;
        }
        const auto at = [&](TimePoint moment) {
            return std::chrono::duration<double>(moment - begin) /
                   std::chrono::duration<double>(period);
        };
        steps.emplace_back(at(from), samples[i].bytesPerSecond);
        steps.emplace_back(at(to), samples[i].bytesPerSecond);
        curve.most = std::max(curve.most, samples[i].bytesPerSecond);
        const double lasted = std::chrono::duration<double>(to - from).count();
        sum += lasted * static_cast<double>(samples[i].bytesPerSecond);
        known += lasted;
    }
    curve.mean = known > 0 ? static_cast<std::uint64_t>(sum / known) : 0;
    constexpr std::uint64_t kSmallestTop = 1000;
    curve.top = roundTop(std::max({curve.most, limit, kSmallestTop}));
    for (const auto& [x, speed] : steps) {
        curve.points.emplace_back(x, static_cast<double>(speed) / static_cast<double>(curve.top));
    }
    return curve;
}

}  // namespace penstock
