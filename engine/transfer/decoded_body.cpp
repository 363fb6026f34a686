#include "engine/transfer/decoded_body.h"

#include <algorithm>
#include <utility>

namespace penstock {

BodySpace DecodedBody::space() {
    BodySpace held;
    pump(&held);
    if (more_ || !error_.ok()) {
        return held;
    }
    return {coded_, WaitsFor::Nothing, std::nullopt};
}

Error DecodedBody::arrived(std::size_t n) {
    rest_ = std::span<const std::byte>(coded_).first(n);
    more_ = n > 0;
    pump(nullptr);
    return error_;
}

void DecodedBody::flush() {
    pump(nullptr);
    target_->flush();
}

// Nothing can go on from the middle of a coding.
void DecodedBody::stop() {
    more_ = false;
    target_->stop();
}

// Decodes into the target, as far as that has space; else says what holds it. What has no space
// stays coded, and while anything does, space() lets nothing more come.
void DecodedBody::pump(BodySpace* held) {
    while (more_ && error_.ok()) {
        const BodySpace space = target_->space();
        if (space.into.empty()) {
            if (held != nullptr) {
                *held = space;
            }
            return;
        }
        const auto made = decoder_->decode(rest_, space.into);
        if (!made) {
            failWith(made.error());
            return;
        }
        if (belied_ != nullptr && decoder_->belied()) {
            std::exchange(belied_, nullptr)();
        }
        more_ = made.value() == space.into.size();  // else all that was there has come out
        if (made.value() > 0) {
            if (const Error error = target_->arrived(made.value()); !error.ok()) {
                failWith(error);
            }
        }
    }
}

void DecodedBody::failWith(const Error& error) {
    error_ = error;
    failed_(error);
}

}  // namespace penstock
