#include "engine/http/coding_stage.h"

#ifdef PENSTOCK_BROTLI
#include <brotli/decode.h>
#endif

namespace penstock {

#ifdef PENSTOCK_BROTLI

namespace {

struct Destroy {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

// Its window is at most 16 MiB: larger ones are an extension, which has to be asked for.
class BrotliStage final : public CodingStage {
public:
    using State = std::unique_ptr<BrotliDecoderState, Destroy>;

    explicit BrotliStage(State state) : state_(std::move(state)) {}

    Result<std::size_t> step(std::span<const std::byte>& in, std::span<std::byte> out) override {
        if (ended_) {
            return in.empty() ? Result<std::size_t>(std::size_t{0}) : bytesAfterItsEnd();
        }
        began_ = began_ || !in.empty();
        std::size_t left = in.size();
        const auto* food = reinterpret_cast<const std::uint8_t*>(in.data());
        std::size_t space = out.size();
        auto* into = reinterpret_cast<std::uint8_t*>(out.data());
        const BrotliDecoderResult answer =
            BrotliDecoderDecompressStream(state_.get(), &left, &food, &space, &into, nullptr);
        const std::size_t taken = in.size() - left;
        in = in.subspan(taken);
        if (answer == BROTLI_DECODER_RESULT_ERROR) {
            return fault();
        }
        ended_ = answer == BROTLI_DECODER_RESULT_SUCCESS;
        return moved(taken, out.size() - space);
    }

private:
    [[nodiscard]] Error fault() const {
        const BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(state_.get());
        const bool memory = code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
                            code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
        return memory ? outOfMemory() : corrupt(BrotliDecoderErrorString(code));
    }

    State state_;
};

}  // namespace

std::unique_ptr<CodingStage> makeBrotliStage() {
    BrotliStage::State state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    return state == nullptr ? nullptr : std::make_unique<BrotliStage>(std::move(state));
}

#else

std::unique_ptr<CodingStage> makeBrotliStage() {
    return nullptr;
}

#endif

}  // namespace penstock
