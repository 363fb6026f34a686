#include "engine/transfer/answer_digest.h"

#include "engine/http/digest_fields.h"

#include <string>
#include <utility>

namespace penstock {

std::unique_ptr<AnswerDigest> AnswerDigest::of(const ResponseHead& head,
                                               const BodyFraming& framing) {
    auto wanted = contentDigest(head.fields);
    if (!wanted) {
        return nullptr;
    }
    auto made = std::make_unique<AnswerDigest>(std::move(*wanted));
    if (framing.kind == BodyKind::Length) {
        made->length_ = framing.length;
    }
    return made;
}

Error AnswerDigest::check(std::string_view host, bool complete) {
    if (!complete && came_ != length_) {
        return {};
    }
    const std::string found = digest_.finish();
    if (found.empty() || found == wanted_.hex) {
        return {};
    }
    return {ErrorKind::CheckPart,
            std::string(host) + " sent a part of the file that has another digest than it says",
            std::string(name(wanted_.algorithm)) + " is to be " + wanted_.hex + " and is " + found,
            0};
}

}  // namespace penstock
