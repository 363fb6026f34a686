#include "engine/http/content_range.h"

#include "engine/base/text.h"
#include "engine/http/body_framing.h"
#include "engine/http/content_decoder.h"

#include <string>
#include <utility>

namespace penstock {

namespace {

Error badRange(std::string_view seen) {
    return {ErrorKind::RangeBad, "The server does not say properly which part of the file it sends",
            "Content-Range has " + excerpt(seen), 0};
}

std::optional<std::uint64_t> parseSize(std::string_view text) {
    const auto number = parseDecimal(text);
    return number && *number < kSizeLimit ? number : std::nullopt;
}

/// "first-last" as half open.
std::optional<ByteRange> parseSpan(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = parseSize(text.substr(0, dash));
    const auto last = parseSize(text.substr(dash + 1));
    // The end, one past the last, is an offset too, so it stays below the limit as well.
    if (!first || !last || *last < *first || *last + 1 >= kSizeLimit) {
        return std::nullopt;
    }
    return ByteRange{*first, *last + 1};
}

bool isMultipart(const Headers& fields) {
    constexpr std::string_view kType = "multipart/byteranges";
    const auto type = fields.get("Content-Type");
    return type && equalsIgnoreCase(trimOws(type->substr(0, type->find(';'))), kType);
}

Error checkAgainst(const ContentRange& sent, std::uint64_t askedBegin,
                   std::optional<std::uint64_t> knownTotal, std::string_view seen) {
    if (!sent.range) {
        return badRange(seen);
    }
    if (sent.range->begin != askedBegin) {
        return {ErrorKind::RangeMismatch,
                "The server sends another part of the file than was asked for",
                "Asked from byte " + std::to_string(askedBegin) + ", it sends from byte " +
                    std::to_string(sent.range->begin),
                0};
    }
    if (sent.total && knownTotal && *sent.total != *knownTotal) {
        return {ErrorKind::EntityChanged, "The file on the server has another size now",
                "It was " + std::to_string(*knownTotal) + " bytes and is " +
                    std::to_string(*sent.total),
                0};
    }
    if (knownTotal && sent.range->end > *knownTotal) {
        return badRange(seen);
    }
    return {};
}

}  // namespace

Result<ContentRange> parseContentRange(std::string_view value) {
    constexpr std::string_view kUnit = "bytes ";
    const std::string_view text = trimOws(value);
    const std::size_t slash = text.find('/');
    if (!equalsIgnoreCase(text.substr(0, kUnit.size()), kUnit) || slash == std::string_view::npos) {
        return badRange(value);
    }
    const std::string_view span = text.substr(kUnit.size(), slash - kUnit.size());
    const std::string_view size = text.substr(slash + 1);
    ContentRange out;
    out.range = parseSpan(span);
    out.total = parseSize(size);
    const bool unsatisfied = span == "*";
    if ((!out.range && !unsatisfied) || (!out.total && (unsatisfied || size != "*"))) {
        return badRange(value);
    }
    if (out.range && out.total && out.range->end > *out.total) {
        return badRange(value);
    }
    return out;
}

Error checkPartial(const ResponseHead& head, std::uint64_t askedBegin,
                   std::optional<std::uint64_t> knownTotal, std::string_view codings) {
    if (isMultipart(head.fields)) {
        return {ErrorKind::RangeMultipart,
                "The server sends several parts where one was asked for",
                {},
                0};
    }
    if (const std::string sent = contentCodings(head.fields); sent != codings) {
        return {ErrorKind::RangeEncoded, "The server sends a part of another form of the file",
                sent.empty() ? "There is no Content-Encoding any more"
                             : "Content-Encoding has " + excerpt(sent),
                0};
    }
    const auto ranges = head.fields.all("Content-Range");
    if (ranges.size() != 1) {
        return {
            ErrorKind::RangeBad, "The server does not say properly which part of the file it sends",
            ranges.empty() ? "There is no Content-Range" : "There is more than one Content-Range",
            0};
    }
    const auto sent = parseContentRange(ranges.front());
    if (!sent) {
        return sent.error();
    }
    return checkAgainst(sent.value(), askedBegin, knownTotal, ranges.front());
}

}  // namespace penstock
