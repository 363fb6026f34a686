#pragma once
// One JSON object on one line (RFC 8259). Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// `text` as a JSON string, with its quotation marks. See printableJson().
std::string jsonString(std::string_view text);

/// Members come out in the order of adding; names must be plain ASCII.
class JsonLine {
public:
    JsonLine& add(std::string_view member, std::string_view text);
    JsonLine& add(std::string_view member, std::uint64_t number);
    /// null without a value.
    JsonLine& add(std::string_view member, std::optional<std::uint64_t> number);
    JsonLine& addNull(std::string_view member);
    JsonLine& add(std::string_view member, const JsonLine& object);
    JsonLine& add(std::string_view member, const std::vector<JsonLine>& objects);

    /// "{…}", without a line end.
    [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

private:
    JsonLine& addRaw(std::string_view member, std::string_view value);

    std::string members_;
};

}  // namespace penstock
