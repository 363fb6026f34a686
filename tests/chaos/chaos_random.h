#pragma once
// The dice of a round: the same seed throws the same numbers, whatever the standard library.

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace penstock {

class ChaosRandom {
public:
    explicit ChaosRandom(std::uint64_t seed) : engine_(seed) {}

    /// 0 to n − 1; 0 when n is 0.
    std::size_t below(std::size_t n) {
        return n == 0 ? 0 : static_cast<std::size_t>(engine_() % n);
    }

    bool chance(unsigned percent) { return below(100) < percent; }

    template <typename T, std::size_t N>
    const T& oneOf(const std::array<T, N>& all) {
        return all.at(below(N));
    }

    template <typename T>
    void shuffle(std::vector<T>& all) {
        for (std::size_t i = all.size(); i > 1; --i) {
            std::swap(all[i - 1], all[below(i)]);
        }
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace penstock
