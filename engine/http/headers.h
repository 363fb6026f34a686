#pragma once
// The fields of a request or response in the order they came (RFC 9110 section 5).

#include "engine/base/text.h"
#include "engine/error.h"
#include "engine/transfer_types.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// One of them, as it stands among the others.
struct FieldView {
    std::string_view name;
    std::string_view value;

    explicit operator HeaderField() const { return {std::string(name), std::string(value)}; }

    bool operator==(const FieldView&) const = default;
};

/// Names are compared without regard to case and keep the case they had. Views are valid until the
/// next call that is not const. Lookups are linear: a head has a handful of fields, and a hostile
/// one at most 1,000. All stand in one text, since a head is kept for whoever asks for it later: as
/// strings of their own they would take four times the memory.
class Headers {
    /// Where a name begins, where it ends and its value begins, and where that ends.
    struct Place {
        std::uint32_t name = 0;
        std::uint32_t value = 0;
        std::uint32_t end = 0;

        bool operator==(const Place&) const = default;
    };

public:
    /// In their order; FieldView each.
    class Fields {
    public:
        class Iterator {
        public:
            using value_type = FieldView;
            using difference_type = std::ptrdiff_t;

            Iterator() = default;

            Iterator(const char* text, const Place* at) noexcept : text_(text), at_(at) {}

            FieldView operator*() const noexcept {
                return {{text_ + at_->name, at_->value - at_->name},
                        {text_ + at_->value, at_->end - at_->value}};
            }

            Iterator& operator++() noexcept {
                ++at_;
                return *this;
            }

            Iterator operator++(int) noexcept {
                Iterator before = *this;
                ++at_;
                return before;
            }

            bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

        private:
            const char* text_ = nullptr;
            const Place* at_ = nullptr;
        };

        Fields() = default;

        Fields(const char* text, std::span<const Place> places) noexcept
            : text_(text), places_(places) {}

        [[nodiscard]] Iterator begin() const noexcept { return {text_, places_.data()}; }

        [[nodiscard]] Iterator end() const noexcept {
            return {text_, places_.data() + places_.size()};
        }

        [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

        [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

        /// Requires one.
        [[nodiscard]] FieldView back() const noexcept { return *Iterator(text_, &places_.back()); }

    private:
        const char* text_ = nullptr;
        std::span<const Place> places_;
    };

    /// Requires that all of them together stay under 4 GiB; no head has more than 256 KiB.
    void add(std::string_view name, std::string_view value);
    /// The value of the first field of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    /// The values of all fields of that name, in order; empty if there is none.
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] bool contains(std::string_view name) const;

    /// False: there is no field of that name. Costs next to nothing, where a head is asked for many
    /// names that it does not have.
    [[nodiscard]] bool mayContain(std::string_view name) const noexcept {
        return (signs_ & signOf(name)) != 0;
    }

    [[nodiscard]] Fields fields() const noexcept { return {text_.data(), places_}; }

    /// Appends to the value of the field added last. Requires one.
    void appendToLast(std::string_view more);
    /// Requires one.
    void removeLast() noexcept;
    /// Its memory stays for the next head, unless that is too much to be kept.
    void clear() noexcept;

    bool operator==(const Headers& other) const {
        return places_ == other.places_ && text_ == other.text_;
    }

private:
    /// One of 64 bits, by length, first and last letter, whatever their case.
    static std::uint64_t signOf(std::string_view name) noexcept {
        const auto letter = [](char c) {
            return static_cast<unsigned char>(c) & 0x1FU;
        };
        const std::size_t mixed =
            name.empty() ? 0 : name.size() * 11 + letter(name.front()) + letter(name.back()) * 5;
        return std::uint64_t{1} << (mixed % 64);
    }

    std::string text_;
    std::vector<Place> places_;
    std::uint64_t signs_ = 0;  // of all that were ever added
};

/// The members of a comma-separated list that spans all fields of that name (RFC 9110 section
/// 5.6.1), trimmed; empty members are kept, so that strict readers can refuse them. Commas within
/// quoted strings separate too: use it for lists of tokens and numbers only.
std::vector<std::string_view> listMembers(const Headers& headers, std::string_view name);

/// The same members one by one, to be looked at only: `visit` takes a std::string_view.
template <typename Visit>
void eachMember(const Headers& headers, std::string_view name, Visit visit) {
    if (!headers.mayContain(name)) {
        return;
    }
    for (const auto& [known, value] : headers.fields()) {
        if (!equalsIgnoreCase(known, name)) {
            continue;
        }
        std::size_t begin = 0;
        while (begin <= value.size()) {
            const std::size_t end = std::min(value.find(',', begin), value.size());
            visit(trimOws(value.substr(begin, end - begin)));
            begin = end + 1;
        }
    }
}

/// May the value stand in a field (RFC 9110 section 5.5): no control characters but tab?
bool isFieldValue(std::string_view value) noexcept;

/// May a person add this field to a request? Proto.BadHeader if the name is no token or is
/// one that the engine sets itself (Host, Connection, Content-Length, Transfer-Encoding, Range,
/// If-Range, Accept-Encoding) or that changes the connection (Upgrade, TE, Trailer, Expect,
/// Keep-Alive, Proxy-Connection), or if the value holds CR, LF, NUL or another control character.
/// Sentences name the field, never its value, which may be a secret. ok() if it may.
Error checkField(const HeaderField& field);

/// "Name: value", as on a command line, already checked by checkField(). Spaces around the value
/// are dropped; the value may be empty. Proto.BadHeader otherwise.
Result<HeaderField> parseFieldLine(std::string_view line);

}  // namespace penstock
