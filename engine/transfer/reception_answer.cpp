// What the answer means for the part, and where its body goes.

#include "engine/base/text.h"
#include "engine/http/content_disposition.h"
#include "engine/http/digest_fields.h"
#include "engine/http/page_instead.h"
#include "engine/http/stored_as_sent.h"
#include "engine/store/file_name.h"
#include "engine/transfer/decoded_body.h"
#include "engine/transfer/reception.h"
#include "engine/transfer/sink_body.h"
#include "engine/transfer/source_proof.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace penstock {

namespace {

constexpr int kErrorStatus = 400;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;

constexpr const char* kNoGzip =
    "The server calls the file gzip-encoded, which it is not; it is stored as sent";

bool promisesRanges(const Headers& fields) {
    return fields.get("Accept-Ranges").value_or("") == "bytes";
}

/// What the head of a whole answer says of the file: that of its only content, too.
std::optional<Checksum> digestOfFile(const ResponseHead& head) {
    auto digest = reprDigest(head.fields);
    digest = digest ? digest : contentDigest(head.fields);
    return digest && contentCodings(head.fields).empty() ? digest : std::nullopt;
}

/// What a head says of the file and of its source.
void learn(const ReceptionParts& parts, const ResponseHead& head, const Url& url) {
    TransferRecord& record = parts.keeper.record();
    Source& source = parts.sources.current();
    Validators validators = validatorsOf(head);
    record.etag = std::move(validators.etag);
    record.lastModified = std::move(validators.lastModified);
    record.lastModifiedStrong = validators.lastModifiedStrong;
    record.serverDigest = digestOfFile(head);
    parts.sources.unmet = false;
    source.announcesRanges = promisesRanges(head.fields);
    source.promisesRanges = source.announcesRanges && isProvable(record);
    record.goesOn = source.announcesRanges || source.gaveRange;
    if (!parts.delivery.toSink()) {
        record.finalUrl = url.text();
        record.finalName = finalNameOf(record.name, head.fields, url, source.url);
    }
}

void rangeCame(const ReceptionParts& parts) {
    parts.sources.current().promisesRanges = true;
    parts.sources.current().gaveRange = true;
    parts.keeper.record().goesOn = true;
}

/// In the order of application: those of the content, which the record has no more then, unless
/// that is stored as sent, and those of the way.
std::string codingsToUndo(TransferRecord& record, const ResponseHead& head,
                          const BodyFraming& framing, CompressedSign sign) {
    std::string codings;
    if (!record.encoding.empty() && !storedAsSent(head.fields, sign)) {
        codings = std::exchange(record.encoding, {});
    }
    if (framing.coded) {
        codings += codings.empty() ? "" : ", ";
        codings += transferCodings(head.fields);
    }
    return codings;
}

/// What is said of the coded body is not said of what is stored.
void forgetCoded(const ReceptionParts& parts) {
    TransferRecord& record = parts.keeper.record();
    record.total.reset();
    parts.sources.current().givesNoRanges();
    record.goesOn = false;
    record.etag.clear();
    record.lastModified.clear();
}

/// A digest that a person gave leaves none.
Doubt doubtOf(const ReceptionParts& parts, const ResponseHead& head, const BodyFraming& framing) {
    if (parts.keeper.record().checksum || parts.delivery.toSink()) {
        return Doubt::Nothing;
    }
    if (isPageInstead(head.fields, parts.sources.current().url)) {
        return Doubt::WebPage;
    }
    return framing.kind == BodyKind::UntilClose ? Doubt::NoLength : Doubt::Nothing;
}

void noteLabel(TransferRecord& record, const Headers& fields) {
    if (const std::string_view label = mislabelled(fields); !label.empty()) {
        record.note = "The server calls the file " + excerpt(label) +
                      "-encoded, which is no coding; it is stored as sent";
    }
}

/// A 206 says of the whole file what a 200 does. Of a source that the part was not fetched from its
/// own validators count from here on, if they are not those of another file.
Judgement judge(const ReceptionParts& parts, const ResponseHead& head, const BodyFraming& framing,
                const Asked& asked) {
    Judgement judgement = judgeAnswer(head, framing, asked);
    if (std::holds_alternative<Partial>(judgement)) {
        TransferRecord& record = parts.keeper.record();
        Error error = takeServerDigest(record, head, asked.host);
        if (error.ok()) {
            error = meetSource(parts.sources, record, head, asked.host);
        }
        if (!error.ok()) {
            judgement = Changed{std::move(error), {}};
        }
    }
    return judgement;
}

/// And how another one is asked for.
std::string whyAnother(SourceList& sources, const PartKeeper& keeper) {
    if (!keeper.differs()) {
        return "The file on the server has changed; started over in a new part";
    }
    sources.current().rangesUseless = true;
    for (const auto& mirror : sources.mirrors()) {
        if (mirror.get() != &sources.current() && mirror->bytes > 0) {
            sources.drop(*mirror,
                         {ErrorKind::CheckMismatch,
                          "What came from several sources did not match its checksum",
                          {},
                          0},
                         false);
        }
    }
    return "What came in pieces did not match its checksum; fetched again in one";
}

}  // namespace

std::string finalNameOf(const std::string& chosen, const Headers& fields, const Url& url,
                        const Url& asked) {
    if (!chosen.empty()) {
        return safeFileName(chosen);
    }
    if (const auto named = dispositionFileName(fields)) {
        return safeFileName(*named);
    }
    const std::string last = urlFileName(url);
    return safeFileName(last.empty() ? urlFileName(asked) : last);
}

BodyTarget* Reception::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    const TransferRecord& record = parts_.keeper.record();
    parts_.sources.current().host = url.host;
    parts_.sources.current().port = url.port;
    pieceEnd_.reset();
    answerEnd_ = ~std::uint64_t{0};
    Asked asked{.host = url.host,
                .name = record.finalName,
                .from = approach_.askedFrom(),
                .have = parts_.plan.ranges().size(),
                .total = record.total,
                .codings = record.encoding,
                .known = knownOf(parts_.sources, record),
                .endMayBeHere = parts_.plan.pieceCame(),
                .given = record.doubt == Doubt::WebPage ? nullptr : &parts_.sources.current().url,
                .mayBeginAgain = toFile(),
                .now = {}};
    if (head.status >= kErrorStatus) {
        asked.now = std::chrono::system_clock::now();
    }
    const Judgement judgement = judge(parts_, head, framing, asked);
    if (const auto* offer = std::get_if<Offer>(&judgement)) {
        if (asked.have > 0) {
            sameAgain(head);
        }
        return take(*offer, head, framing, url);
    }
    if (const auto* partial = std::get_if<Partial>(&judgement)) {
        return take(*partial, framing);
    }
    if (const auto* changed = std::get_if<Changed>(&judgement)) {
        return take(*changed, head, framing, url);
    }
    if (const auto* later = std::get_if<Retry>(&judgement)) {
        end_.retryAfter = later->after;
        end_.tooMany = head.status == kTooManyRequests || head.status == kUnavailable;
        refuse(later->error);
    } else if (const auto* refusal = std::get_if<Refusal>(&judgement)) {
        refuse(refusal->error);
    } else {
        assert(std::holds_alternative<AllHere>(judgement));  // the exchange follows redirects
        isWhole();
    }
    return nullptr;
}

BodyTarget* Reception::take(const Changed& changed, ResponseHead& head, const BodyFraming& framing,
                            const Url& url) {
    if (!changed.whole || !host_->startsOver()) {
        refuse(changed.error);
        return nullptr;
    }
    startOver();
    return take(*changed.whole, head, framing, url);
}

// The same file from its first byte on. A part whose source gives no ranges holds nothing that is
// worth keeping, so the bytes go over it.
void Reception::sameAgain(const ResponseHead& head) {
    const Source& source = parts_.sources.current();
    const bool ranges = source.gaveRange || promisesRanges(head.fields);
    if (ranges && !source.rangesUseless && validatorsOf(parts_.keeper.record()).ifRange() &&
        !parts_.keeper.record().oldPart) {
        parts_.keeper.retire(parts_.plan.ranges().size(), true);
        beginAgain("The server cannot resume; started over in a new part");
    } else {
        beginAgain("The server cannot resume; started over");
    }
}

// Another file is there now. What was fetched of the earlier one is kept until this one is whole.
void Reception::startOver() {
    parts_.keeper.retire(parts_.plan.ranges().size(), false);
    parts_.keeper.record().forgetFile();
    beginAgain(whyAnother(parts_.sources, parts_.keeper));
}

// A new generation has no marks, and the list knows of it before the part is touched.
void Reception::beginAgain(std::string why) {
    if (segment_ != nullptr) {
        segment_->discard();  // what is still on its way is not gone on with
    }
    dropBody();
    approach_.forgetEnd();
    parts_.plan.beginAgain();
    parts_.sources.beginAgain();
    parts_.keeper.beginAgain(std::move(why));
}

BodyTarget* Reception::take(const Offer& offer, ResponseHead& head, const BodyFraming& framing,
                            const Url& url) {
    TransferRecord& record = parts_.keeper.record();
    record.total = offer.total;
    learn(parts_, head, url);
    record.doubt = doubtOf(parts_, head, framing);
    record.encoding = contentCodings(head.fields);
    noteLabel(record, head.fields);
    const std::string codings = codingsToUndo(record, head, framing, exchange_->compressedSign());
    auto decoder = ContentDecoder::make(codings);
    if (!decoder) {
        refuse(decoder.error());
        return nullptr;
    }
    if (decoder.value() != nullptr) {
        forgetCoded(parts_);
    }
    host_->answered();
    return toTarget(std::move(decoder).value());
}

BodyTarget* Reception::toTarget(std::unique_ptr<ContentDecoder> decoder) {
    const TransferServices& services = parts_.services;
    std::unique_ptr<BodyTarget> body;
    if (toFile()) {
        const Segment::Plan plan{
            .overlap = {}, .end = {}, .counter = &parts_.sources.current().bytes};
        auto segment = std::make_unique<Segment>(services, *this, parts_.rates, plan);
        segment_ = segment.get();
        body = std::move(segment);
        reached_ = 0;
        parts_.keeper.create([this](Error error) {
            if (!error.ok()) {
                refuse(std::move(error));
            } else if (segment_ != nullptr) {
                segment_->attach(parts_.keeper.sync());
            }
        });
    } else {
        if (Error error = parts_.delivery.begin(parts_.keeper.record().total); !error.ok()) {
            refuse(std::move(error));
            return nullptr;
        }
        body = std::make_unique<SinkBody>(services, *this, parts_.delivery.sink(), parts_.rates,
                                          parts_.plan.here());
    }
    if (decoder != nullptr) {
        // Also when all that was coded has come already.
        body = std::make_unique<DecodedBody>(
            std::move(decoder), std::move(body), [this](const Error& error) { refuse(error); },
            [this] { parts_.keeper.record().note = kNoGzip; });
    }
    body_ = std::move(body);
    return body_.get();
}

BodyTarget* Reception::take(const Partial& partial, const BodyFraming& framing) {
    TransferRecord& record = parts_.keeper.record();
    record.total = partial.total;
    answerEnd_ = partial.range.end;
    pieceEnd_ = std::min(partial.range.end, parts_.plan.gapEnd());
    if (partial.bounded || *pieceEnd_ < partial.range.end) {
        exchange_->takeAtMost(*pieceEnd_ - partial.range.begin, framing);
    }
    rangeCame(parts_);
    host_->answered();
    if (!toFile()) {
        return toTarget(nullptr);
    }
    if (segment_ != nullptr && parts_.plan.pieceCame() && approach_.end().empty() &&
        segment_->received() == partial.range.begin) {
        segment_->beginsPiece();
        return body_.get();  // goes on where it is
    }
    if (segment_ != nullptr) {
        record.softEnd = segment_->soft();
        record.durableEnd = segment_->durable();
    }
    auto segment = std::make_unique<Segment>(
        parts_.services, *this, parts_.rates,
        Segment::Plan{partial.range.begin, approach_.takeEnd(), record.total, record.softEnd,
                      record.durableEnd, !record.part.owner, 0, false,
                      &parts_.sources.current().bytes});
    segment_ = segment.get();
    body_ = std::move(segment);
    reached_ = 0;
    segment_->attach(parts_.keeper.sync());
    parts_.plan.setTrust(SegmentPlan::Trust::Own);
    return body_.get();
}

}  // namespace penstock
