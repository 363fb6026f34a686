#include "engine/http/netrc.h"

#include "engine/http/url_host.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// The next word, with what quotes and backslashes mean undone; nullopt at the end.
std::optional<std::string> takeWord(std::string_view& rest) {
    for (;;) {
        rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
        if (rest.empty()) {
            return std::nullopt;
        }
        if (rest.front() != '#') {
            break;
        }
        rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
    }
    const bool quoted = rest.front() == '"';
    rest.remove_prefix(quoted ? 1 : 0);
    std::string word;
    while (!rest.empty()) {
        char c = rest.front();
        if (quoted ? c == '"' : kBlanks.find(c) != std::string_view::npos) {
            rest.remove_prefix(quoted ? 1 : 0);
            break;
        }
        if (c == '\\' && rest.size() > 1) {
            rest.remove_prefix(1);
            c = rest.front();
        }
        word += c;
        rest.remove_prefix(1);
    }
    return word;
}

/// A macro ends with an empty line.
void skipMacro(std::string_view& rest) {
    const std::size_t end = std::min(rest.find("\n\n"), rest.find("\n\r\n"));
    rest.remove_prefix(std::min(end, rest.size()));
}

}  // namespace

NetRc::NetRc(std::string_view text) {
    while (const auto word = takeWord(text)) {
        if (*word == "machine" || *word == "default") {
            Entry entry;
            if (*word == "machine") {
                const std::string named = takeWord(text).value_or("");
                const auto host = canonicalHost(named);
                entry.host = host ? host.value() : " ";  // that nothing is equal to
            }
            entries_.push_back(std::move(entry));
        } else if (*word == "macdef") {
            skipMacro(text);
        } else if (*word == "login" || *word == "password" || *word == "account") {
            const std::string value = takeWord(text).value_or("");
            if (entries_.empty()) {
                continue;
            }
            Entry& entry = entries_.back();
            if (*word == "login") {
                entry.credentials.user = value;
                entry.hasUser = true;
            } else if (*word == "password") {
                entry.credentials.password = value;
            }
        }
    }
}

std::optional<Credentials> NetRc::find(std::string_view host) const {
    for (const std::string_view wanted : {host, std::string_view()}) {
        const auto found = std::ranges::find(entries_, wanted, &Entry::host);
        if (found != entries_.end()) {
            return found->hasUser ? std::optional(found->credentials) : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace penstock
