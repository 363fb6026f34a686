#include "engine/transfer/range_fetch.h"

#include "engine/http/digest_fields.h"
#include "engine/http/judge_answer.h"
#include "engine/transfer/source_proof.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace penstock {

namespace {

constexpr int kTooManyRequests = 429;

/// What a host answers, or does, that has as many connections as it wants.
bool speaksOfCount(int status) {
    return status == 403 || status == 429 || status == 503;
}

bool speaksOfCount(ErrorKind unanswered) {
    return unanswered == ErrorKind::ConnectRefused || unanswered == ErrorKind::ConnectReset ||
           unanswered == ErrorKind::ProtoEmptyReply || unanswered == ErrorKind::TruncHeaders ||
           unanswered == ErrorKind::TimeoutFirstByte;
}

}  // namespace

RangeFetch::RangeFetch(TransferId transfer, const ReceptionParts& parts, TransferTurn turn,
                       Source& source, ByteRange range, To to)
    : parts_(parts), turn_(turn), transfer_(transfer), source_(&source), range_(range) {
    if (to == To::Memory) {
        memory_ = std::make_unique<HedgeBody>(range, parts.rates, *this, parts.services.now);
    }
    const std::uint64_t doubtEnd = std::min(parts.plan.doubtEnd(range.begin), range.end);
    compares_ = doubtEnd > range.begin;
    if (compares_) {
        readHere(doubtEnd);
    } else {
        askAnew();
    }
}

RangeFetch::~RangeFetch() {
    if (alive_ != nullptr) {
        *alive_ = false;
    }
}

void RangeFetch::readHere(std::uint64_t end) {
    alive_ = std::make_shared<bool>(true);
    parts_.keeper.read(end, static_cast<std::size_t>(end - range_.begin),
                       [this, alive = alive_](Result<std::vector<std::byte>> bytes) {
                           if (!*alive || over_) {
                               return;
                           }
                           if (bytes) {
                               here_ = std::move(bytes).value();
                               askAnew();
                           } else {
                               this->end(bytes.error());
                           }
                           turn_.run();
                       });
}

void RangeFetch::askAnew() {
    exchange_.emplace(parts_.services.connections, parts_.services.usualFields, *this, request());
}

// A mirror's own, if it is not the one that is asked for the part.
Validators RangeFetch::known() const {
    if (source_ == &parts_.sources.current()) {
        return validatorsOf(parts_.keeper.record());
    }
    return source_->validators != nullptr ? *source_->validators : Validators();
}

Exchange::Request RangeFetch::request() const {
    const TransferRecord& record = parts_.keeper.record();
    Exchange::Request request;
    request.transfer = transfer_;
    request.log = &parts_.log;
    request.options = parts_.keeper.record().options;
    request.sites = &parts_.sites;
    request.given = parts_.services.given;
    request.url = &source_->url;
    request.fields = fieldsFor(parts_.sources, *source_, record);
    request.rangeBegin = range_.begin;
    request.rangeEnd = range_.end;
    request.ifRange = known().ifRange();
    request.rates = &parts_.rates;
    request.rank = &record.rank;
    request.total = record.total;
    request.privateAllowed = source_->privateAllowed;
    return request;
}

BodyTarget* RangeFetch::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    if (range_.size() == 0) {
        exchange_->dropAnswer();  // others have it
        return nullptr;
    }
    const TransferRecord& record = parts_.keeper.record();
    const Asked asked{.host = url.host,
                      .name = record.finalName,
                      .from = range_.begin,
                      .have = range_.begin,
                      .total = record.total,
                      .codings = record.encoding,
                      .known = known(),
                      .mayBeginAgain = false,
                      .now = std::chrono::system_clock::now()};
    const Judgement judgement = judgeAnswer(head, framing, asked);
    const auto* partial = std::get_if<Partial>(&judgement);
    if (partial == nullptr) {
        const auto* later = std::get_if<Retry>(&judgement);
        if (speaksOfCount(head.status)) {
            refusal_ = {url.host, url.port, later == nullptr ? std::nullopt : later->after,
                        head.status == kTooManyRequests};
            exchange_->dropAnswer();  // it may be the connection that the host does not want
        }
        error_ = errorOf(judgement);
        if (error_.ok()) {
            error_ = {ErrorKind::RangeBad, url.host + " did not answer with the range asked for",
                      std::to_string(head.status), 0};
        }
        return nullptr;
    }
    error_ = checkServerDigest(record, head, url.host);
    if (!error_.ok()) {
        return nullptr;
    }
    range_.end = std::min(range_.end, partial->range.end);
    answerEnd_ = partial->range.end;
    if (memory_ == nullptr && !wantsProof(head, framing)) {
        exchange_->dropAnswer();
        return nullptr;
    }
    exchange_->takeAtMost(range_.size(), framing);
    answered_ = true;
    if (memory_ != nullptr) {
        return memory_.get();
    }
    makeSegment();
    return segment_.get();
}

void RangeFetch::makeSegment() {
    const std::uint64_t known = range_.begin + here_.size();  // by the list
    segment_ = std::make_unique<Segment>(parts_.services, *this, parts_.rates,
                                         Segment::Plan{.begin = range_.begin,
                                                       .overlap = std::move(here_),
                                                       .end = range_.end,
                                                       .soft = known,
                                                       .durable = range_.begin,
                                                       .markBegin = range_.begin,
                                                       .unproven = unproven()});
    segment_->attach(parts_.keeper.sync());
}

void RangeFetch::keepFrom(std::uint64_t from) {
    range_.begin = from;
    supply_ = memory_->from(from);
    makeSegment();
    supply();
}

void RangeFetch::supply() {
    while (!supply_.empty()) {
        const std::span<std::byte> into = segment_->spaceUncounted().into;
        const std::size_t n = std::min(into.size(), supply_.size());
        if (n == 0) {
            break;  // until a buffer is free, or something is written
        }
        std::memcpy(into.data(), supply_.data(), n);
        if (!segment_->arrivedUncounted(n).ok()) {
            break;
        }
        supply_ = supply_.subspan(n);
    }
    turn_.flush();
}

// False: the answer is of more than is wanted now, and its digest, too.
bool RangeFetch::wantsProof(const ResponseHead& head, const BodyFraming& framing) {
    if (!contentDigest(head.fields)) {
        return true;
    }
    if (framing.kind == BodyKind::Length && framing.length > range_.size()) {
        const bool first = again_ == Again::Nothing;
        again_ = first ? Again::Wanted : again_;
        return !first;
    }
    proof_ = Proof::Wanted;
    return true;
}

void RangeFetch::bodyMoved(std::size_t n) {
    turn_.moved(n);
    turn_.flush();
}

void RangeFetch::end(const Error& error) {
    if (again_ == Again::Wanted) {
        again_ = Again::Due;
        turn_.run();
        return;
    }
    over_ = true;
    if (error.ok() && unproven()) {
        proof_ = Proof::Given;
    }
    if (error_.ok()) {
        error_ = error;
        if (!answered_ && speaksOfCount(error.kind)) {
            refusal_ = {exchange_->asked().host, exchange_->asked().port, std::nullopt,
                        error.kind == ErrorKind::TimeoutFirstByte};
        }
    }
    if (error_.ok() && at() < range_.end) {
        error_ = {ErrorKind::TruncBody, "A connection sent less than it announced", {}, 0};
    }
    turn_.flush();
    turn_.run();
}

// What a person has dropped ends as one that is relieved does.
void RangeFetch::exchangeFailed(const Error& error) {
    if (error.kind == ErrorKind::ConnectDropped && answered_) {
        range_.end = std::max(range_.begin, at());
        end({});
    } else {
        end(error);
    }
}

void RangeFetch::endAt(std::uint64_t end) {
    range_.end = std::max(std::min(range_.end, end), range_.begin);
    if (over_) {
        return;
    }
    if (range_.size() == 0 && silentSince()) {
        return;  // what its host says is still of interest: see giveUp()
    }
    if (at() >= range_.end) {
        stop();
    } else if (segment_ != nullptr && !unproven()) {
        exchange_->endAfter(range_.end - at());
    }
}

bool RangeFetch::takeBack(ByteRange range) {
    if (over_ || segment_ == nullptr || range_.end != range.begin || answerEnd_ < range.end) {
        return false;
    }
    range_.end = range.end;
    exchange_->endAfter(range_.end - at(), isShortened());
    return true;
}

void RangeFetch::stop() {
    over_ = true;
    exchange_.reset();
    if (segment_ != nullptr) {
        segment_->stop();
    }
    turn_.run();
}

void RangeFetch::giveUp(const Error& error) {
    end(error);
    exchange_.reset();
}

void RangeFetch::discard() noexcept {
    if (segment_ != nullptr) {
        segment_->discard();
    }
}

void RangeFetch::markAll() {
    if (segment_ != nullptr && !unproven()) {
        segment_->markAll();
    }
}

void RangeFetch::flush() {
    if (segment_ != nullptr) {
        segment_->flush();
    }
}

void RangeFetch::bufferFree() {
    if (segment_ != nullptr) {
        segment_->bufferFree();
    }
}

void RangeFetch::segmentReadable() {
    if (!supply_.empty()) {
        supply();
    } else if (exchange_.has_value()) {
        exchange_->resumeReading();
    }
    turn_.flush();
    turn_.run();
}

}  // namespace penstock
