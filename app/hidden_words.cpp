#include "app/hidden_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace penstock {

namespace {

constexpr std::array<std::string_view, 3> kSecret{"--user", "--header", "--proxy"};

void hide(char* from, std::size_t bytes) noexcept {
    std::memset(from, '*', bytes);
}

/// "http://USER:PASSWORD@HOST": what stands before the last '@' of the authority.
void hideLogin(char* word) noexcept {
    const std::string_view text(word);
    const std::size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) {
        return;
    }
    const std::size_t begin = scheme + 3;
    const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
    const std::size_t at = text.substr(0, end).rfind('@');
    if (at != std::string_view::npos && at >= begin) {
        hide(word + begin, at - begin);
    }
}

}  // namespace

void hideSecrets(int count, char** arguments) noexcept {
    for (int i = 1; i < count; ++i) {
        char* word = arguments[i];
        const std::string_view text(word);
        const std::size_t equals = std::min(text.find('='), text.size());
        const bool secret =
            std::find(kSecret.begin(), kSecret.end(), text.substr(0, equals)) != kSecret.end();
        if (!secret) {
            hideLogin(word);
        } else if (equals < text.size()) {
            hide(word + equals + 1, text.size() - equals - 1);
        } else if (i + 1 < count) {
            ++i;
            hide(arguments[i], std::strlen(arguments[i]));
        }
    }
}

}  // namespace penstock
