#include "engine/transfer/decoded_body.h"

#include <algorithm>
#include <cstring>

namespace penstock {

BodySpace DecodedBody::space() {
    BodySpace held;
    pump(&held);
    if (!pending_.empty()) {
        return held;
    }
    return {coded_, WaitsFor::Nothing, std::nullopt};
}

Error DecodedBody::arrived(std::size_t n) {
    const Error error = decoder_->decode(
        std::span<const std::byte>(coded_).first(n), [this](std::span<const std::byte> out) {
            pending_.insert(pending_.end(), out.begin(), out.end());
            return Error{};
        });
    return error.ok() ? pump(nullptr) : error;
}

void DecodedBody::flush() {
    pump(nullptr);
    target_->flush();
}

// Nothing can go on from the middle of a coding.
void DecodedBody::stop() {
    pending_.clear();
    target_->stop();
}

// Moves what is decoded into the target, as far as it has space; else says what holds it.
Error DecodedBody::pump(BodySpace* held) {
    std::size_t moved = 0;
    Error error;
    while (moved < pending_.size() && error.ok()) {
        const BodySpace space = target_->space();
        if (space.into.empty()) {
            if (held != nullptr) {
                *held = space;
            }
            break;
        }
        const std::size_t n = std::min(space.into.size(), pending_.size() - moved);
        std::memcpy(space.into.data(), pending_.data() + moved, n);
        moved += n;
        error = target_->arrived(n);
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(moved));
    return error;
}

}  // namespace penstock
