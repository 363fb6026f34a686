#pragma once
// Fields as they may be shown to a person, written into a log or kept on a disk. Values; any
// thread.

#include "engine/transfer_types.h"

#include <span>
#include <string_view>
#include <vector>

namespace penstock {

/// What stands in place of a value.
inline constexpr std::string_view kHiddenValue = "\xE2\x80\xA6";  // an ellipsis

/// Whether a field that a person gave tells no secret, so that a list may keep it: one of Accept,
/// Accept-Language, Cache-Control, DNT, Origin, Pragma, Referer, User-Agent, without userinfo.
bool isHarmless(const HeaderField& field);

/// A field of a request as it is shown: the value of one of a person's own is hidden unless it is
/// harmless.
HeaderField shownOwnField(const HeaderField& field);

/// The fields of an answer: the values of Set-Cookie, of credentials and of what asks for them are
/// hidden, and userinfo in addresses.
std::vector<HeaderField> shownAnswerFields(std::span<const HeaderField> fields);

}  // namespace penstock
