#include "engine/transfer/source_proof.h"

#include "engine/http/digest_fields.h"

#include <string>

namespace penstock {

Error checkServerDigest(const TransferRecord& record, const ResponseHead& head,
                        std::string_view host) {
    if (!record.serverDigest) {
        return {};
    }
    const auto later = reprDigest(head.fields);
    if (!later || later->algorithm != record.serverDigest->algorithm ||
        later->hex == record.serverDigest->hex) {
        return {};
    }
    return {ErrorKind::EntityChanged,
            "The file on " + std::string(host) + " has changed since this download began",
            "its digest is " + later->hex + " now", 0};
}

Error takeServerDigest(TransferRecord& record, const ResponseHead& head, std::string_view host) {
    if (!record.serverDigest && record.encoding.empty()) {
        record.serverDigest = reprDigest(head.fields);
    }
    return checkServerDigest(record, head, host);
}

}  // namespace penstock
