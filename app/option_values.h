#pragma once
// The values of options and of lines of a list, read. Pure.

#include "engine/transfer_types.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace penstock {

/// --connections and connections=, at most.
inline constexpr std::uint64_t kMostOfOneFile = 32;

/// Digits and nothing else; nullopt for what 64 bits do not hold, too.
std::optional<std::uint64_t> parseNumber(std::string_view text);

/// Whether it may be one; what else is wrong with it is for the engine to say.
bool mayBeMirror(std::string_view text);

/// Whether a path ends in what can only be a folder: "", "/", "files/", ".", "files/..".
bool namesFolder(std::string_view path);

/// A number of bytes with an optional decimal suffix k, M or G, either case; nullopt for anything
/// else, for 0 and for what 64 bits do not hold.
std::optional<std::uint64_t> parseByteRate(std::string_view text);

/// "Name: value" as in a request (RFC 9110 section 5); nullopt when the name is no token, or the
/// value holds a control character other than tab.
std::optional<HeaderField> parseHeaderOption(std::string_view text);

/// Those of that name, in any case, go.
void eraseField(std::vector<HeaderField>& fields, std::string_view name);

/// Adds `further`, whose fields go before those of the same names in any case.
void replaceFields(std::vector<HeaderField>& fields, const std::vector<HeaderField>& further);

}  // namespace penstock
