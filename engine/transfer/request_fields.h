#pragma once
// What a request says beside its address. Pure.

#include "engine/http/headers.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace penstock {

struct SaidFields {
    const Headers& usual;                          // where nothing below says it otherwise
    std::span<const HeaderField> own = {};         // a person's own
    const TransferOptions* options = nullptr;      // of these, user agent and referrer; null: none
    std::optional<std::uint64_t> rangeBegin = {};  // Range: bytes=N-
    std::optional<std::uint64_t> rangeEnd = {};    // with it: the offset behind the last
    const std::string* ifRange = nullptr;          // with it; null: none
};

/// All but Host, in the order in which they are sent.
Headers fieldsOf(const SaidFields& said);

}  // namespace penstock
