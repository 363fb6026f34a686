#include "engine/http/content_disposition.h"

#include "engine/base/text.h"
#include "engine/http/percent.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace penstock {

namespace {

/// What a field, or several, say of one parameter. Two different values make it void.
class Claim {
public:
    void say(std::string value) {
        conflict_ = conflict_ || (value_ && *value_ != value);
        value_ = std::move(value);
    }

    [[nodiscard]] bool conflict() const { return conflict_; }

    [[nodiscard]] const std::optional<std::string>& value() const { return value_; }

private:
    std::optional<std::string> value_;
    bool conflict_ = false;
};

/// Cuts the text up to the next ';' that is not within quotes off the front of `rest`.
std::string_view takeParameter(std::string_view& rest) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
        if (rest[end] == '"') {
            quoted = !quoted;
        } else if (rest[end] == '\\' && quoted && end + 1 < rest.size()) {
            ++end;
        }
    }
    const std::string_view parameter = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trimOws(parameter);
}

/// A token or quoted-string (RFC 9110 section 5.6.4). A value that is neither, such as a name with
/// spaces and no quotes, is taken as it stands: servers send those, and people mean them.
std::string unquote(std::string_view raw) {
    if (raw.empty() || raw.front() != '"') {
        return std::string(raw);
    }
    std::string text;
    for (std::size_t at = 1; at < raw.size() && raw[at] != '"'; ++at) {
        if (raw[at] == '\\' && at + 1 < raw.size()) {
            ++at;
        }
        text += raw[at];
    }
    return text;
}

std::string latin1ToUtf8(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | (byte >> 6U));
            out += static_cast<char>(0x80U | (byte & 0x3FU));
        }
    }
    return out;
}

/// ext-value of RFC 8187: charset'language'percent-encoded. nullopt if it is malformed or in a
/// character set that we do not read, so that filename is used instead.
std::optional<std::string> decodeExtended(std::string_view raw) {
    const std::size_t first = raw.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : raw.find('\'', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto bytes = percentDecodeStrict(raw.substr(second + 1));
    const std::string_view charset = raw.substr(0, first);
    if (bytes && equalsIgnoreCase(charset, "UTF-8")) {
        return repairUtf8(*bytes);
    }
    if (bytes && equalsIgnoreCase(charset, "ISO-8859-1")) {
        return latin1ToUtf8(*bytes);
    }
    return std::nullopt;
}

void readField(std::string_view value, Claim& plain, Claim& extended) {
    while (!value.empty()) {
        const std::string_view parameter = takeParameter(value);
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos) {
            continue;  // the type, of which nothing depends here
        }
        const std::string_view name = trimOws(parameter.substr(0, equals));
        const std::string_view raw = trimOws(parameter.substr(equals + 1));
        if (equalsIgnoreCase(name, "filename")) {
            plain.say(repairUtf8(unquote(raw)));
        } else if (equalsIgnoreCase(name, "filename*")) {
            if (auto decoded = decodeExtended(unquote(raw))) {
                extended.say(*std::move(decoded));
            }
        }
    }
}

}  // namespace

std::optional<std::string> dispositionFileName(const Headers& headers) {
    Claim plain;
    Claim extended;
    for (const std::string_view value : headers.all("Content-Disposition")) {
        readField(value, plain, extended);
    }
    if (plain.conflict() || extended.conflict()) {
        return std::nullopt;
    }
    const auto& name =
        extended.value() && !extended.value()->empty() ? extended.value() : plain.value();
    return name && !name->empty() ? name : std::nullopt;
}

std::string urlFileName(const Url& url) {
    return repairUtf8(percentDecode(std::string_view(url.path).substr(url.path.rfind('/') + 1)));
}

}  // namespace penstock
