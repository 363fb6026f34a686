#include "engine/transfer/transfer_order.h"

#include "engine/store/transfer_record.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace penstock {

namespace {

/// What could not be counted on from is nobody's.
constexpr std::int64_t kFarthest = std::int64_t{1} << 60U;

}  // namespace

void TransferOrder::settle(std::vector<TransferRecord>& records) {
    std::vector<TransferRecord*> all;
    for (TransferRecord& record : records) {
        std::int64_t& position = record.rank.position;
        if (position == 0 || position > kFarthest || position < -kFarthest) {
            position =
                static_cast<std::int64_t>(record.row % (kFarthest / kStep)) * kStep + kStep / 2;
        }
        all.push_back(&record);
    }
    std::ranges::stable_sort(all, {}, [](const auto* each) { return each->rank.position; });
    for (std::size_t i = 1; i < all.size(); ++i) {
        all[i]->rank.position = std::max(all[i]->rank.position, all[i - 1]->rank.position + 1);
    }
    last_ = all.empty() ? last_ : std::max(last_, all.back()->rank.position);
}

std::vector<TransferOrder::Entry> TransferOrder::moved(std::vector<Entry> all,
                                                       std::span<const TransferId> ids,
                                                       Place place) {
    std::ranges::sort(all, {}, &Entry::position);
    const std::unordered_set<TransferId> chosen(ids.begin(), ids.end());
    std::vector<Entry> changed;
    if (place == Place::Top || place == Place::Bottom) {
        std::ranges::copy_if(all, std::back_inserter(changed),
                             [&](const Entry& each) { return chosen.contains(each.id); });
        std::int64_t position =
            place == Place::Bottom || all.empty()
                ? last_
                : all.front().position - kStep * static_cast<std::int64_t>(changed.size() + 1);
        for (Entry& each : changed) {
            each.position = position += kStep;
        }
        last_ = place == Place::Bottom ? position : last_;
        return changed;
    }
    std::vector<Entry> after = all;
    const auto pass = [&](std::size_t from, std::size_t to) {
        if (chosen.contains(after[from].id) && !chosen.contains(after[to].id)) {
            std::swap(after[from].id, after[to].id);
        }
    };
    for (std::size_t i = 1; i < after.size(); ++i) {
        const std::size_t back = after.size() - i;
        place == Place::Up ? pass(i, i - 1) : pass(back - 1, back);
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!(after[i] == all[i])) {
            changed.push_back(after[i]);
        }
    }
    return changed;
}

}  // namespace penstock
