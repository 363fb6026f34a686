#include "engine/transfer/source_proof.h"

#include "engine/http/digest_fields.h"
#include "engine/transfer/part_check.h"

#include <string>
#include <utility>

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

bool provesSame(const TransferRecord& record, const Validators& part, const Validators& other) {
    if (wantedChecksum(record) != nullptr) {
        return true;
    }
    if (part.contradicts(other)) {
        return false;
    }
    const bool dated = !part.lastModified.empty() && !other.lastModified.empty();
    return (part.strongEtag() && other.strongEtag()) || (dated && record.total);
}

bool provesOther(const TransferRecord& record, const Validators& part, const Validators& other) {
    return wantedChecksum(record) == nullptr && part.strongEtag() && other.strongEtag() &&
           part.etag != other.etag;
}

Validators knownOf(const SourceList& sources, const TransferRecord& record) {
    return sources.unmet ? Validators() : validatorsOf(record);
}

Error meetSource(SourceList& sources, TransferRecord& record, const ResponseHead& head,
                 std::string_view host) {
    if (!std::exchange(sources.unmet, false)) {
        return {};
    }
    Validators its = validatorsOf(head);
    if (provesOther(record, validatorsOf(record), its)) {
        return {ErrorKind::EntityChanged,
                "The file on " + std::string(host) + " is another than the one that is here",
                "its entity tag is " + its.etag, 0};
    }
    record.etag = std::move(its.etag);
    record.lastModified = std::move(its.lastModified);
    record.lastModifiedStrong = its.lastModifiedStrong;
    return {};
}

std::span<const HeaderField> fieldsFor(const SourceList& sources, const Source& source,
                                       const TransferRecord& record) {
    const bool own = !source.isMirror || source.url.sameOrigin(sources.given().url);
    return own ? std::span<const HeaderField>(record.headers) : std::span<const HeaderField>();
}

}  // namespace penstock
