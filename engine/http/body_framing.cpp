#include "engine/http/body_framing.h"

#include "engine/base/text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

namespace {

Error badFraming(std::string sentence, std::string evidence) {
    return {ErrorKind::ProtoFraming, std::move(sentence), std::move(evidence), 0};
}

/// RFC 9112 section 9.3, for a message whose own framing is sound.
bool keepsAlive(const ResponseHead& head) {
    bool close = false;
    bool keepAlive = head.minorVersion >= 1;
    eachMember(head.fields, "Connection", [&](std::string_view option) {
        close = close || equalsIgnoreCase(option, "close");
        keepAlive = keepAlive || equalsIgnoreCase(option, "keep-alive");
    });
    return head.tidy && head.status != 101 && !close && keepAlive;
}

Result<std::optional<std::uint64_t>> announcedLength(const Headers& fields) {
    std::optional<std::uint64_t> length;
    std::optional<Error> fault;
    eachMember(fields, "Content-Length", [&](std::string_view member) {
        const auto value = parseDecimal(member);
        if (fault) {
            return;
        }
        if (!value || *value >= kSizeLimit) {
            fault = badFraming("The server announces a length that is no size",
                               "Content-Length has " + excerpt(member));
        } else if (length && *length != *value) {
            fault = badFraming(
                "The server announces two different lengths",
                "Content-Length has " + std::to_string(*length) + " and " + std::to_string(*value));
        }
        length = value;
    });
    if (fault) {
        return *std::move(fault);
    }
    return length;
}

struct TransferCoding {
    bool chunked = false;
    bool coded = false;
    bool usual = true;  // else the connection carries nothing more (RFC 9112 section 6.1)
};

bool saysNothing(std::string_view coding) {
    return coding.empty() || equalsIgnoreCase(coding, "identity");
}

bool isUndone(std::string_view coding) {
    return equalsIgnoreCase(coding, "gzip") || equalsIgnoreCase(coding, "x-gzip") ||
           equalsIgnoreCase(coding, "deflate");
}

/// We ask for none (no TE field), but some send one. What does not end in chunked, or is not known,
/// is an error: what one side takes for the framing and another does not splits messages.
Result<TransferCoding> transferCoding(const ResponseHead& head) {
    TransferCoding coding;
    if (!head.fields.contains("Transfer-Encoding")) {
        return coding;
    }
    const auto names = listMembers(head.fields, "Transfer-Encoding");
    for (const std::string_view name : names) {
        if (equalsIgnoreCase(name, "chunked")) {
            coding.chunked = true;
        } else if (isUndone(name) && !coding.chunked) {
            coding.coded = true;
        } else if (!saysNothing(name)) {
            return badFraming(
                "The server uses a transfer coding other than chunked",
                "Transfer-Encoding has " + excerpt(name) + (names.size() > 1 ? " and more" : ""));
        }
    }
    if (coding.coded && !coding.chunked) {
        return badFraming("The server uses a transfer coding without saying where it ends",
                          "Transfer-Encoding ends without chunked");
    }
    coding.usual = coding.chunked && names.size() == 1 && head.minorVersion > 0;
    return coding;
}

bool hasNoBody(int status) {
    return (status >= 100 && status < 200) || status == 204 || status == 205 || status == 304;
}

/// The length, if one plain Content-Length is all that a head says of framing, as most do; found in
/// one pass.
std::optional<std::uint64_t> onlyLength(const Headers& fields) {
    constexpr std::string_view kLength = "Content-Length";
    constexpr std::string_view kCoding = "Transfer-Encoding";
    constexpr std::string_view kConnection = "Connection";
    std::optional<std::string_view> found;
    for (const FieldView field : fields.fields()) {
        const std::size_t size = field.name.size();
        if (size == kLength.size() && equalsIgnoreCase(field.name, kLength)) {
            if (found) {
                return std::nullopt;
            }
            found = field.value;
        } else if ((size == kCoding.size() && equalsIgnoreCase(field.name, kCoding)) ||
                   (size == kConnection.size() && equalsIgnoreCase(field.name, kConnection))) {
            return std::nullopt;
        }
    }
    const auto length = found ? parseDecimal(*found) : std::nullopt;
    return length && *length < kSizeLimit ? length : std::nullopt;
}

}  // namespace

Result<BodyFraming> bodyFraming(const ResponseHead& head, bool headRequest) {
    if (!headRequest && !hasNoBody(head.status)) {
        if (const auto length = onlyLength(head.fields)) {
            return BodyFraming{BodyKind::Length, *length, head.tidy && head.minorVersion >= 1};
        }
    }
    const auto announced = announcedLength(head.fields);
    if (!announced) {
        return announced.error();
    }
    const auto coding = transferCoding(head);
    if (!coding) {
        return coding.error();
    }
    const bool chunked = coding.value().chunked;
    const std::optional<std::uint64_t> length = announced.value();
    const bool alive = keepsAlive(head) && coding.value().usual;
    if (headRequest || head.status == 304) {
        return BodyFraming{BodyKind::Nothing, 0,
                           alive};  // lengths here are those of another answer
    }
    if (hasNoBody(head.status)) {
        const bool announcesOne = chunked || length.value_or(0) > 0;
        return BodyFraming{BodyKind::Nothing, 0, alive && !announcesOne};
    }
    if (chunked) {
        return BodyFraming{BodyKind::Chunked, 0, alive && !length, coding.value().coded};
    }
    if (length) {
        return BodyFraming{BodyKind::Length, *length, alive};
    }
    return BodyFraming{BodyKind::UntilClose, 0, false};
}

std::string transferCodings(const Headers& fields) {
    std::string joined;
    for (const std::string_view name : listMembers(fields, "Transfer-Encoding")) {
        if (isUndone(name)) {
            joined += joined.empty() ? "" : ", ";
            joined += asciiLower(name);
        }
    }
    return joined;
}

}  // namespace penstock
