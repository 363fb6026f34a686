#pragma once
// Remembers how rows looked when they were told of last, so that bytes that arrive cause no
// painting where nobody could see a difference. A look is a number a column; equal looks are the
// same to the eye.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <unordered_map>

namespace penstock {

/// Columns that read differently, both ends included.
struct ColumnSpan {
    int first = 0;
    int last = 0;
};

template <typename Key, std::size_t Columns>
class ToldLooks {
public:
    using Look = std::array<std::size_t, Columns>;

    /// Which of the columns differ from the last time, counted from 0; all where there was none.
    [[nodiscard]] std::optional<ColumnSpan> tell(Key key, const Look& look) {
        const auto [place, isNew] = looks_.try_emplace(key, look);
        if (isNew) {
            return ColumnSpan{0, static_cast<int>(Columns) - 1};
        }
        std::optional<ColumnSpan> differs;
        for (std::size_t i = 0; i < Columns; ++i) {
            if (place->second[i] != look[i]) {
                const int column = static_cast<int>(i);
                differs = ColumnSpan{differs ? differs->first : column, column};
            }
        }
        place->second = look;
        return differs;
    }

    /// It was told of as a whole, or is gone.
    void forget(Key key) { looks_.erase(key); }

private:
    std::unordered_map<Key, Look> looks_;
};

/// Puts a further value into a look.
template <typename Value>
void addToLook(std::size_t& look, const Value& value) {
    constexpr std::size_t kSpread = 1099511628211U;
    look = (look ^ std::hash<Value>{}(value)) * kSpread;
}

}  // namespace penstock
