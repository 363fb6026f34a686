#pragma once
// A sequence that is mostly short: the first `N` stand in the list itself, so that it asks for
// memory only where there are more. Contiguous; what is true of a vector's iterators is true here.
//
// A value; any thread.

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

namespace penstock {

template <typename T, std::size_t N>
class ShortList {
    static_assert(std::is_trivially_copyable_v<T>, "moving one is copying it");

public:
    ShortList() = default;

    ShortList(std::initializer_list<T> all) {
        for (const T& each : all) {
            push_back(each);
        }
    }

    ShortList(const ShortList&) = default;
    ShortList& operator=(const ShortList&) = default;

    /// The other one is empty then.
    ShortList(ShortList&& other) noexcept
        : few_(other.few_), many_(std::move(other.many_)), size_(std::exchange(other.size_, 0)) {}

    ShortList& operator=(ShortList&& other) noexcept {
        few_ = other.few_;
        many_ = std::exchange(other.many_, {});
        size_ = std::exchange(other.size_, 0);
        return *this;
    }

    ~ShortList() = default;

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] T* begin() noexcept { return many_.empty() ? few_.data() : many_.data(); }

    [[nodiscard]] T* end() noexcept { return begin() + size_; }

    [[nodiscard]] const T* begin() const noexcept {
        return many_.empty() ? few_.data() : many_.data();
    }

    [[nodiscard]] const T* end() const noexcept { return begin() + size_; }

    /// Requires that it is not empty.
    [[nodiscard]] const T& front() const noexcept { return *begin(); }

    /// Requires that it is not empty.
    [[nodiscard]] const T& back() const noexcept { return *(end() - 1); }

    void push_back(const T& added) {
        if (many_.empty() && size_ < N) {
            few_[size_] = added;
        } else {
            const T kept = added;  // it may stand in here
            if (many_.empty()) {
                many_.assign(few_.begin(), few_.end());
            }
            many_.push_back(kept);
        }
        ++size_;
    }

    /// Before `at`, which is one of its own or end().
    void insert(T* at, const T& added) {
        const auto index = at - begin();
        push_back(added);
        std::rotate(begin() + index, end() - 1, end());
    }

    void erase(T* first, const T* last) noexcept {
        cutTo(
            static_cast<std::size_t>(std::copy(last, std::as_const(*this).end(), first) - begin()));
    }

    /// Requires that it is not empty.
    void pop_back() noexcept { cutTo(size_ - 1); }

    /// Removes those for which `is(const T&)` says so. Returns how many.
    template <typename Is>
    std::size_t eraseIf(Is is) {
        const std::size_t before = size_;
        cutTo(static_cast<std::size_t>(std::remove_if(begin(), end(), is) - begin()));
        return before - size_;
    }

    void clear() noexcept { cutTo(0); }

    friend bool operator==(const ShortList& one, const ShortList& other) {
        return std::equal(one.begin(), one.end(), other.begin(), other.end());
    }

private:
    void cutTo(std::size_t size) noexcept {
        if (!many_.empty()) {
            many_.erase(many_.begin() + static_cast<std::ptrdiff_t>(size), many_.end());
        }
        size_ = size;
    }

    // Once there were more than N all stand in `many_`, until it is empty again; it keeps its
    // memory.
    std::array<T, N> few_{};
    std::vector<T> many_;
    std::size_t size_ = 0;
};

}  // namespace penstock
