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

void appendField(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string writeRequest(const RequestHead& head) {
    assert(isToken(head.method) && isWord(head.target) && isWord(head.authority));
    constexpr std::size_t kUsual = 512;
    std::string out;
    out.reserve(kUsual);
    out.append(head.method).append(" ").append(head.target).append(" HTTP/1.1\r\n");
    appendField(out, "Host", head.authority);
    for (const HeaderField& field : head.fields.fields()) {
        if (isToken(field.name) && isFieldValue(field.value) &&
            !equalsIgnoreCase(field.name, "Host")) {
            appendField(out, field.name, field.value);
        }
    }
    out.append("\r\n");
    return out;
}

}  // namespace penstock
