#include "engine/http/content_decoder.h"

#include "engine/base/text.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kOutputBytes = std::size_t{32} * 1024;
constexpr int kGzipWindow = MAX_WBITS + 16;  // zlib: read a gzip header and check its trailer
constexpr int kZlibWindow = MAX_WBITS;
constexpr int kRawWindow = -MAX_WBITS;
constexpr std::size_t kZlibHeaderBytes = 2;

enum class Coding : std::uint8_t { Gzip, Deflate };

std::optional<Coding> codingOf(std::string_view name) {
    if (equalsIgnoreCase(name, "gzip") || equalsIgnoreCase(name, "x-gzip")) {
        return Coding::Gzip;
    }
    return equalsIgnoreCase(name, "deflate") ? std::optional(Coding::Deflate) : std::nullopt;
}

bool changesNothing(std::string_view name) {
    return name.empty() || equalsIgnoreCase(name, "identity") || equalsIgnoreCase(name, "none");
}

Error corrupt(std::string evidence) {
    return {ErrorKind::EncCorrupt, "The compressed answer of the server is damaged",
            std::move(evidence), 0};
}

Error outOfMemory() {
    return {
        ErrorKind::Internal, "There is no memory to decompress the answer of the server", {}, 0};
}

/// Is this a zlib header (RFC 1950 section 2.2)? A raw stream that begins with these two bytes
/// would have to begin with a stored block with padding that no encoder writes.
bool isZlibHeader(unsigned char cmf, unsigned char flags) {
    constexpr unsigned kDeflateMethod = 8;
    return (cmf & 0x0FU) == kDeflateMethod && (cmf >> 4U) <= 7 && (cmf * 256U + flags) % 31U == 0;
}

}  // namespace

/// One coding: bytes in, at most kOutputBytes out at a time.
class ContentDecoder::Stage {
public:
    explicit Stage(Coding coding) : coding_(coding) {}

    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    ~Stage() {
        if (open_) {
            inflateEnd(&stream_);
        }
    }

    /// Decodes a piece of `in`, advances it, and leaves what came out in output(). Call until `in`
    /// is empty and nothing came out.
    Error step(std::span<const std::byte>& in) {
        produced_ = 0;
        if (!open_) {
            if (Error fault = open(in); !fault.ok() || !open_) {
                return fault;
            }
        }
        if (!sniffed_.empty() && sniffedAt_ < sniffed_.size()) {
            std::span<const std::byte> held =
                std::as_bytes(std::span(sniffed_)).subspan(sniffedAt_);
            const std::size_t before = held.size();
            Error fault = inflateSome(held);
            sniffedAt_ += before - held.size();
            return fault;
        }
        return inflateSome(in);
    }

    [[nodiscard]] std::span<const std::byte> output() const {
        return std::span(buffer_).first(produced_);
    }

    [[nodiscard]] std::uint64_t total() const { return total_; }

    /// Has something begun that has not ended?
    [[nodiscard]] bool unfinished() const { return !ended_ && (began_ || !sniffed_.empty()); }

private:
    /// Finds out, for deflate, which of its two forms this is; that may take more than one piece.
    Error open(std::span<const std::byte>& in) {
        int window = kGzipWindow;
        if (coding_ == Coding::Deflate) {
            while (sniffed_.size() < kZlibHeaderBytes && !in.empty()) {
                sniffed_.push_back(std::to_integer<unsigned char>(in.front()));
                in = in.subspan(1);
            }
            if (sniffed_.size() < kZlibHeaderBytes) {
                return {};
            }
            window = isZlibHeader(sniffed_[0], sniffed_[1]) ? kZlibWindow : kRawWindow;
        }
        open_ = inflateInit2(&stream_, window) == Z_OK;
        return open_ ? Error{} : outOfMemory();
    }

    Error inflateSome(std::span<const std::byte>& in) {
        if (ended_ && in.empty()) {
            return {};
        }
        if (ended_) {
            if (coding_ != Coding::Gzip) {
                return corrupt("There are bytes after its end");
            }
            inflateReset(&stream_);  // another member (RFC 1952 section 2.2)
            ended_ = false;
        }
        began_ = began_ || !in.empty();
        constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
        const auto offered = static_cast<uInt>(std::min(in.size(), kMost));
        // zlib does not write to its input; its interface is older than const.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
        stream_.avail_in = offered;
        stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
        stream_.avail_out = static_cast<uInt>(buffer_.size());
        const int answer = inflate(&stream_, Z_NO_FLUSH);
        const std::size_t taken = offered - stream_.avail_in;
        in = in.subspan(taken);
        produced_ = buffer_.size() - stream_.avail_out;
        total_ += produced_;
        barren_ = produced_ > 0 ? 0 : barren_ + taken;
        return judge(answer);
    }

    Error judge(int answer) {
        if (answer == Z_MEM_ERROR) {
            return outOfMemory();
        }
        if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR) {
            return corrupt(stream_.msg == nullptr ? "" : stream_.msg);
        }
        ended_ = answer == Z_STREAM_END;
        return barren_ > kMaxBarrenBytes ? corrupt("Nothing comes out of it") : Error{};
    }

    Coding coding_;
    bool open_ = false;
    bool began_ = false;
    bool ended_ = false;
    std::vector<unsigned char> sniffed_;  // the first bytes of a deflate body
    std::size_t sniffedAt_ = 0;           // how many of them zlib has had
    z_stream stream_{};
    std::size_t produced_ = 0;
    std::uint64_t total_ = 0;
    std::uint64_t barren_ = 0;  // bytes in since the last one out
    std::array<std::byte, kOutputBytes> buffer_{};
};

ContentDecoder::ContentDecoder() = default;
ContentDecoder::~ContentDecoder() = default;

Result<std::unique_ptr<ContentDecoder>> ContentDecoder::make(std::string_view contentEncoding) {
    Headers list;
    list.add("Content-Encoding", std::string(contentEncoding));
    std::unique_ptr<ContentDecoder> decoder(new ContentDecoder);
    for (const std::string_view name : listMembers(list, "Content-Encoding")) {
        if (changesNothing(name)) {
            continue;
        }
        const auto coding = codingOf(name);
        if (!coding) {
            return Error{ErrorKind::EncUnsupported,
                         "The server sends the file compressed in a way that cannot be undone here",
                         "Content-Encoding has " + excerpt(name), 0};
        }
        if (decoder->stages_.size() == kMaxCodings) {
            return Error{ErrorKind::EncUnsupported,
                         "The server has compressed the file more than five times over",
                         {},
                         0};
        }
        decoder->stages_.insert(decoder->stages_.begin(), std::make_unique<Stage>(*coding));
    }
    if (decoder->stages_.empty()) {
        decoder.reset();
    }
    return decoder;
}

Error ContentDecoder::decode(std::span<const std::byte> in, const Output& out) {
    input_ += in.size();
    return decodeFrom(0, in, out);
}

Error ContentDecoder::decodeFrom(std::size_t stage, std::span<const std::byte> in,
                                 const Output& out) {
    if (stage == stages_.size()) {
        return out(in);
    }
    Stage& coding = *stages_[stage];
    const std::uint64_t bound = std::max(kBombFloor, input_ * kBombRatio);
    bool more = !in.empty();
    while (more) {
        if (Error fault = coding.step(in); !fault.ok()) {
            return fault;
        }
        if (coding.total() > bound) {
            return {ErrorKind::EncBomb,
                    "The compressed answer of the server grows beyond all measure",
                    "It became more than " + std::to_string(kBombRatio) + " times as large", 0};
        }
        const auto decoded = coding.output();
        more = !in.empty() || !decoded.empty();
        if (!decoded.empty()) {
            if (Error fault = decodeFrom(stage + 1, decoded, out); !fault.ok()) {
                return fault;
            }
        }
    }
    return {};
}

Error ContentDecoder::finish() const {
    const bool cutShort = std::any_of(stages_.begin(), stages_.end(),
                                      [](const auto& stage) { return stage->unfinished(); });
    return cutShort ? Error{ErrorKind::TruncBody,
                            "The compressed answer of the server ended too early",
                            {},
                            0}
                    : Error{};
}

std::string contentCodings(const Headers& headers) {
    std::string joined;
    for (const std::string_view name : listMembers(headers, "Content-Encoding")) {
        if (changesNothing(name)) {
            continue;
        }
        joined += joined.empty() ? "" : ", ";
        joined += asciiLower(name);
    }
    return joined;
}

}  // namespace penstock
