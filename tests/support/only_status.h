#pragma once
// For Rule::edit: another status instead of what was planned.

#include "tests/support/origin_rules.h"

#include <utility>
#include <vector>

namespace penstock {

/// These fields, and no body.
inline void answerOnly(OriginReply& reply, int status, std::vector<HeaderField> fields = {}) {
    fields.push_back({"Content-Length", "0"});
    reply.status = status;
    reply.headers = std::move(fields);
    reply.literal = "";
    reply.content = {};
}

}  // namespace penstock
