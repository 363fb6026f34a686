#include "engine/http/request_writer.h"

#include "engine/base/text.h"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace penstock {

namespace {

[[maybe_unused]] bool isWord(std::string_view text) {
    return !text.empty() &&
           std::none_of(text.begin(), text.end(), [](char c) { return isControl(c) || c == ' '; });
}

constexpr std::string_view kVersion = " HTTP/1.1\r\nHost: ";
constexpr std::string_view kColon = ": ";
constexpr std::string_view kLineEnd = "\r\n";

/// No fewer bytes than the request has.
std::size_t mostBytes(const RequestHead& head) {
    std::size_t bytes = head.method.size() + 1 + head.target.size() + kVersion.size() +
                        head.authority.size() + 2 * kLineEnd.size();
    for (const HeaderField& field : head.fields.fields()) {
        bytes += field.name.size() + kColon.size() + field.value.size() + kLineEnd.size();
    }
    return bytes;
}

/// Copies without asking for more room at each piece: there is enough.
char* put(char* at, std::string_view piece) {
    return std::copy(piece.begin(), piece.end(), at);
}

}  // namespace

std::string writeRequest(const RequestHead& head) {
    assert(isToken(head.method) && isWord(head.target) && isWord(head.authority));
    std::string out(mostBytes(head), '\0');
    char* at = put(put(put(out.data(), head.method), " "), head.target);
    at = put(put(put(at, kVersion), head.authority), kLineEnd);
    for (const HeaderField& field : head.fields.fields()) {
        if (isToken(field.name) && isFieldValue(field.value) &&
            !equalsIgnoreCase(field.name, "Host")) {
            at = put(put(put(put(at, field.name), kColon), field.value), kLineEnd);
        }
    }
    at = put(at, kLineEnd);
    out.resize(static_cast<std::size_t>(at - out.data()));
    return out;
}

}  // namespace penstock
