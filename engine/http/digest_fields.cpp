#include "engine/http/digest_fields.h"

#include "engine/base/text.h"

#include <array>
#include <cstdint>
#include <string>

namespace penstock {

namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kNoDigit = 64;

/// Takes a Dictionary apart. Each call is made where what it names may begin; false: it does not
/// stand there, and the field is none.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const noexcept { return text_.empty(); }

    void skipBlanks(bool tabs) {
        while (!text_.empty() && (text_.front() == ' ' || (tabs && text_.front() == '\t'))) {
            text_.remove_prefix(1);
        }
    }

    bool take(char c) {
        if (text_.empty() || text_.front() != c) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    std::string_view key() {
        const auto begins = [](char c) {
            return (c >= 'a' && c <= 'z') || c == '*';
        };
        const auto goesOn = [&](char c) {
            return begins(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
        };
        return text_.empty() || !begins(text_.front()) ? std::string_view() : takeWhile(goesOn);
    }

    /// A bare item; `bytes` becomes what stands between the colons of a byte sequence.
    bool item(std::string_view& bytes) {
        if (text_.empty()) {
            return false;
        }
        switch (text_.front()) {
            case ':':
                return byteSequence(bytes);
            case '"':
                return quoted();
            case '?':
                text_.remove_prefix(1);
                return take('0') || take('1');
            default:
                return numberOrToken();
        }
    }

    bool innerList() {
        std::string_view ignored;
        skipBlanks(false);
        while (!take(')')) {
            if (!item(ignored) || !parameters()) {
                return false;
            }
            if (text_.empty() || (text_.front() != ' ' && text_.front() != ')')) {
                return false;
            }
            skipBlanks(false);
        }
        return true;
    }

    bool parameters() {
        std::string_view ignored;
        while (take(';')) {
            skipBlanks(false);
            if (key().empty() || (take('=') && !item(ignored))) {
                return false;
            }
        }
        return true;
    }

private:
    template <typename Is>
    std::string_view takeWhile(Is is) {
        std::size_t n = 0;
        while (n < text_.size() && is(text_[n])) {
            ++n;
        }
        const std::string_view taken = text_.substr(0, n);
        text_.remove_prefix(n);
        return taken;
    }

    bool byteSequence(std::string_view& bytes) {
        const std::size_t end = text_.find(':', 1);
        if (end == std::string_view::npos) {
            return false;
        }
        bytes = text_.substr(1, end - 1);
        text_.remove_prefix(end + 1);
        return true;
    }

    bool quoted() {
        for (std::size_t i = 1; i < text_.size(); ++i) {
            if (text_[i] == '\\') {
                ++i;
            } else if (text_[i] == '"') {
                text_.remove_prefix(i + 1);
                return true;
            } else if (isControl(text_[i])) {
                return false;
            }
        }
        return false;
    }

    bool numberOrToken() {
        constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~:/";
        return !takeWhile([&](char c) {
                    return isAlpha(c) || isDigit(c) || kMarks.find(c) != std::string_view::npos;
                }).empty();
    }

    std::string_view text_;
};

std::size_t sextetOf(char c) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t at = kAlphabet.find(c);
    return at == std::string_view::npos ? kNoDigit : at;
}

/// Exactly `size` bytes, as hexadecimal digits; padding may be missing (RFC 8941 section 4.2.7).
std::optional<std::string> hexOf(std::string_view base64, std::size_t size) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    while (!base64.empty() && base64.back() == '=') {
        base64.remove_suffix(1);
    }
    if (base64.size() != (size * 8 + 5) / 6) {
        return std::nullopt;
    }
    std::string hex;
    std::uint32_t bits = 0;
    int have = 0;
    for (const char c : base64) {
        const std::size_t sextet = sextetOf(c);
        if (sextet == kNoDigit) {
            return std::nullopt;
        }
        bits = (bits << 6U | static_cast<std::uint32_t>(sextet)) & 0xFFFFU;
        have += 6;
        if (have >= 8) {
            have -= 8;
            const std::uint32_t byte = (bits >> static_cast<unsigned>(have)) & 0xFFU;
            hex += kDigits[byte >> 4U];
            hex += kDigits[byte & 15U];
        }
    }
    return hex;
}

/// The lines of such a field, as one value; empty, mostly. The length tells at once: this is asked
/// of each answer.
std::string valueOf(const Headers& fields, std::string_view name) {
    std::string value;
    for (const FieldView field : fields.fields()) {
        if (field.name.size() == name.size() && equalsIgnoreCase(field.name, name)) {
            value += value.empty() ? "" : ", ";
            value += field.value;
        }
    }
    return value;
}

std::optional<Checksum> digestIn(const Headers& fields, std::string_view name) {
    if (!fields.mayContain(name)) {
        return std::nullopt;
    }
    const std::string value = valueOf(fields, name);
    return value.empty() ? std::nullopt : parseDigestField(value);
}

/// The two that count, the stronger one last.
struct Found {
    std::array<std::optional<Checksum>, 2> all;

    // The last of one name counts (RFC 8941 section 4.2.2), also when it says nothing.
    void set(std::string_view key, std::string_view bytes) {
        constexpr std::array kKnown{DigestAlgorithm::Sha256, DigestAlgorithm::Sha512};
        for (std::size_t i = 0; i < kKnown.size(); ++i) {
            if (key == name(kKnown[i])) {
                auto hex = hexOf(bytes, digestSize(kKnown[i]));
                all[i] = hex ? std::optional(Checksum{kKnown[i], std::move(*hex)}) : std::nullopt;
            }
        }
    }
};

}  // namespace

std::optional<Checksum> reprDigest(const Headers& fields) {
    return digestIn(fields, "Repr-Digest");
}

std::optional<Checksum> contentDigest(const Headers& fields) {
    return digestIn(fields, "Content-Digest");
}

std::optional<Checksum> parseDigestField(std::string_view value) {
    Found found;
    Reader reader(value.size() > kMostBytes ? std::string_view() : value);
    reader.skipBlanks(false);
    while (!reader.done()) {
        const std::string_view key = reader.key();
        std::string_view bytes;
        if (key.empty()) {
            return std::nullopt;
        }
        if (reader.take('=') && !(reader.take('(') ? reader.innerList() : reader.item(bytes))) {
            return std::nullopt;
        }
        if (!reader.parameters()) {
            return std::nullopt;
        }
        found.set(key, bytes);
        reader.skipBlanks(true);
        if (reader.done()) {
            break;
        }
        if (!reader.take(',')) {
            return std::nullopt;
        }
        reader.skipBlanks(true);
        if (reader.done()) {
            return std::nullopt;  // a comma promises more
        }
    }
    return found.all[1] ? found.all[1] : found.all[0];
}

}  // namespace penstock
