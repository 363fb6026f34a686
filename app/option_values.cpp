#include "app/option_values.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace penstock {

namespace {

bool isTokenCharacter(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
}

bool isFieldCharacter(char c) {
    const auto code = static_cast<unsigned char>(c);
    return code == '\t' || (code >= 0x20 && code != 0x7F);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

std::optional<std::uint64_t> parseNumber(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || code != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

bool mayBeMirror(std::string_view text) {
    const auto begins = [&](std::string_view scheme) {
        return text.size() > scheme.size() &&
               std::ranges::equal(scheme, text.substr(0, scheme.size()), {}, {}, lower);
    };
    return begins("http://") || begins("https://");
}

bool namesFolder(std::string_view path) {
    const std::string_view last = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
    return last.empty() || last == "." || last == "..";
}

std::optional<std::uint64_t> parseByteRate(std::string_view text) {
    std::uint64_t unit = 1;
    switch (text.empty() ? '\0' : text.back()) {
        case 'k':
        case 'K':
            unit = 1'000;
            break;
        case 'm':
        case 'M':
            unit = 1'000'000;
            break;
        case 'g':
        case 'G':
            unit = 1'000'000'000;
            break;
        default:
            break;
    }
    if (unit != 1) {
        text.remove_suffix(1);
    }
    const std::optional<std::uint64_t> number = parseNumber(text);
    if (!number || *number == 0 || *number > std::numeric_limits<std::uint64_t>::max() / unit) {
        return std::nullopt;
    }
    return *number * unit;
}

std::optional<HeaderField> parseHeaderOption(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    const std::string_view fieldName = text.substr(0, colon);
    const std::string_view value = trimmed(text.substr(colon + 1));
    if (!std::all_of(fieldName.begin(), fieldName.end(), isTokenCharacter) ||
        !std::all_of(value.begin(), value.end(), isFieldCharacter)) {
        return std::nullopt;
    }
    return HeaderField{std::string(fieldName), std::string(value)};
}

void eraseField(std::vector<HeaderField>& fields, std::string_view name) {
    std::erase_if(fields, [name](const HeaderField& field) {
        return std::ranges::equal(field.name, name, {}, lower, lower);
    });
}

void replaceFields(std::vector<HeaderField>& fields, const std::vector<HeaderField>& further) {
    for (const HeaderField& each : further) {
        eraseField(fields, each.name);
    }
    fields.insert(fields.end(), further.begin(), further.end());
}

}  // namespace penstock
