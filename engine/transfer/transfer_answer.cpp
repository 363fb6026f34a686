// What the head of an answer means for the file.

#include "engine/http/content_disposition.h"
#include "engine/http/content_range.h"
#include "engine/http/retry_after.h"
#include "engine/store/file_name.h"
#include "engine/transfer/decoded_body.h"
#include "engine/transfer/transfer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace penstock {

namespace {

bool storedAsItIs(std::string_view fileName) {
    constexpr std::array<std::string_view, 5> kCompressed{".gz", ".tgz", ".br", ".zst", ".svgz"};
    return std::ranges::any_of(kCompressed,
                               [&](std::string_view end) { return fileName.ends_with(end); });
}

std::string statusText(const ResponseHead& head) {
    return head.reason.empty() ? std::to_string(head.status)
                               : std::to_string(head.status) + " " + head.reason;
}

}  // namespace

BodyTarget* Transfer::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    host_ = url.host;
    switch (head.status) {
        case 200:
        case 203: {
            if (have_ > 0) {
                if (BodyTarget* refused = rangeRefused(head);
                    refused != nullptr || outcome_ != Outcome::None) {
                    return refused;
                }
            }
            return acceptFresh(head, framing, url);
        }
        case 206:
            return acceptPartial(head, url);
        case 416:
            if (have_ > 0) {
                const auto range = parseContentRange(head.fields.get("Content-Range").value_or(""));
                if (range && range.value().total == have_ &&
                    record_->total.value_or(have_) == have_) {
                    outcome_ = Outcome::Complete;  // all of it is here
                    engine_->markDirty(*this);
                    return nullptr;
                }
                return refuse({ErrorKind::EntityChanged,
                               "The file on " + url.host + " has changed since this download began",
                               "the server has no bytes from " + std::to_string(askedFrom_) + " on",
                               0});
            }
            return statusRefused(head, url);
        default:
            return statusRefused(head, url);
    }
}

BodyTarget* Transfer::acceptFresh(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    record_->total =
        framing.kind == BodyKind::Length ? std::optional(framing.length) : std::nullopt;
    if (framing.kind == BodyKind::None) {
        record_->total = 0;
    }
    learn(head, url);
    std::unique_ptr<ContentDecoder> decoder;
    record_->encoding = contentCodings(head.fields);
    if (!record_->encoding.empty() && !storedAsItIs(record_->finalName)) {
        auto made = ContentDecoder::make(record_->encoding);
        if (!made) {
            return refuse(made.error());
        }
        decoder = std::move(made).value();
        record_->total.reset();  // the announced length is that of the coded body
        ranges_ = false;
        record_->etag.clear();
        record_->lastModified.clear();
    }
    enter(TransferEvent::Answered);
    if (sink_ != nullptr && decoder == nullptr) {
        return acceptIntoSink(record_->total);
    }
    std::unique_ptr<BodyTarget> body;
    if (sink_ != nullptr) {
        if (acceptIntoSink(record_->total) == nullptr) {
            return nullptr;
        }
        body = std::move(body_);
    } else {
        auto segment = std::make_unique<Segment>(*engine_, *this, limiter_, Segment::Plan{});
        segment_ = segment.get();
        body = std::move(segment);
        createPart();
    }
    if (decoder != nullptr) {
        body = std::make_unique<DecodedBody>(std::move(decoder), std::move(body));
    }
    body_ = std::move(body);
    return body_.get();
}

BodyTarget* Transfer::acceptIntoSink(std::optional<std::uint64_t> total) {
    if (!sinkBegun_) {
        sinkBegun_ = true;
        if (Error error = sink_->begin(total); !error.ok()) {
            return refuse(std::move(error));
        }
    }
    segment_ = nullptr;
    body_ = std::make_unique<SinkBody>(*engine_, *sink_, limiter_, have_);
    return body_.get();
}

BodyTarget* Transfer::acceptPartial(ResponseHead& head, const Url& url) {
    if (have_ == 0) {
        return refuse({ErrorKind::ProtoUnexpected,
                       url.host + " sent a part of the file without being asked", "206", 0});
    }
    if (Error error = checkPartial(head, askedFrom_, record_->total); !error.ok()) {
        return refuse(std::move(error));
    }
    const Validators known{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    if (known.contradicts(validatorsOf(head))) {
        return refuse({ErrorKind::EntityChanged,
                       "The file on " + url.host + " has changed since this download began",
                       "its validator is " +
                           std::string(head.fields.get("ETag").value_or("another")) + " now",
                       0});
    }
    if (!record_->total) {
        const auto range = parseContentRange(head.fields.get("Content-Range").value_or(""));
        if (range) {
            record_->total = range.value().total;
        }
    }
    ranges_ = true;
    enter(TransferEvent::Answered);
    if (sink_ != nullptr) {
        return acceptIntoSink(record_->total);
    }
    auto segment = std::make_unique<Segment>(
        *engine_, *this, limiter_,
        Segment::Plan{askedFrom_, std::exchange(overlap_, {}), record_->total});
    segment_ = segment.get();
    body_ = std::move(segment);
    segment_->attach(part_, record_->row, record_->generation);
    suspect_ = false;
    return body_.get();
}

// A 200 to a request for a range: never written at an offset. The same file comes whole into a new
// part; another file is for the policy to decide.
BodyTarget* Transfer::rangeRefused(const ResponseHead& head) {
    const Validators known{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    const Validators now = validatorsOf(head);
    const auto framing = bodyFraming(head);
    const bool otherSize = record_->total && framing && framing.value().kind == BodyKind::Length &&
                           framing.value().length != *record_->total;
    const bool changed = known.contradicts(now) || otherSize;
    const Error error{ErrorKind::EntityChanged,
                      "The file on " + host_ + " has changed since this download began",
                      otherSize ? "it has another size now" : "it has another validator now", 0};
    if (sink_ != nullptr && !changed) {
        return refuse({ErrorKind::RangeBad, host_ + " cannot go on where the transfer broke off",
                       statusText(head), 0});
    }
    if (sink_ != nullptr || (changed && !mayStartOver(error))) {
        return refuse(error);
    }
    startedOver_ = startedOver_ || changed;
    startOver(changed ? "The file on the server has changed; started over in a new part"
                      : "The server cannot resume; started over in a new part");
    return nullptr;
}

BodyTarget* Transfer::statusRefused(const ResponseHead& head, const Url& url) {
    const int status = head.status;
    constexpr std::array kTransient{408, 425, 429, 500, 502, 503, 504, 522, 524};
    if (const auto value = head.fields.get("Retry-After")) {
        retryAfter_ = parseRetryAfter(*value, std::chrono::system_clock::now());
    }
    if (std::ranges::find(kTransient, status) != kTransient.end()) {
        return refuse({ErrorKind::HttpServer, url.host + " cannot serve the file at the moment",
                       statusText(head), 0});
    }
    const std::string name = record_->finalName;
    switch (status) {
        case 401:
        case 407:
            return refuse({ErrorKind::HttpStatus, url.host + " wants a login for " + name,
                           statusText(head), 0});
        case 403:
            return refuse({ErrorKind::HttpStatus,
                           url.host + " does not allow the download of " + name, statusText(head),
                           0});
        case 404:
            return refuse({ErrorKind::HttpStatus, "There is no such file on " + url.host,
                           statusText(head), 0});
        case 410:
            return refuse(
                {ErrorKind::HttpGone, "The file is no longer on " + url.host, statusText(head), 0});
        default:
            return refuse(
                {ErrorKind::HttpStatus, url.host + " did not send the file", statusText(head), 0});
    }
}

BodyTarget* Transfer::refuse(Error error) {
    outcome_ = Outcome::Failed;
    outcomeError_ = std::move(error);
    engine_->markDirty(*this);
    return nullptr;
}

void Transfer::learn(const ResponseHead& head, const Url& url) {
    Validators validators = validatorsOf(head);
    ranges_ = head.fields.get("Accept-Ranges").value_or("") == "bytes" &&
              validators.ifRange().has_value();
    record_->etag = std::move(validators.etag);
    record_->lastModified = std::move(validators.lastModified);
    record_->lastModifiedStrong = validators.lastModifiedStrong;
    if (sink_ == nullptr) {
        record_->finalUrl = url.text();
        nameFrom(head, url);
    }
}

// A name that a person chose wins; then the server's, then the address's.
void Transfer::nameFrom(const ResponseHead& head, const Url& url) {
    if (!record_->name.empty()) {
        record_->finalName = safeFileName(record_->name);
        return;
    }
    if (const auto named = dispositionFileName(head.fields)) {
        record_->finalName = safeFileName(*named);
        return;
    }
    const std::string last = urlFileName(url);
    record_->finalName = safeFileName(last.empty() ? urlFileName(url_) : last);
}

void Transfer::startOver(std::string why) {
    retireOldPart();
    ++record_->generation;
    record_->softEnd = 0;
    record_->durableEnd = 0;
    record_->renamingTo.clear();
    record_->note = std::move(why);
    record_->etag.clear();
    record_->lastModified.clear();
    record_->total.reset();
    have_ = 0;
    askedFrom_ = 0;
    progressMark_ = 0;
    measured_ = 0;
    overlap_.clear();
    suspect_ = false;
}

}  // namespace penstock
