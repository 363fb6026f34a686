#include "engine/http/request_writer.h"

#include "engine/base/text.h"

#include <algorithm>
#include <cassert>
#include <span>

namespace penstock {

namespace {

[[maybe_unused]] bool isWord(std::string_view text) {
    return !text.empty() &&
           std::none_of(text.begin(), text.end(), [](char c) { return isControl(c) || c == ' '; });
}

constexpr std::string_view kVersion = " HTTP/1.1\r\nHost: ";
constexpr std::string_view kColon = ": ";
constexpr std::string_view kLineEnd = "\r\n";

Headers::Fields usualOf(const RequestHead& head) {
    return head.usual != nullptr ? head.usual->fields() : Headers::Fields();
}

/// No fewer bytes than the request has.
std::size_t mostBytes(const RequestHead& head) {
    std::size_t bytes = head.method.size() + 1 + head.target.size() + kVersion.size() +
                        head.authority.size() + 2 * kLineEnd.size();
    const auto add = [&bytes](Headers::Fields fields) {
        for (const FieldView field : fields) {
            bytes += field.name.size() + kColon.size() + field.value.size() + kLineEnd.size();
        }
    };
    add(usualOf(head));
    add(head.fields.fields());
    return bytes;
}

/// Copies without asking for more room at each piece: there is enough.
char* put(char* at, std::string_view piece) {
    return std::copy(piece.begin(), piece.end(), at);
}

char* put(char* at, FieldView field) {
    return put(put(put(put(at, field.name), kColon), field.value), kLineEnd);
}

}  // namespace

Headers usualFields(std::string_view userAgent) {
    Headers fields;
    if (isFieldValue(userAgent)) {
        fields.add("User-Agent", userAgent);
    }
    fields.add("Accept", "*/*");
    fields.add("Accept-Encoding", "identity");
    return fields;
}

std::string writeRequest(const RequestHead& head) {
    std::string out;
    writeRequest(head, out);
    return out;
}

void writeRequest(const RequestHead& head, std::string& out) {
    assert(isToken(head.method) && isWord(head.target) && isWord(head.authority));
    out.resize(mostBytes(head));
    char* at = put(put(put(out.data(), head.method), " "), head.target);
    at = put(put(put(at, kVersion), head.authority), kLineEnd);
    for (const FieldView field : usualOf(head)) {
        at = put(at, field);
    }
    for (const FieldView field : head.fields.fields()) {
        if (isToken(field.name) && isFieldValue(field.value) &&
            !equalsIgnoreCase(field.name, "Host")) {
            at = put(at, field);
        }
    }
    at = put(at, kLineEnd);
    out.resize(static_cast<std::size_t>(at - out.data()));
}

}  // namespace penstock
