#include "engine/http/content_decoder.h"

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kBetweenBytes = std::size_t{32} * 1024;

/// What undoes the coding of that name; null: nothing here does.
std::unique_ptr<CodingStage> stageFor(std::string_view name) {
    constexpr std::pair<std::string_view, std::unique_ptr<CodingStage> (*)()> kCodings[] = {
        {"gzip", makeGzipStage},
        {"x-gzip", makeGzipStage},
        {"deflate", makeDeflateStage},
        {"br", makeBrotliStage},
        {"zstd", makeZstdStage}};
    for (const auto& [known, make] : kCodings) {
        if (equalsIgnoreCase(known, name)) {
            return make();
        }
    }
    return nullptr;
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

}  // namespace

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
        auto stage = stageFor(name);
        if (stage == nullptr) {
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
        decoder->stages_.insert(decoder->stages_.begin(), std::move(stage));
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
    CodingStage& stage = *stages_[number];
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

bool ContentDecoder::belied() const {
    return std::ranges::any_of(stages_, [](const auto& stage) { return stage->belied(); });
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
