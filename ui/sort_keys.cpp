#include "ui/sort_keys.h"

#include <QString>
#include <QVariant>

#include <algorithm>
#include <limits>

namespace penstock {

namespace {

struct Key {
    double number = 0;
    QString text;
    std::size_t row = 0;

    bool operator<(const Key& other) const {
        return number != other.number ? number < other.number : text < other.text;
    }
};

Key keyOf(const QVariant& value, std::size_t row) {
    return value.typeId() == QMetaType::QString
               ? Key{std::numeric_limits<double>::infinity(), value.toString(), row}
               : Key{value.toDouble(), {}, row};
}

}  // namespace

void SortKeys::read(const QAbstractItemModel& model, int column, int role) {
    const auto count = static_cast<std::size_t>(model.rowCount());
    std::vector<Key> keys;
    keys.reserve(count);
    for (std::size_t row = 0; row < count; ++row) {
        keys.push_back(keyOf(model.index(static_cast<int>(row), column).data(role), row));
    }
    std::ranges::sort(keys, [](const Key& a, const Key& b) { return a < b; });
    ranks_.resize(count);
    int rank = 0;
    for (std::size_t i = 0; i < count; ++i) {
        rank += i > 0 && keys[i - 1] < keys[i] ? 1 : 0;
        ranks_[keys[i].row] = rank;
    }
}

}  // namespace penstock
