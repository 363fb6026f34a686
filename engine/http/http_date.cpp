#include "engine/http/http_date.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace penstock {

namespace {

using Clock = std::chrono::system_clock;

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr int kFirstYear = 1900;
constexpr int kPivotYear = 70;

/// Takes one thing after another off the front of a text; once something is not there, `ok` is
/// false and stays so.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    void literal(std::string_view wanted) {
        ok_ = ok_ && rest_.substr(0, wanted.size()) == wanted;
        advance(wanted.size());
    }

    /// Exactly `width` digits.
    int number(std::size_t width) {
        const std::string_view digits = rest_.substr(0, width);
        const auto value = digits.size() == width ? parseDecimal(digits) : std::nullopt;
        ok_ = ok_ && value.has_value();
        advance(width);
        return ok_ ? static_cast<int>(*value) : 0;
    }

    /// Which of `names` comes next, from 0.
    template <std::size_t N>
    std::size_t oneOf(const std::array<std::string_view, N>& names) {
        const auto found = std::find_if(names.begin(), names.end(), [this](std::string_view name) {
            return nextIs(name.front()) && rest_.substr(0, name.size()) == name;
        });
        if (found == names.end()) {
            ok_ = false;
            return 0;
        }
        advance(found->size());
        return static_cast<std::size_t>(found - names.begin());
    }

    [[nodiscard]] bool nextIs(char c) const { return !rest_.empty() && rest_.front() == c; }

    [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

private:
    void advance(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }

    std::string_view rest_;
    bool ok_ = true;
};

struct Fields {
    int year = 0;
    std::size_t month = 0;  // from 0
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

void readTime(Reader& in, Fields& out) {
    out.hour = in.number(2);
    in.literal(":");
    out.minute = in.number(2);
    in.literal(":");
    out.second = in.number(2);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Fields> readImf(std::string_view text) {
    Reader in(text);
    Fields out;
    in.oneOf(kDays);
    in.literal(", ");
    out.day = in.number(2);
    in.literal(" ");
    out.month = in.oneOf(kMonths);
    in.literal(" ");
    out.year = in.number(4);
    in.literal(" ");
    readTime(in, out);
    in.literal(" GMT");
    return in.done() ? std::optional(out) : std::nullopt;
}

/// "Sunday, 06-Nov-94 08:49:37 GMT"
std::optional<Fields> readRfc850(std::string_view text) {
    Reader in(text);
    Fields out;
    in.oneOf(kLongDays);
    in.literal(", ");
    out.day = in.number(2);
    in.literal("-");
    out.month = in.oneOf(kMonths);
    in.literal("-");
    out.year = in.number(2);
    out.year += out.year < kPivotYear ? 2000 : 1900;
    in.literal(" ");
    readTime(in, out);
    in.literal(" GMT");
    return in.done() ? std::optional(out) : std::nullopt;
}

/// "Sun Nov  6 08:49:37 1994"
std::optional<Fields> readAsctime(std::string_view text) {
    Reader in(text);
    Fields out;
    in.oneOf(kDays);
    in.literal(" ");
    out.month = in.oneOf(kMonths);
    in.literal(" ");
    if (in.nextIs(' ')) {
        in.literal(" ");
        out.day = in.number(1);
    } else {
        out.day = in.number(2);
    }
    in.literal(" ");
    readTime(in, out);
    in.literal(" ");
    out.year = in.number(4);
    return in.done() ? std::optional(out) : std::nullopt;
}

std::optional<Clock::time_point> toTime(const Fields& fields) {
    using namespace std::chrono;
    const year_month_day date{year{fields.year}, month{static_cast<unsigned>(fields.month + 1)},
                              day{static_cast<unsigned>(fields.day)}};
    // 60 is a leap second, which the clock does not have; it is the first of the next minute.
    if (!date.ok() || fields.year < kFirstYear || fields.hour > 23 || fields.minute > 59 ||
        fields.second > 60) {
        return std::nullopt;
    }
    const sys_seconds at =
        sys_days{date} + hours{fields.hour} + minutes{fields.minute} + seconds{fields.second};
    // The clock counts nanoseconds in 64 bits, which end in the year 2262.
    return Clock::time_point{std::min(at, floor<seconds>(Clock::time_point::max()))};
}

}  // namespace

std::optional<Clock::time_point> parseHttpDate(std::string_view text) {
    for (const auto read : {readImf, readRfc850, readAsctime}) {
        if (const auto fields = read(text)) {
            return toTime(*fields);
        }
    }
    return std::nullopt;
}

}  // namespace penstock
