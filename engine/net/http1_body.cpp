#include "engine/net/http1_body.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace penstock {

Http1Body::Step Http1Body::begin(const BodyFraming& framing, ExchangeEvents& events, bool drains,
                                 std::span<const std::byte> first) {
    events_ = &events;
    framing_ = framing;
    drains_ = drains;
    throughScratch_ = drains || framing.kind == BodyKind::Chunked;
    got_ = 0;
    if (framing.kind == BodyKind::Nothing || isWhole()) {
        return first.empty() ? Step::Ended : Step::Spoilt;
    }
    if (drains && (framing.kind == BodyKind::UntilClose ||
                   (framing.kind == BodyKind::Length && framing.length > kDrainLimit))) {
        return Step::Spoilt;  // cheaper to connect anew than to read it
    }
    if (framing_.kind == BodyKind::Chunked) {
        chunks_.reset();
    }
    return feed(first);
}

void Http1Body::forget() noexcept {
    events_ = nullptr;
    data_.clear();
    raw_.clear();
}

std::span<std::byte> Http1Body::room(std::span<std::byte> scratch) {
    if (throughScratch_) {
        return scratchRoom(scratch);
    }
    const BodySpace space = events_->bodySpace();
    if (hold(space) != Step::More) {
        return {};
    }
    return space.into.first(atMostLeft(space.into.size()));
}

std::span<std::byte> Http1Body::scratchRoom(std::span<std::byte> scratch) {
    std::size_t most = drains_ ? kDrainLimit : events_->readAtMost();
    if (most == 0) {
        const BodySpace space = events_->bodySpace();
        if (hold(space) != Step::More) {
            return {};
        }
        most = space.into.size();
    }
    return scratch.first(std::min(scratch.size(), most));
}

Http1Body::Step Http1Body::received(std::span<const std::byte> bytes) {
    if (throughScratch_) {
        return feed(bytes);
    }
    got_ += bytes.size();
    events_->bodyArrived(bytes.size());
    if (events_ == nullptr) {
        return Step::Dropped;
    }
    return isWhole() ? Step::Ended : Step::More;
}

Http1Body::Step Http1Body::resume() {
    const std::vector<std::byte> data = std::exchange(data_, {});
    std::span<const std::byte> rest = data;
    const Step step = deliver(rest);
    if (step != Step::More) {
        if (step == Step::Held) {
            data_.assign(rest.begin(), rest.end());
        }
        return step;
    }
    const std::vector<std::byte> raw = std::exchange(raw_, {});
    return feed(raw);
}

std::string Http1Body::progress() const {
    std::string text = std::to_string(got_);
    if (framing_.kind == BodyKind::Length) {
        text += " of " + std::to_string(framing_.length);
    }
    return text + " bytes of this answer came";
}

std::size_t Http1Body::atMostLeft(std::size_t n) const noexcept {
    if (framing_.kind != BodyKind::Length) {
        return n;
    }
    return static_cast<std::size_t>(std::min<std::uint64_t>(n, framing_.length - got_));
}

Http1Body::Step Http1Body::feed(std::span<const std::byte> input) {
    Step step = Step::More;
    while (step == Step::More && !input.empty()) {
        step = framing_.kind == BodyKind::Chunked ? feedChunks(input) : feedPlain(input);
    }
    if (step == Step::Held) {
        raw_.assign(input.begin(), input.end());  // a body that is held owns what was read
    }
    return step;
}

Http1Body::Step Http1Body::feedPlain(std::span<const std::byte>& input) {
    std::span<const std::byte> data = input.first(atMostLeft(input.size()));
    const std::size_t offered = data.size();
    const Step step = deliver(data);
    input = input.subspan(offered - data.size());
    if (step == Step::More && isWhole()) {
        return input.empty() ? Step::Ended : Step::Spoilt;
    }
    return step;
}

Http1Body::Step Http1Body::feedChunks(std::span<const std::byte>& input) {
    std::span<const std::byte> data;
    switch (chunks_.next(input, data)) {
        case ChunkedDecoder::Step::NeedMore:
            return Step::More;
        case ChunkedDecoder::Step::End:
            return input.empty() && chunks_.tidy() ? Step::Ended : Step::Spoilt;
        case ChunkedDecoder::Step::Failed:
            return Step::Failed;
        case ChunkedDecoder::Step::Data:
            break;
    }
    const Step step = deliver(data);
    if (step == Step::Held) {
        data_.assign(data.begin(), data.end());
    }
    return step;
}

// Advances `data` over what was taken.
Http1Body::Step Http1Body::deliver(std::span<const std::byte>& data) {
    if (drains_) {
        got_ += std::exchange(data, {}).size();
        return got_ > kDrainLimit ? Step::Spoilt : Step::More;
    }
    while (!data.empty()) {
        const BodySpace space = events_->bodySpace();
        if (const Step step = hold(space); step != Step::More) {
            return step;
        }
        const std::size_t n = std::min(space.into.size(), data.size());
        std::memcpy(space.into.data(), data.data(), n);
        data = data.subspan(n);
        got_ += n;
        events_->bodyArrived(n);
        if (events_ == nullptr) {
            return Step::Dropped;
        }
    }
    return Step::More;
}

// Held when there is nowhere to put a byte.
Http1Body::Step Http1Body::hold(const BodySpace& space) {
    if (events_ == nullptr) {
        return Step::Dropped;  // from within bodySpace()
    }
    if (!space.into.empty()) {
        return Step::More;
    }
    held_ = space;
    return Step::Held;
}

}  // namespace penstock
