// gzip and deflate, by zlib.

#include "engine/http/coding_stage.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace penstock {

namespace {

constexpr int kGzipWindow = MAX_WBITS + 16;  // zlib: read a gzip header and check its trailer
constexpr int kZlibWindow = MAX_WBITS;
constexpr int kRawWindow = -MAX_WBITS;
constexpr std::size_t kHeaderBytes = 2;  // by which zlib's and gzip's are known

constexpr unsigned char kGzipMagic[]{0x1F, 0x8B};  // RFC 1952 section 2.3.1

/// Is this a zlib header (RFC 1950 section 2.2)? A raw stream that begins with these two bytes
/// would have to begin with a stored block with padding that no encoder writes.
bool isZlibHeader(unsigned char cmf, unsigned char flags) {
    constexpr unsigned kDeflateMethod = 8;
    return (cmf & 0x0FU) == kDeflateMethod && (cmf >> 4U) <= 7 && (cmf * 256U + flags) % 31U == 0;
}

uInt bounded(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

class ZlibStage final : public CodingStage {
public:
    explicit ZlibStage(bool gzip) : gzip_(gzip) {}

    ~ZlibStage() override {
        if (open_) {
            inflateEnd(&stream_);
        }
    }

    Result<std::size_t> step(std::span<const std::byte>& in, std::span<std::byte> out) override {
        if (!open_) {
            if (Error fault = open(in); !fault.ok()) {
                return fault;
            }
            if (!open_) {
                return std::size_t{0};
            }
        }
        if (hungry()) {
            return pass(in, out);
        }
        std::span<const std::byte> held = std::as_bytes(std::span(sniffed_)).subspan(sniffedAt_);
        const std::size_t before = held.size();
        auto made = pass(held, out);
        sniffedAt_ += before - held.size();
        return made;
    }

    [[nodiscard]] bool hungry() const override { return !open_ || sniffedAt_ == sniffed_.size(); }

    [[nodiscard]] bool unfinished() const override {
        return !belied_ && !ended_ && (began_ || !sniffed_.empty());
    }

    [[nodiscard]] bool belied() const override { return belied_; }

private:
    /// Finds out, for deflate, which of its two forms this is, and whether what is called gzip is
    /// that at all; that may take more than one piece.
    Error open(std::span<const std::byte>& in) {
        while (sniffed_.size() < kHeaderBytes && !in.empty()) {
            sniffed_.push_back(std::to_integer<unsigned char>(in.front()));
            in = in.subspan(1);
        }
        if (sniffed_.size() < kHeaderBytes) {
            return {};
        }
        belied_ = gzip_ && (sniffed_[0] != kGzipMagic[0] || sniffed_[1] != kGzipMagic[1]);
        const int window = gzip_                                    ? kGzipWindow
                           : isZlibHeader(sniffed_[0], sniffed_[1]) ? kZlibWindow
                                                                    : kRawWindow;
        open_ = inflateInit2(&stream_, window) == Z_OK;
        return open_ ? Error{} : outOfMemory();
    }

    Result<std::size_t> pass(std::span<const std::byte>& in, std::span<std::byte> out) {
        if (!belied_) {
            return inflateSome(in, out);
        }
        const std::size_t n = std::min(in.size(), out.size());
        std::copy_n(in.begin(), n, out.begin());
        in = in.subspan(n);
        return moved(n, n);
    }

    Result<std::size_t> inflateSome(std::span<const std::byte>& in, std::span<std::byte> out) {
        if (ended_ && in.empty()) {
            return std::size_t{0};
        }
        if (ended_) {
            if (!gzip_) {
                return bytesAfterItsEnd();
            }
            inflateReset(&stream_);  // another member (RFC 1952 section 2.2)
            ended_ = false;
        }
        began_ = began_ || !in.empty();
        const uInt offered = bounded(in.size());
        const uInt space = bounded(out.size());
        // zlib does not write to its input; its interface is older than const.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
        stream_.avail_in = offered;
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = space;
        const int answer = inflate(&stream_, Z_NO_FLUSH);
        const std::size_t taken = offered - stream_.avail_in;
        in = in.subspan(taken);
        if (answer == Z_MEM_ERROR) {
            return outOfMemory();
        }
        if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR) {
            return corrupt(stream_.msg == nullptr ? "" : stream_.msg);
        }
        ended_ = ended_ || answer == Z_STREAM_END;
        return moved(taken, space - stream_.avail_out);
    }

    bool gzip_;
    bool open_ = false;
    bool belied_ = false;
    std::vector<unsigned char> sniffed_;  // the first bytes
    std::size_t sniffedAt_ = 0;           // how many of them zlib has had
    z_stream stream_{};
};

}  // namespace

std::unique_ptr<CodingStage> makeGzipStage() {
    return std::make_unique<ZlibStage>(true);
}

std::unique_ptr<CodingStage> makeDeflateStage() {
    return std::make_unique<ZlibStage>(false);
}

}  // namespace penstock
