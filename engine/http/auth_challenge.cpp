#include "engine/http/auth_challenge.h"

#include "engine/base/text.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::size_t kMostChallenges = 100;
constexpr std::size_t kMostBytes = 64U << 10U;
constexpr std::size_t kMostParameters = 50;

bool isTokenChar(char c) {
    return isToken(std::string_view(&c, 1));
}

bool isToken68Char(char c) {
    constexpr std::string_view kOthers = "-._~+/";
    return isAlpha(c) || isDigit(c) || kOthers.find(c) != std::string_view::npos;
}

/// Reads a field's value from its beginning on.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool done() const { return rest_.empty(); }

    void skipBlanks() {
        while (!rest_.empty() && isBlank(rest_.front())) {
            rest_.remove_prefix(1);
        }
    }

    /// Empty members of a list stand for nothing (RFC 9110 section 5.6.1.2).
    void skipCommas() {
        for (skipBlanks(); !rest_.empty() && rest_.front() == ','; skipBlanks()) {
            rest_.remove_prefix(1);
        }
    }

    bool take(char c) {
        const bool there = !rest_.empty() && rest_.front() == c;
        rest_.remove_prefix(there ? 1 : 0);
        return there;
    }

    std::string_view takeToken() { return takeWhile(isTokenChar); }

    std::string_view takeToken68() {
        const std::string_view all = rest_;
        const std::size_t letters = takeWhile(isToken68Char).size();
        const std::size_t padding = takeWhile([](char c) { return c == '='; }).size();
        return all.substr(0, letters + padding);
    }

    /// A quoted string, without its quotes and backslashes; nullopt if it has no end.
    std::optional<std::string> takeQuoted() {
        std::string text;
        rest_.remove_prefix(1);
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') {
                return text;
            }
            if (c == '\\' && !rest_.empty()) {
                text += rest_.front();
                rest_.remove_prefix(1);
            } else {
                text += c;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] char next() const { return rest_.empty() ? '\0' : rest_.front(); }

    [[nodiscard]] std::string_view rest() const { return rest_; }

    void setRest(std::string_view rest) { rest_ = rest; }

private:
    template <typename Is>
    std::string_view takeWhile(Is is) {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is);
        const auto size = static_cast<std::size_t>(end - rest_.begin());
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
};

/// "name = value" at the reader; it is left where it was if there is none. False: it is broken.
bool takeParameter(Reader& reader, AuthChallenge& challenge, bool& found) {
    const std::string_view before = reader.rest();
    const std::string_view name = reader.takeToken();
    reader.skipBlanks();
    found = !name.empty() && reader.take('=');
    if (!found) {
        reader.setRest(before);
        return true;
    }
    reader.skipBlanks();
    std::optional<std::string> value;
    if (reader.next() == '"') {
        value = reader.takeQuoted();
    } else {
        value = std::string(reader.takeToken());
    }
    if (!value) {
        return false;
    }
    if (challenge.parameters.size() < kMostParameters) {
        challenge.parameters.emplace_back(asciiLower(name), std::move(*value));
    }
    return true;
}

/// False: what follows cannot be read.
bool takeParameters(Reader& reader, AuthChallenge& challenge) {
    for (;;) {
        const std::string_view before = reader.rest();
        reader.skipCommas();
        bool found = false;
        if (!takeParameter(reader, challenge, found)) {
            return false;
        }
        if (!found) {
            reader.setRest(before);
            return true;
        }
        reader.skipBlanks();
        if (!reader.done() && reader.next() != ',') {
            return false;
        }
    }
}

/// A token68, which stands alone: "Negotiate YII=", not "Basic realm=x".
void takeToken68(Reader& reader, AuthChallenge& challenge) {
    const std::string_view before = reader.rest();
    const std::string_view token = reader.takeToken68();
    reader.skipBlanks();
    if (!token.empty() && (reader.done() || reader.next() == ',')) {
        challenge.token = token;
    } else {
        reader.setRest(before);
    }
}

}  // namespace

std::optional<std::string_view> AuthChallenge::get(std::string_view name) const {
    const auto found = std::ranges::find(
        parameters, name, [](const auto& each) { return std::string_view(each.first); });
    return found == parameters.end() ? std::nullopt
                                     : std::optional<std::string_view>(found->second);
}

std::vector<AuthChallenge> authChallenges(std::string_view value) {
    std::vector<AuthChallenge> all;
    Reader reader(value.substr(0, kMostBytes));
    while (all.size() < kMostChallenges) {
        reader.skipCommas();
        const std::string_view scheme = reader.takeToken();
        if (scheme.empty()) {
            break;
        }
        AuthChallenge challenge;
        challenge.scheme = asciiLower(scheme);
        const bool more = isBlank(reader.next());
        reader.skipBlanks();
        bool readable = more || reader.done() || reader.next() == ',';
        if (readable && more) {
            takeToken68(reader, challenge);
            readable = !challenge.token.empty() || takeParameters(reader, challenge);
        }
        all.push_back(std::move(challenge));
        if (!readable) {
            break;
        }
    }
    return all;
}

std::vector<AuthChallenge> authChallenges(const Headers& fields, std::string_view name) {
    std::vector<AuthChallenge> all;
    for (const std::string_view value : fields.all(name)) {
        for (AuthChallenge& each : authChallenges(value)) {
            if (all.size() < kMostChallenges) {
                all.push_back(std::move(each));
            }
        }
    }
    return all;
}

}  // namespace penstock
