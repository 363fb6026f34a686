#include "engine/http/headers.h"

#include "engine/base/byte_table.h"
#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <limits>
#include <utility>

namespace penstock {

namespace {

constexpr std::array<std::string_view, 13> kEngineNames{"Host",
                                                        "Connection",
                                                        "Content-Length",
                                                        "Transfer-Encoding",
                                                        "Range",
                                                        "If-Range",
                                                        "Accept-Encoding",
                                                        "Upgrade",
                                                        "TE",
                                                        "Trailer",
                                                        "Expect",
                                                        "Keep-Alive",
                                                        "Proxy-Connection"};

constexpr ByteTable kValueTable = byteTable([](char c) { return !isControl(c) || c == '\t'; });

Error badField(std::string sentence) {
    return {ErrorKind::ProtoBadHeader, std::move(sentence), {}, 0};
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
    constexpr std::size_t kUsualFields = 12;
    constexpr std::size_t kUsualBytes = 320;
    if (places_.capacity() == 0) {
        places_.reserve(kUsualFields);
        text_.reserve(kUsualBytes);
    }
    const std::size_t begin = text_.size();
    assert(begin + name.size() + value.size() <= std::numeric_limits<std::uint32_t>::max());
    text_.append(name).append(value);
    places_.push_back({static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(begin + name.size()),
                       static_cast<std::uint32_t>(text_.size())});
    signs_ |= signOf(name);
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    if (!mayContain(name)) {
        return std::nullopt;
    }
    for (const FieldView field : fields()) {
        if (equalsIgnoreCase(field.name, name)) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
    std::vector<std::string_view> values;
    if (!mayContain(name)) {
        return values;
    }
    for (const FieldView field : fields()) {
        if (equalsIgnoreCase(field.name, name)) {
            values.emplace_back(field.value);
        }
    }
    return values;
}

bool Headers::contains(std::string_view name) const {
    return get(name).has_value();
}

void Headers::appendToLast(std::string_view more) {
    assert(!places_.empty());
    text_ += more;
    places_.back().end = static_cast<std::uint32_t>(text_.size());
}

void Headers::removeLast() noexcept {
    assert(!places_.empty());
    text_.resize(places_.back().name);
    places_.pop_back();
}

void Headers::clear() noexcept {
    constexpr std::size_t kMostKept = 4096;
    if (text_.capacity() + places_.capacity() * sizeof(Place) > kMostKept) {
        std::string().swap(text_);
        std::vector<Place>().swap(places_);
    }
    text_.clear();
    places_.clear();
    signs_ = 0;
}

std::vector<std::string_view> listMembers(const Headers& headers, std::string_view name) {
    std::vector<std::string_view> members;
    eachMember(headers, name, [&](std::string_view member) { members.push_back(member); });
    return members;
}

bool isFieldValue(std::string_view value) noexcept {
    return std::all_of(value.begin(), value.end(), [](char c) { return has(kValueTable, c); });
}

Error checkField(const HeaderField& field) {
    if (!isToken(field.name)) {
        return badField("The header name " + excerpt(field.name) +
                        " is empty or holds a character that no name has");
    }
    const auto owned = [&](std::string_view name) {
        return equalsIgnoreCase(field.name, name);
    };
    if (std::any_of(kEngineNames.begin(), kEngineNames.end(), owned)) {
        return badField("The header " + field.name + " is set by Penstock itself");
    }
    if (!isFieldValue(field.value)) {
        return badField("The value of the header " + field.name +
                        " holds a line break or another control character");
    }
    return {};
}

Result<HeaderField> parseFieldLine(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return badField("A header is given as “Name: value”, but there is no colon");
    }
    HeaderField field{std::string(line.substr(0, colon)),
                      std::string(trimOws(line.substr(colon + 1)))};
    if (Error fault = checkField(field); !fault.ok()) {
        return fault;
    }
    return field;
}

}  // namespace penstock
