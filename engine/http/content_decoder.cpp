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

constexpr std::size_t kBetweenBytes = std::size_t{32} * 1024;
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

/// What servers put there instead: charsets, transfer encodings of mail, and how the file came to
/// their store.
bool namesNoCoding(std::string_view name) {
    constexpr std::array<std::string_view, 8> kWhole{"utf-8", "utf8", "us-ascii", "ascii",
                                                     "8bit",  "7bit", "binary",   "aws-chunked"};
    constexpr std::array<std::string_view, 3> kBegins{"iso-8859-", "windows-", "utf-16"};
    const std::string lower = asciiLower(name);
    return std::find(kWhole.begin(), kWhole.end(), lower) != kWhole.end() ||
           std::any_of(kBegins.begin(), kBegins.end(),
                       [&](std::string_view begin) { return lower.starts_with(begin); });
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

/// One coding: bytes in, bytes out, each as far as there are any.
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

    /// Decodes of `in`, which it advances, what fits into `out`, which must not be empty; returns
    /// how much came out. Nothing more can come once it returns 0 and hungry() with `in` empty.
    Result<std::size_t> step(std::span<const std::byte>& in, std::span<std::byte> out) {
        if (!open_) {
            if (Error fault = open(in); !fault.ok()) {
                return fault;
            }
            if (!open_) {
                return std::size_t{0};
            }
        }
        if (hungry()) {
            return inflateSome(in, out);
        }
        std::span<const std::byte> held = std::as_bytes(std::span(sniffed_)).subspan(sniffedAt_);
        const std::size_t before = held.size();
        auto made = inflateSome(held, out);
        sniffedAt_ += before - held.size();
        return made;
    }

    /// It keeps no input of its own that could still be decoded.
    [[nodiscard]] bool hungry() const { return !open_ || sniffedAt_ == sniffed_.size(); }

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

    // With no input too: what did not fit the last time is still within.
    Result<std::size_t> inflateSome(std::span<const std::byte>& in, std::span<std::byte> out) {
        if (ended_ && in.empty()) {
            return std::size_t{0};
        }
        if (ended_) {
            if (coding_ != Coding::Gzip) {
                return corrupt("There are bytes after its end");
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
        const std::size_t made = space - stream_.avail_out;
        in = in.subspan(taken);
        total_ += made;
        barren_ = made > 0 ? 0 : barren_ + taken;
        if (Error fault = judge(answer); !fault.ok()) {
            return fault;
        }
        return made;
    }

    static uInt bounded(std::size_t size) {
        return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    }

    Error judge(int answer) {
        if (answer == Z_MEM_ERROR) {
            return outOfMemory();
        }
        if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR) {
            return corrupt(stream_.msg == nullptr ? "" : stream_.msg);
        }
        ended_ = ended_ || answer == Z_STREAM_END;
        return barren_ > kMaxBarrenBytes ? corrupt("Nothing comes out of it") : Error{};
    }

    Coding coding_;
    bool open_ = false;
    bool began_ = false;
    bool ended_ = false;
    std::vector<unsigned char> sniffed_;  // the first bytes of a deflate body
    std::size_t sniffedAt_ = 0;           // how many of them zlib has had
    z_stream stream_{};
    std::uint64_t total_ = 0;
    std::uint64_t barren_ = 0;  // bytes in since the last one out
};

/// What has come out of one coding and not yet gone into the next.
struct ContentDecoder::Between {
    std::array<std::byte, kBetweenBytes> bytes;
    std::span<const std::byte> rest;
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
    while (decoder->between_.size() + 1 < decoder->stages_.size()) {
        decoder->between_.push_back(std::make_unique<Between>());
    }
    if (decoder->stages_.empty()) {
        decoder.reset();
    }
    return decoder;
}

Result<std::size_t> ContentDecoder::decode(std::span<const std::byte>& in,
                                           std::span<std::byte> out) {
    return fill(stages_.size() - 1, in, out);
}

// From the last coding to the first: each asks the one before it only for what it has no input for,
// so that nothing is decoded for which there is no room.
Result<std::size_t> ContentDecoder::fill(std::size_t number, std::span<const std::byte>& in,
                                         std::span<std::byte> out) {
    Stage& stage = *stages_[number];
    std::size_t made = 0;
    while (made < out.size()) {
        std::span<const std::byte>& food = number == 0 ? in : between_[number - 1]->rest;
        const std::size_t offered = food.size();
        auto more = stage.step(food, out.subspan(made));
        if (!more) {
            return more;
        }
        made += more.value();
        input_ += number == 0 ? offered - food.size() : 0;
        if (stage.total() > std::max(kBombFloor, input_ * kBombRatio)) {
            return Error{
                ErrorKind::EncBomb, "The compressed answer of the server grows beyond all measure",
                "It became more than " + std::to_string(kBombRatio) + " times as large", 0};
        }
        if (more.value() > 0 || !food.empty() || !stage.hungry()) {
            continue;
        }
        if (number == 0) {
            break;
        }
        Between& before = *between_[number - 1];
        const auto fed = fill(number - 1, in, before.bytes);
        if (!fed || fed.value() == 0) {
            return fed ? Result<std::size_t>(made) : fed;
        }
        before.rest = std::span<const std::byte>(before.bytes).first(fed.value());
    }
    return made;
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
        if (changesNothing(name) || namesNoCoding(name)) {
            continue;
        }
        joined += joined.empty() ? "" : ", ";
        joined += asciiLower(name);
    }
    return joined;
}

std::string_view mislabelled(const Headers& headers) {
    if (!headers.contains("Content-Encoding")) {
        return {};
    }
    const auto names = listMembers(headers, "Content-Encoding");
    const auto found = std::find_if(names.begin(), names.end(), namesNoCoding);
    return found != names.end() ? *found : std::string_view();
}

}  // namespace penstock
