#pragma once
// The order of all rows by one column, found once: their keys are read once a row instead of twice
// for each of a million comparisons, and each row is left with its rank. Numbers go before texts;
// texts are compared as they are. GUI thread.

#include <QAbstractItemModel>

#include <cstddef>
#include <vector>

namespace penstock {

class SortKeys {
public:
    /// By what `role` gives in `column` for each row of `model`.
    void read(const QAbstractItemModel& model, int column, int role);

    /// Nothing is known any more.
    void forget() noexcept { ranks_ = {}; }

    /// Whether both rows are known.
    [[nodiscard]] bool know(int left, int right) const noexcept {
        const auto known = static_cast<int>(ranks_.size());
        return left < known && right < known;
    }

    /// Requires know().
    [[nodiscard]] bool less(int left, int right) const {
        return ranks_[static_cast<std::size_t>(left)] < ranks_[static_cast<std::size_t>(right)];
    }

private:
    std::vector<int> ranks_;  // of each row; equal keys have equal ones
};

}  // namespace penstock
