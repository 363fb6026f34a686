#include "engine/http/coding_stage.h"

#ifdef PENSTOCK_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

namespace penstock {

#ifdef PENSTOCK_ZSTD

namespace {

constexpr int kWindowLog = 23;  // 8 MiB: a server may use no larger one (RFC 9659 section 3)

struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdStage final : public CodingStage {
public:
    using Context = std::unique_ptr<ZSTD_DCtx, Free>;

    explicit ZstdStage(Context context) : context_(std::move(context)) {}

    // A further frame may follow each (RFC 8878 section 3).
    Result<std::size_t> step(std::span<const std::byte>& in, std::span<std::byte> out) override {
        if (in.empty() && (ended_ || !began_)) {
            return std::size_t{0};
        }
        began_ = true;
        ZSTD_inBuffer food{in.data(), in.size(), 0};
        ZSTD_outBuffer into{out.data(), out.size(), 0};
        const std::size_t answer = ZSTD_decompressStream(context_.get(), &into, &food);
        in = in.subspan(food.pos);
        if (ZSTD_isError(answer) != 0) {
            return ZSTD_getErrorCode(answer) == ZSTD_error_memory_allocation
                       ? outOfMemory()
                       : corrupt(ZSTD_getErrorName(answer));
        }
        ended_ = answer == 0;
        return moved(food.pos, into.pos);
    }

private:
    Context context_;
};

}  // namespace

std::unique_ptr<CodingStage> makeZstdStage() {
    ZstdStage::Context context(ZSTD_createDCtx());
    if (context == nullptr ||
        ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog)) != 0) {
        return nullptr;
    }
    return std::make_unique<ZstdStage>(std::move(context));
}

#else

std::unique_ptr<CodingStage> makeZstdStage() {
    return nullptr;
}

#endif

}  // namespace penstock
