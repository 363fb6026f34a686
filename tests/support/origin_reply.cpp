#include "tests/support/origin_reply.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <ctime>
#include <utility>

namespace penstock {

namespace {

using After = OriginPiece::After;

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

bool sameName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

/// Up to `separator`; takes it and what was before it from `text`.
std::string_view takeUntil(std::string_view& text, std::string_view separator) {
    const std::size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + separator.size());
    return part;
}

std::string_view reasonOf(int status) {
    static constexpr std::array<std::pair<int, std::string_view>, 21> kReasons{{
        {200, "OK"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {416, "Range Not Satisfiable"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    }};
    const auto* found = std::find_if(kReasons.begin(), kReasons.end(),
                                     [status](const auto& line) { return line.first == status; });
    return found != kReasons.end() ? found->second : "Status";
}

std::string httpDate(std::time_t time) {
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    return {text.data(),
            std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::optional<std::uint64_t> numberOf(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

struct RangeAnswer {
    enum class Kind : std::uint8_t { Whole, Part, Unsatisfiable };
    Kind kind = Kind::Whole;
    ByteRange range = {};
};

/// One range of RFC 9110 section 14.1.2; anything else is answered as if it had not been sent.
RangeAnswer rangeOf(std::string_view field, std::uint64_t size) {
    using Kind = RangeAnswer::Kind;
    constexpr std::string_view kUnit = "bytes=";
    if (!field.starts_with(kUnit) || field.find(',') != std::string_view::npos) {
        return {};
    }
    field.remove_prefix(kUnit.size());
    const std::optional<std::uint64_t> first = numberOf(takeUntil(field, "-"));
    const std::optional<std::uint64_t> last = numberOf(field);
    if (!first && !last) {
        return {};
    }
    if (!first) {
        const std::uint64_t length = std::min(*last, size);
        return length == 0 ? RangeAnswer{Kind::Unsatisfiable}
                           : RangeAnswer{Kind::Part, {size - length, size}};
    }
    if (*first >= size) {
        return {Kind::Unsatisfiable};
    }
    return {Kind::Part, {*first, last ? std::min(*last, size - 1) + 1 : size}};
}

/// The file as it is for this request.
struct Entity {
    std::uint64_t size = 0;
    std::uint64_t seed = 0;
    std::optional<std::string> literal = {};
    std::string etag = {};
};

Entity entityOf(const Rule& rule, const RequestLog& request) {
    const std::uint64_t size = rule.literal ? rule.literal->size() : rule.size;
    if (rule.change && request.numberForRule > rule.change->afterRequests) {
        return {rule.change->size.value_or(size), rule.change->seed, {}, rule.change->etag};
    }
    return {size, rule.seed, rule.literal, rule.etag};
}

/// RFC 9110 section 13.1.5: a weak tag never matches.
bool ifRangeHolds(const Rule& rule, const Entity& entity, const RequestLog& request) {
    const std::string condition = request.header("If-Range");
    const bool strong = !condition.empty() && !condition.starts_with("W/");
    return condition.empty() ||
           (strong && (condition == entity.etag || condition == rule.lastModified));
}

bool bodyless(int status) {
    return status == 204 || status == 304 || status < 200;
}

bool keptAlive(const Rule& rule, const RequestLog& request) {
    return rule.keepAlive && rule.framing != OriginFraming::UntilClose &&
           !sameName(request.header("Connection"), "close");
}

void addFraming(OriginReply& reply, std::uint64_t length) {
    if (bodyless(reply.status)) {
        return;
    }
    if (reply.framing == OriginFraming::Length) {
        reply.headers.push_back({"Content-Length", std::to_string(length)});
    } else if (reply.framing == OriginFraming::Chunked) {
        reply.headers.push_back({"Transfer-Encoding", "chunked"});
    }
}

/// A short text of the origin's own instead of the file.
OriginReply shortReply(int status) {
    OriginReply reply;
    reply.status = status;
    reply.reason = reasonOf(status);
    reply.literal = bodyless(status) ? "" : std::to_string(status) + " " + reply.reason + "\n";
    reply.content = {0, reply.literal->size()};
    reply.headers.push_back({"Content-Type", "text/plain"});
    addFraming(reply, reply.content.size());
    return reply;
}

void addEntityFields(const Rule& rule, const Entity& entity, OriginReply& reply) {
    const auto add = [&reply](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            reply.headers.push_back({std::string(name), value});
        }
    };
    add("Content-Type", rule.contentType);
    add("Accept-Ranges", rule.ranges ? "bytes" : "none");
    add("ETag", entity.etag);
    add("Last-Modified", rule.lastModified);
    add("Content-Disposition", rule.contentDisposition);
}

OriginReply fileReply(const Rule& rule, const RequestLog& request) {
    using Kind = RangeAnswer::Kind;
    const Entity entity = entityOf(rule, request);
    const std::string size = std::to_string(entity.size);
    RangeAnswer wanted;
    if (rule.ranges && !rule.ignoreRange && ifRangeHolds(rule, entity, request)) {
        wanted = rangeOf(request.range, entity.size);
    }
    if (wanted.kind == Kind::Unsatisfiable) {
        OriginReply reply = shortReply(416);
        reply.headers.push_back({"Content-Range", "bytes */" + size});
        return reply;
    }
    OriginReply reply;
    const bool part = wanted.kind == Kind::Part;
    reply.status = rule.status / 100 == 2 ? rule.status : part ? 206 : 200;
    reply.reason = reasonOf(reply.status);
    reply.seed = entity.seed;
    reply.literal = entity.literal;
    reply.framing = rule.framing;
    reply.content = part ? wanted.range : ByteRange{0, entity.size};
    addEntityFields(rule, entity, reply);
    addFraming(reply, reply.content.size());
    if (part) {
        reply.headers.push_back({"Content-Range", "bytes " + std::to_string(reply.content.begin) +
                                                      "-" + std::to_string(reply.content.end - 1) +
                                                      "/" + size});
    }
    return reply;
}

OriginReply replyOf(const Rule& rule, const RequestLog& request, bool misbehaves) {
    const bool redirects = misbehaves && !rule.location.empty();
    const bool fails = misbehaves && rule.status != 0 && rule.status / 100 != 2;
    OriginReply reply;
    if (redirects || fails) {
        reply = shortReply(rule.status != 0 ? rule.status : 302);
    } else {
        reply = fileReply(rule, request);
    }
    if (redirects) {
        reply.headers.push_back({"Location", rule.location});
    }
    reply.headers.insert(reply.headers.end(), rule.headers.begin(), rule.headers.end());
    const std::string date = rule.date.value_or(httpDate(std::time(nullptr)));
    if (!date.empty()) {
        reply.headers.push_back({"Date", date});
    }
    if (!keptAlive(rule, request)) {
        reply.headers.push_back({"Connection", "close"});
    }
    return reply;
}

std::string headOf(const OriginReply& reply) {
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " " + reply.reason + "\r\n";
    for (const HeaderField& field : reply.headers) {
        head += field.name + ": " + field.value + "\r\n";
    }
    return head + "\r\n";
}

/// An answer without a rule.
std::deque<OriginPiece> refusal(int status, const RequestLog& request) {
    const OriginReply reply = shortReply(status);
    const After after = status == 400 ? After::Close : After::Continue;
    const std::string body = request.method == "HEAD" ? "" : reply.literal.value();
    return {{.bytes = headOf(reply) + body, .after = after}};
}

/// Shortens the body to where it is to break off. A break behind the body's end is none.
void breakOff(const OriginReply& rule, OriginPiece& body) {
    const std::array<std::pair<std::optional<std::uint64_t>, After>, 3> kBreaks{{
        {rule.stallAfter, After::Stall},
        {rule.closeAfter, After::Cut},
        {rule.resetAfter, After::Reset},
    }};
    for (const auto& [after, what] : kBreaks) {
        if (after && *after <= body.content.size()) {
            body.content.end = body.content.begin + *after;
            body.after = what;
        }
    }
}

OriginPiece bodyPiece(const Rule& rule, OriginReply& reply) {
    OriginPiece body;
    body.delay = rule.delayBody;
    body.content = reply.content;
    body.seed = reply.seed;
    body.literal = std::move(reply.literal);
    body.chunkSize =
        reply.framing == OriginFraming::Chunked ? std::max(rule.chunkSize, std::uint64_t{1}) : 0;
    body.rate = reply.rate;
    return body;
}

/// The pieces of an answer that has a head.
std::deque<OriginPiece> piecesOf(const Rule& rule, const RequestLog& request, OriginReply reply) {
    std::deque<OriginPiece> pieces;
    pieces.push_back({.delay = rule.delayFirstByte, .bytes = headOf(reply)});
    if (request.method != "HEAD" && !bodyless(reply.status)) {
        pieces.push_back(bodyPiece(rule, reply));
        breakOff(reply, pieces.back());
        if (pieces.back().after != After::Continue) {
            return pieces;
        }
        if (reply.framing == OriginFraming::Chunked) {
            pieces.push_back({.bytes = std::string(kLastChunk)});
        }
    }
    for (OriginPiece& extra : piecesOf(rule.trailing)) {
        pieces.push_back(std::move(extra));
    }
    if (pieces.back().after == After::Continue && !keptAlive(rule, request)) {
        pieces.back().after = rule.closeNotify ? After::Close : After::Cut;
    }
    return pieces;
}

}  // namespace

std::string RequestLog::header(std::string_view name) const {
    const auto found =
        std::find_if(headers.begin(), headers.end(),
                     [name](const HeaderField& field) { return sameName(field.name, name); });
    return found != headers.end() ? found->value : std::string{};
}

std::optional<RequestLog> takeRequest(std::string& input) {
    const std::size_t end = input.find(kHeadEnd);
    if (end == std::string::npos) {
        return std::nullopt;
    }
    const std::string head = input.substr(0, end);
    input.erase(0, end + kHeadEnd.size());

    RequestLog request;
    std::string_view lines = head;
    std::string_view first = takeUntil(lines, "\r\n");
    const std::string_view method = takeUntil(first, " ");
    const std::string_view target = takeUntil(first, " ");
    if (first.starts_with("HTTP/1.")) {
        request.method = method;
        request.target = target;
    }
    while (!lines.empty()) {
        std::string_view value = takeUntil(lines, "\r\n");
        const std::string_view name = takeUntil(value, ":");
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        request.headers.push_back({std::string(name), std::string(value)});
    }
    request.range = request.header("Range");
    return request;
}

std::deque<OriginPiece> piecesOf(const std::vector<RawStep>& script) {
    std::deque<OriginPiece> pieces;
    for (const RawStep& step : script) {
        pieces.push_back({.delay = step.delayBefore,
                          .bytes = step.bytes,
                          .after = step.reset   ? After::Reset
                                   : step.close ? After::Cut
                                                : After::Continue});
    }
    return pieces;
}

std::deque<OriginPiece> answerOf(const Rule* rule, const RequestLog& request) {
    if (request.method.empty()) {
        return refusal(400, request);
    }
    if (rule == nullptr) {
        return refusal(404, request);
    }
    const bool misbehaves = !rule->times || request.numberForRule <= *rule->times;
    OriginReply reply;
    if (misbehaves && !rule->script.empty()) {
        reply.script = rule->script;
    } else {
        reply = replyOf(*rule, request, misbehaves);
    }
    reply.rate = rule->rate;
    if (misbehaves) {
        reply.stallAfter = rule->stallAfter;
        reply.closeAfter = rule->closeAfter;
        reply.resetAfter = rule->resetAfter;
    }
    if (rule->edit) {
        rule->edit(request, reply);
    }
    std::deque<OriginPiece> pieces =
        reply.script.empty() ? piecesOf(*rule, request, std::move(reply)) : piecesOf(reply.script);
    for (OriginPiece& piece : pieces) {
        piece.bytesPerWrite = rule->bytesPerWrite;
    }
    return pieces;
}

}  // namespace penstock
