#include "engine/net/http1_head.h"

#include "engine/net/http1_error.h"

namespace penstock {

void Http1Head::reset() {
    parser_.reset();
    interim_ = 0;
}

Http1Head::Step Http1Head::feed(std::span<const std::byte>& input) {
    constexpr int kFinal = 200;
    for (;;) {
        std::size_t consumed = 0;
        const ResponseParser::Step step = parser_.feed(input, consumed);
        input = input.subspan(consumed);
        if (step == ResponseParser::Step::NeedMore) {
            return Step::NeedMore;
        }
        if (step == ResponseParser::Step::Failed) {
            return fail(Fault::Text);
        }
        if (parser_.head().status >= kFinal) {
            return finish();
        }
        if (parser_.head().status == 101) {
            return fail(Fault::Upgrade);
        }
        if (++interim_ > kInterimLimit) {
            return fail(Fault::Interim);
        }
        parser_.reset();
    }
}

Http1Head::Step Http1Head::finish() {
    auto framing = bodyFraming(parser_.head());
    if (!framing) {
        return fail(Fault::Framing);
    }
    framing_ = framing.value();
    return Step::Final;
}

Http1Head::Step Http1Head::fail(Fault fault) noexcept {
    fault_ = fault;
    return Step::Failed;
}

Error Http1Head::error() const {
    switch (fault_) {
        case Fault::Upgrade:
            return upgradeError(*peerName_);
        case Fault::Interim:
            return interimError(*peerName_);
        case Fault::Framing:
            return bodyFraming(parser_.head()).error();
        case Fault::Text:
            break;
    }
    return parser_.error();
}

}  // namespace penstock
