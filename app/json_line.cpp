#include "app/json_line.h"

#include <QByteArray>
#include <QString>

namespace penstock {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void appendEscaped(std::string& out, char c) {
    const auto code = static_cast<unsigned char>(c);
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    // DEL needs no escape, but a terminal takes it for a command.
    if (code < 0x20 || code == 0x7F) {
        out += "\\u00";
        out += kHexDigits[code >> 4U];
        out += kHexDigits[code & 0xFU];
        return;
    }
    out += c;
}

}  // namespace

std::string jsonString(std::string_view text) {
    // There and back: what is no UTF-8 is replaced on the way.
    const QByteArray utf8 =
        QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUtf8();
    std::string out = "\"";
    for (const char c : utf8) {
        appendEscaped(out, c);
    }
    out += '"';
    return out;
}

JsonLine& JsonLine::add(std::string_view member, std::string_view text) {
    return addRaw(member, jsonString(text));
}

JsonLine& JsonLine::add(std::string_view member, std::uint64_t number) {
    return addRaw(member, std::to_string(number));
}

JsonLine& JsonLine::add(std::string_view member, std::optional<std::uint64_t> number) {
    return number ? add(member, *number) : addNull(member);
}

JsonLine& JsonLine::addNull(std::string_view member) {
    return addRaw(member, "null");
}

JsonLine& JsonLine::add(std::string_view member, const JsonLine& object) {
    return addRaw(member, object.text());
}

JsonLine& JsonLine::addRaw(std::string_view member, std::string_view value) {
    if (!members_.empty()) {
        members_ += ',';
    }
    members_.append("\"").append(member).append("\":").append(value);
    return *this;
}

}  // namespace penstock
