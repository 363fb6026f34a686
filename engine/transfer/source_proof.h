#pragma once
// What says that an answer is of the file of which a part is here, beside its own validators. Pure.

#include "engine/http/response_head.h"
#include "engine/store/transfer_record.h"

#include <string_view>

namespace penstock {

/// Entity.Changed if the head says a digest of the file that is not the one which an earlier answer
/// has said.
Error checkServerDigest(const TransferRecord& record, const ResponseHead& head,
                        std::string_view host);

/// The same, and what it says is kept, if nothing was said before.
Error takeServerDigest(TransferRecord& record, const ResponseHead& head, std::string_view host);

}  // namespace penstock
