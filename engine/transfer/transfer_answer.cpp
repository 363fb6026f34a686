// What the head of an answer means for the file.

#include "engine/http/content_disposition.h"
#include "engine/http/content_range.h"
#include "engine/http/retry_after.h"
#include "engine/http/stored_as_sent.h"
#include "engine/store/file_name.h"
#include "engine/transfer/decoded_body.h"
#include "engine/transfer/transfer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace penstock {

namespace {

std::string statusText(const ResponseHead& head) {
    return head.reason.empty() ? std::to_string(head.status)
                               : std::to_string(head.status) + " " + head.reason;
}

/// Of an answer whose status says that it is whole: whether its Content-Range says so, too.
bool namesTheWhole(const ResponseHead& head) {
    const auto named = parseContentRange(head.fields.get("Content-Range").value_or(""));
    return named && named.value().range && named.value().range->begin == 0 &&
           named.value().total == named.value().range->end;
}

}  // namespace

BodyTarget* Transfer::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    host_ = url.host;
    pieceEnd_.reset();
    switch (head.status) {
        case 200:
        case 203: {
            if (head.fields.contains("Content-Range") && !namesTheWhole(head)) {
                return refuse(
                    {ErrorKind::RangeBad,
                     url.host + " sent a part of the file under the status of a whole one",
                     statusText(head), 0});
            }
            const bool again = have_ > 0;
            if (again) {
                sameAgain(head);
                if (outcome_ != Outcome::Nothing) {
                    return nullptr;
                }
            }
            return acceptFresh(head, framing, url, again);
        }
        case 206:
            return acceptPartial(head, framing, url);
        case 416:
            return askedForRange_ ? pastTheEnd(head, url) : statusRefused(head, url);
        default:
            return statusRefused(head, url);
    }
}

// A 416: nothing from there on. That is the end of a file whose size nobody has told, if it says
// so, or says nothing and the server has just sent all before it.
BodyTarget* Transfer::pastTheEnd(const ResponseHead& head, const Url& url) {
    const auto field = head.fields.get("Content-Range");
    const auto range = parseContentRange(field.value_or(""));
    const bool told = range && range.value().total == have_;
    const bool silent = !field && pieceCame_;
    const Validators known{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    // One that was asked for bytes that it must have, or is of another file, ends nothing.
    if ((told || silent) && askedFrom_ == have_ && !known.contradicts(validatorsOf(head)) &&
        record_->total.value_or(have_) == have_) {
        outcome_ = Outcome::Complete;  // all of it is here
        engine_->markDirty(*this);
        return nullptr;
    }
    return refuse({ErrorKind::EntityChanged,
                   "The file on " + url.host + " has changed since this download began",
                   "the server has no bytes from " + std::to_string(askedFrom_) + " on", 0});
}

BodyTarget* Transfer::acceptFresh(ResponseHead& head, const BodyFraming& framing, const Url& url,
                                  bool again) {
    // What a file's size is known to be still holds when the same file comes once more without it.
    if (framing.kind == BodyKind::Length) {
        record_->total = framing.length;
    } else if (framing.kind == BodyKind::Nothing) {
        record_->total = 0;
    } else if (!again) {
        record_->total.reset();
    }
    learn(head, url);
    std::unique_ptr<ContentDecoder> decoder;
    record_->encoding = contentCodings(head.fields);
    if (!record_->encoding.empty() && !storedAsSent(head.fields, url_, url)) {
        auto made = ContentDecoder::make(record_->encoding);
        if (!made) {
            return refuse(made.error());
        }
        decoder = std::move(made).value();
        record_->encoding.clear();  // what is stored has none any more
        record_->total.reset();     // the announced length is that of the coded body
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
        body = std::make_unique<DecodedBody>(
            std::move(decoder), std::move(body), [this](const Error& error) {
                outcome_ = Outcome::Failed;  // also when all that was coded has come already
                outcomeError_ = error;
                engine_->markDirty(*this);
            });
    }
    body_ = std::move(body);
    return body_.get();
}

BodyTarget* Transfer::acceptIntoSink(std::optional<std::uint64_t> total) {
    if (!sinkBegun_) {
        sinkBegun_ = true;
        if (Error error = sink_->begin(total); !error.ok()) {
            sinkRefused_ = true;
            return refuse(std::move(error));
        }
    }
    segment_ = nullptr;
    body_ = std::make_unique<SinkBody>(*engine_, *sink_, limiter_, have_);
    return body_.get();
}

BodyTarget* Transfer::acceptPartial(ResponseHead& head, const BodyFraming& framing,
                                    const Url& url) {
    if (!askedForRange_) {
        return refuse({ErrorKind::ProtoUnexpected,
                       url.host + " sent a part of the file without being asked", "206", 0});
    }
    if (Error error = checkPartial(head, askedFrom_, record_->total, record_->encoding);
        !error.ok()) {
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
    const ContentRange sent =
        parseContentRange(head.fields.get("Content-Range").value_or("")).value();
    if (!record_->total) {
        record_->total = sent.total;
    }
    pieceEnd_ = sent.range->end;
    if (framing.kind != BodyKind::Length || framing.length > sent.range->size()) {
        exchange_->takeAtMost(sent.range->size(), framing);
    }
    ranges_ = true;
    rangesSeen_ = true;
    enter(TransferEvent::Answered);
    if (sink_ != nullptr) {
        return acceptIntoSink(record_->total);
    }
    if (segment_ != nullptr && pieceCame_ && overlap_.empty()) {
        return body_.get();  // goes on where it is
    }
    if (segment_ != nullptr) {
        record_->softEnd = segment_->soft();
        record_->durableEnd = segment_->durable();
    }
    auto segment = std::make_unique<Segment>(
        *engine_, *this, limiter_,
        Segment::Plan{askedFrom_, std::exchange(overlap_, {}), record_->total, record_->softEnd,
                      record_->durableEnd, !record_->part.owner});
    segment_ = segment.get();
    body_ = std::move(segment);
    segment_->attach(part_, record_->row, record_->generation);
    suspect_ = false;
    return body_.get();
}

// A 200 while a part of the file is here: never written at an offset. The same file comes whole
// once more; another file is for the policy to decide.
void Transfer::sameAgain(const ResponseHead& head) {
    const Validators known{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    const auto framing = bodyFraming(head);
    const bool otherSize = record_->total && framing && framing.value().kind == BodyKind::Length &&
                           framing.value().length != *record_->total;
    if (known.contradicts(validatorsOf(head)) || otherSize) {
        const RetryDecision decision =
            decideRetry(attempt(ErrorKind::EntityChanged), engine_->limits());
        if (decision.action == RetryDecision::Action::StartOver) {
            startedOver_ = true;
            startOver("The file on the server has changed; started over in a new part");
            return;
        }
        refuse({ErrorKind::EntityChanged,
                "The file on " + host_ + " has changed since this download began",
                otherSize ? "it has another size now" : "it has another validator now", 0});
    } else if (sink_ != nullptr) {
        refuse({ErrorKind::RangeBad, host_ + " cannot go on where the transfer broke off",
                statusText(head), 0});
    } else {
        beginAgain(head);
    }
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

// Another file is there now. What was fetched of the earlier one is kept until this one is whole.
void Transfer::startOver(std::string why) {
    retirePart(false);
    tries_.otherFile();
    record_->etag.clear();
    record_->lastModified.clear();
    record_->total.reset();
    emptyPart(std::move(why));
}

// The same file from its first byte on. A part whose source gives no ranges holds nothing that is
// worth keeping, so the bytes go over it.
void Transfer::beginAgain(const ResponseHead& head) {
    const Validators known{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    const bool promised = head.fields.get("Accept-Ranges").value_or("") == "bytes";
    if ((rangesSeen_ || promised) && !rangesUseless_ && known.ifRange() && !record_->oldPart) {
        retirePart(true);
        emptyPart("The server cannot resume; started over in a new part");
    } else {
        emptyPart("The server cannot resume; started over");
    }
}

// A new generation has no marks, and the journal knows of it before the part is touched.
void Transfer::emptyPart(std::string why) {
    if (segment_ != nullptr) {
        segment_->discard();  // what is still on its way is not gone on with
        segment_ = nullptr;
    }
    body_.reset();
    ++record_->generation;
    record_->softEnd = 0;
    record_->durableEnd = 0;
    record_->renamingTo.clear();
    record_->note = std::move(why);
    have_ = 0;
    askedFrom_ = 0;
    overlap_.clear();
    suspect_ = false;
    pieceCame_ = false;
    compared_ = false;
}

}  // namespace penstock
