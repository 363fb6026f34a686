#pragma once
// Rows that moved, as runs of neighbours, so that a model emits once a run.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace penstock {

/// Sorts `rows` and drops doubles.
inline void sortUnique(std::vector<int>& rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

/// Calls `visit(first, last)` for each run of `rows`, which are sorted and unique, from the last to
/// the first, so that a visitor may remove the rows that it is told.
template <typename Visit>
void visitRunsBackwards(const std::vector<int>& rows, Visit visit) {
    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && rows[begin - 1] + 1 == rows[begin]) {
            --begin;
        }
        visit(rows[begin], rows[end - 1]);
        end = begin;
    }
}

}  // namespace penstock
