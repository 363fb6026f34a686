#include "app/json_line.h"

#include "engine/printable_text.h"

namespace penstock {

std::string jsonString(std::string_view text) {
    return '"' + printableJson(text) + '"';
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

JsonLine& JsonLine::add(std::string_view member, const std::vector<JsonLine>& objects) {
    std::string list;
    for (const JsonLine& object : objects) {
        list.append(list.empty() ? "" : ",").append(object.text());
    }
    return addRaw(member, "[" + list + "]");
}

JsonLine& JsonLine::addRaw(std::string_view member, std::string_view value) {
    if (!members_.empty()) {
        members_ += ',';
    }
    members_.append("\"").append(member).append("\":").append(value);
    return *this;
}

}  // namespace penstock
