#pragma once
// What says that an answer is of the file of which a part is here, beside its own validators. Pure.

#include "engine/http/response_head.h"
#include "engine/http/validators.h"
#include "engine/store/transfer_record.h"
#include "engine/transfer/source_list.h"

#include <span>
#include <string_view>

namespace penstock {

/// Entity.Changed if the head says a digest of the file that is not the one which an earlier answer
/// has said.
Error checkServerDigest(const TransferRecord& record, const ResponseHead& head,
                        std::string_view host);

/// The same, and what it says is kept, if nothing was said before.
Error takeServerDigest(TransferRecord& record, const ResponseHead& head, std::string_view host);

/// Whether bytes of two sources that say the same size may come side by side: a digest will tell at
/// the end, or their strong entity tags are equal, or, where not both have one, their dates are.
bool provesSame(const TransferRecord& record, const Validators& part, const Validators& other);

/// Two strong entity tags are two files, unless a digest will tell. Of what neither is sure of the
/// bytes must be compared.
bool provesOther(const TransferRecord& record, const Validators& part, const Validators& other);

/// What the current source is held to; nothing where it is not met yet.
Validators knownOf(const SourceList& sources, const TransferRecord& record);

/// If it is not met yet: Entity.Changed if `head` is of another file than the part; else the part
/// goes by what it says from here on.
Error meetSource(SourceList& sources, TransferRecord& record, const ResponseHead& head,
                 std::string_view host);

/// A person's own fields, where they are for the origin of `source`.
std::span<const HeaderField> fieldsFor(const SourceList& sources, const Source& source,
                                       const TransferRecord& record);

}  // namespace penstock
