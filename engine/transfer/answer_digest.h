#pragma once
// Whether what an answer brings has the digest that its own head says (Content-Digest, RFC 9530).
// Thread: the engine's.

#include "engine/http/body_framing.h"
#include "engine/http/response_head.h"
#include "engine/store/digest.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace penstock {

class AnswerDigest {
public:
    /// Null where the head says none, which is usual.
    static std::unique_ptr<AnswerDigest> of(const ResponseHead& head, const BodyFraming& framing);

    explicit AnswerDigest(Checksum wanted)
        : wanted_(std::move(wanted)), digest_(wanted_.algorithm) {}

    /// The next bytes of the content.
    void add(std::span<const std::byte> bytes) {
        digest_.add(bytes);
        came_ += bytes.size();
    }

    /// Once, when no more comes: Check.Part if it is another digest. ok() where less came than was
    /// announced, because no more was wanted: of that nothing is known. `complete`: the framing has
    /// ended.
    Error check(std::string_view host, bool complete);

private:
    Checksum wanted_;
    Digest digest_;
    std::optional<std::uint64_t> length_;
    std::uint64_t came_ = 0;
};

}  // namespace penstock
