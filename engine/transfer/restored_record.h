#pragma once
// What a restart makes of a line of the list. Pure.

#include "engine/store/transfer_record.h"

namespace penstock {

/// Makes the record one that a transfer may begin with. If own fields were kept out of the list, an
/// unfinished transfer is Failed and says so: without them it would ask as somebody else, and a
/// login page might become the file. It goes on without them only when a person says so (resume()).
void settleRestored(TransferRecord& record);

}  // namespace penstock
