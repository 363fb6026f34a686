#include "engine/transfer/restored_record.h"

#include <string>

namespace penstock {

void settleRestored(TransferRecord& record) {
    if (record.withheld.empty() || record.state == TransferState::Done) {
        return;
    }
    std::string names;
    for (const std::string& name : record.withheld) {
        names += (names.empty() ? "" : ", ") + name;
    }
    record.state = TransferState::Failed;
    record.error = {ErrorKind::HttpStatus,
                    "The list does not keep the header fields that " +
                        (record.finalName.empty() ? record.url : record.finalName) +
                        " was asked for with; add it again with them, or retry it without",
                    names, 0};
}

}  // namespace penstock
