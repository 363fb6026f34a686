#include "engine/http/judge_answer.h"

#include "engine/http/page_instead.h"
#include "engine/http/redirect.h"
#include "engine/http/retry_after.h"

#include <algorithm>
#include <array>
#include <utility>

namespace penstock {

namespace {

constexpr int kNetworkLogin = 511;      // RFC 6585 section 6
constexpr std::size_t kShownTag = 256;  // of an entity tag: a longer one says nothing to a person

/// Of an answer whose status says that it is whole: whether its Content-Range says so, too.
bool namesTheWhole(const ResponseHead& head) {
    const auto named = parseContentRange(head.fields.get("Content-Range").value_or(""));
    return named && named.value().range && named.value().range->begin == 0 &&
           named.value().total == named.value().range->end;
}

Error changedError(const Asked& asked, std::string evidence) {
    return {ErrorKind::EntityChanged,
            "The file on " + std::string(asked.host) + " has changed since this download began",
            std::move(evidence), 0};
}

Error captiveError(std::string evidence) {
    return {ErrorKind::HttpCaptive,
            "A web page came instead of the file; the network may want a login in a browser first",
            std::move(evidence), 0};
}

// Never written at an offset: the same file comes whole once more, or another one does.
Judgement judgeWhole(const ResponseHead& head, const BodyFraming& framing, const Asked& asked) {
    if (head.fields.contains("Content-Range") && !namesTheWhole(head)) {
        return Refusal{
            {ErrorKind::RangeBad,
             std::string(asked.host) + " sent a part of the file under the status of a whole one",
             statusText(head), 0}};
    }
    Offer offer;
    if (framing.kind == BodyKind::Length) {
        offer.total = framing.length;
    } else if (framing.kind == BodyKind::Nothing) {
        offer.total = 0;
    }
    if (asked.have == 0) {
        return offer;
    }
    if (asked.given != nullptr && isPageInstead(head.fields, *asked.given)) {
        return Retry{captiveError("of the file a part is here already"), {}};
    }
    const bool otherSize =
        asked.total && framing.kind == BodyKind::Length && framing.length != *asked.total;
    if (otherSize || asked.known.contradicts(validatorsOf(head))) {
        return Changed{changedError(asked, otherSize ? "it has another size now"
                                                     : "it has another validator now"),
                       offer};
    }
    if (!asked.mayBeginAgain) {
        return Refusal{{ErrorKind::RangeBad,
                        std::string(asked.host) + " cannot go on where the transfer broke off",
                        statusText(head), 0}};
    }
    if (!offer.total) {
        offer.total = asked.total;  // still holds when the same file comes without it
    }
    return offer;
}

// A 206 for all of the file that nobody asked for is the file.
bool bringsTheWhole(const ResponseHead& head, const BodyFraming& framing, const Asked& asked) {
    return checkPartial(head, 0, asked.total).ok() && namesTheWhole(head) &&
           framing.kind == BodyKind::Length &&
           framing.length ==
               parseContentRange(head.fields.get("Content-Range").value_or("")).value().total;
}

Judgement judgePartial(const ResponseHead& head, const BodyFraming& framing, const Asked& asked) {
    if (framing.coded) {
        return Refusal{{ErrorKind::RangeEncoded,
                        std::string(asked.host) + " sent a part of the file compressed for the way",
                        statusText(head), 0}};
    }
    if (!asked.from && bringsTheWhole(head, framing, asked)) {
        return judgeWhole(head, framing, asked);
    }
    if (!asked.from) {
        return Refusal{{ErrorKind::ProtoUnexpected,
                        std::string(asked.host) + " sent a part of the file without being asked",
                        "206", 0}};
    }
    if (Error error = checkPartial(head, *asked.from, asked.total, asked.codings); !error.ok()) {
        if (error.kind == ErrorKind::EntityChanged) {
            return Changed{std::move(error), {}};
        }
        return Refusal{std::move(error)};
    }
    const Validators later = validatorsOf(head);
    if (asked.known.contradicts(later)) {
        const bool shown = !later.etag.empty() && later.etag.size() <= kShownTag;
        return Changed{
            changedError(asked, "its validator is " + (shown ? later.etag : "another") + " now"),
            {}};
    }
    const ContentRange sent =
        parseContentRange(head.fields.get("Content-Range").value_or("")).value();
    Partial partial;
    partial.range = *sent.range;
    partial.total = asked.total ? asked.total : sent.total;
    partial.bounded = framing.kind != BodyKind::Length || framing.length > sent.range->size();
    return partial;
}

// Nothing from there on. That is the end of a file whose size nobody has told, if it says so, or
// says nothing and the server has just sent all before it. One that was asked for bytes that it
// must have, or is of another file, ends nothing.
Judgement judgeUnsatisfied(const ResponseHead& head, const Asked& asked) {
    const auto field = head.fields.get("Content-Range");
    const auto range = parseContentRange(field.value_or(""));
    const bool told = range && range.value().total == asked.have;
    const bool silent = !field && asked.endMayBeHere;
    if ((told || silent) && *asked.from == asked.have &&
        !asked.known.contradicts(validatorsOf(head)) &&
        asked.total.value_or(asked.have) == asked.have) {
        return AllHere{};
    }
    return Changed{
        changedError(asked, "the server has no bytes from " + std::to_string(*asked.from) + " on"),
        {}};
}

bool isTransientStatus(int status) {
    constexpr std::array kTransient{408, 425, 429, 500, 502, 503, 504, kNetworkLogin, 522, 524};
    return std::ranges::find(kTransient, status) != kTransient.end();
}

Error statusError(const ResponseHead& head, const Asked& asked) {
    const auto error = [&](ErrorKind kind, std::string sentence) {
        return Error{kind, std::move(sentence), statusText(head), 0};
    };
    switch (head.status) {
        case 401:
            return error(ErrorKind::HttpStatus,
                         std::string(asked.host) + " wants a login for " + std::string(asked.name));
        case 407:
            return error(ErrorKind::HttpStatus, "The proxy on the way to " +
                                                    std::string(asked.host) +
                                                    " wants a login, or does not accept it");
        case 403:
            return error(ErrorKind::HttpStatus, std::string(asked.host) +
                                                    " does not allow the download of " +
                                                    std::string(asked.name));
        case 404:
            return error(ErrorKind::HttpStatus,
                         "There is no such file on " + std::string(asked.host));
        case 410:
            return error(ErrorKind::HttpGone,
                         "The file is no longer on " + std::string(asked.host));
        default:
            return error(ErrorKind::HttpStatus, std::string(asked.host) + " did not send the file");
    }
}

Judgement judgeStatus(const ResponseHead& head, const Asked& asked) {
    if (!isTransientStatus(head.status)) {
        return Refusal{statusError(head, asked)};
    }
    Retry retry;
    retry.error = {ErrorKind::HttpServer,
                   std::string(asked.host) + " cannot serve the file at the moment",
                   statusText(head), 0};
    if (head.status == kNetworkLogin) {
        retry.error = {ErrorKind::HttpCaptive,
                       "The network wants a login in a browser before it lets anything through",
                       statusText(head), 0};
    }
    if (const auto value = head.fields.get("Retry-After")) {
        retry.after = parseRetryAfter(*value, asked.now);
    }
    return retry;
}

}  // namespace

Error errorOf(const Judgement& judgement) {
    if (const auto* changed = std::get_if<Changed>(&judgement)) {
        return changed->error;
    }
    if (const auto* later = std::get_if<Retry>(&judgement)) {
        return later->error;
    }
    const auto* refusal = std::get_if<Refusal>(&judgement);
    return refusal == nullptr ? Error{} : refusal->error;
}

Judgement judgeAnswer(const ResponseHead& head, const BodyFraming& framing, const Asked& asked) {
    if (isRedirect(head.status) && head.fields.contains("Location")) {
        return NextRequest{};
    }
    switch (head.status) {
        case 200:
        case 201:
        case 203:
            return judgeWhole(head, framing, asked);
        case 206:
            return judgePartial(head, framing, asked);
        case 416:
            return asked.from ? judgeUnsatisfied(head, asked) : judgeStatus(head, asked);
        default:
            return judgeStatus(head, asked);
    }
}

}  // namespace penstock
