// From what is here to the request, and from the last byte to what came of it. What an answer means
// for the part: reception_answer.cpp.

#include "engine/transfer/reception.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

/// The answer is over; whether it brought all that it named, and the file's size, if it named none.
Error shortBody(const BodyTarget* body, std::optional<std::uint64_t> pieceEnd,
                const ReceptionParts& parts) {
    if (body != nullptr) {
        if (Error error = body->finish(); !error.ok()) {
            return error;
        }
    }
    const std::uint64_t came = body != nullptr ? body->received() : parts.plan.here();
    const std::uint64_t named = pieceEnd ? *pieceEnd : parts.keeper.record().total.value_or(came);
    if (came < named) {
        return {ErrorKind::TruncBody, parts.sources.current().host + " sent less than it announced",
                std::to_string(came) + " of " + std::to_string(named) + " bytes came", 0};
    }
    return {};
}

}  // namespace

Reception::Reception(TransferId transfer, Host& host, TransferTurn turn,
                     const ReceptionParts& parts)
    : parts_(parts), host_(&host), turn_(turn), transfer_(transfer), approach_(*this, parts) {}

Reception::~Reception() = default;

void Reception::discard() noexcept {
    if (segment_ != nullptr) {
        segment_->discard();
    }
}

std::uint64_t Reception::received() const {
    return std::max(parts_.plan.here(), body_ != nullptr ? body_->received() : 0);
}

void Reception::begin() {
    forgetEnd();
    // A plain segment of an earlier try stays: its marks go on, and a pause makes them durable.
    if (!busy() && body_.get() != segment_) {
        dropBody();
    }
    if (parts_.plan.trust() == SegmentPlan::Trust::OtherFile) {
        startOver();
    }
    approach_.begin();
}

void Reception::mayAsk(Exchange::Request&& request) {
    request.transfer = transfer_;
    exchange_.emplace(parts_.services.connections, parts_.services.usualFields, *this,
                      std::move(request));
    turn_.run();  // ask()
}

void Reception::isWhole() {
    end_.end = End::Whole;
    turn_.run();
}

void Reception::ask() {
    if (exchange_.has_value()) {
        exchange_->goOn();
    }
}

// A server may send less than it was asked for, as long as it says so. Nothing was lost: what is
// missing is asked for at once.
void Reception::goOn() {
    const bool nothingNew = segment_ != nullptr && segment_->broughtNothingNew();
    approach_.goOn(nothingNew, nothingNew ? segment_->leftToCompare() : std::vector<std::byte>{});
}

// It holds strings, and mostly there is nothing in it.
void Reception::forgetEnd() {
    if (end_.end != End::Nothing) {
        end_ = {};
    }
}

void Reception::stop() {
    ++stops_;
    parts_.plan.lost();
    parts_.keeper.stop();
    const bool underWay = exchange_.has_value() || toFile();
    exchange_.reset();
    forgetEnd();
    if (body_ != nullptr && underWay) {
        body_->stop();
        parts_.plan.remove({body_->received(), reached_});  // told earlier, and not written since
        reached_ = body_->received();
        parts_.plan.reached(reached_);
    }
    if (segment_ != nullptr && !segment_->compared()) {
        parts_.plan.setTrust(SegmentPlan::Trust::Suspect);
    } else if (segment_ != nullptr && parts_.keeper.part() != nullptr) {
        // All of it, for what came from a list of the first version.
        parts_.keeper.record().part = parts_.keeper.part()->id();
    }
}

// What came in vain is forgotten, and what it left is claimed no further than it is sound.
void Reception::dropFailed() {
    parts_.plan.remove({segment_->sound(), reached_});
    parts_.keeper.record().softEnd = segment_->soft();
    parts_.keeper.record().durableEnd = segment_->durable();
    segment_->discard();
    dropBody();
    reached_ = 0;
}

void Reception::fallBack() {
    if (segment_ != nullptr) {
        dropFailed();
    }
    const std::uint64_t have = parts_.keeper.fallBack(parts_.plan.here());
    parts_.plan.fallTo(have, softRanges(parts_.keeper.record()));
    approach_.forgetEnd();
}

void Reception::endAt(std::uint64_t end) {
    pieceEnd_ = end;
    if (end > at()) {
        exchange_->endAfter(end - at());
        return;
    }
    exchange_.reset();
    end_.end = End::Whole;
    flush();
}

void Reception::close() {
    TransferRecord& record = parts_.keeper.record();
    if (parts_.keeper.part() != nullptr) {
        if (segment_ != nullptr) {
            parts_.plan.remove({segment_->received(), reached_});
            parts_.plan.reached(segment_->received());
        }
        record.softEnd = parts_.plan.ranges().firstGap();
        record.durableEnd =
            segment_ != nullptr ? record.softEnd : std::min(record.durableEnd, record.softEnd);
    }
    segment_ = nullptr;
    if (toFile()) {  // else it still says how much the program has got
        body_.reset();
    }
    parts_.plan.setTrust(record.softEnd == record.durableEnd ? SegmentPlan::Trust::Own
                                                             : SegmentPlan::Trust::Suspect);
}

void Reception::publish(PartKeeper::Then then) {
    if (segment_ != nullptr) {
        parts_.keeper.record().softEnd = segment_->soft();
        parts_.keeper.record().durableEnd = segment_->durable();
    }
    parts_.keeper.finish(parts_.plan.here(),
                         [this, stops = stops_, then = std::move(then)](Error error) {
                             dropBody();
                             if (!error.ok()) {
                                 fallBack();
                             } else if (stops == stops_) {
                                 parts_.keeper.record().softEnd = parts_.plan.here();
                                 parts_.keeper.record().durableEnd = parts_.plan.here();
                                 parts_.keeper.publish(then);
                                 return;
                             }
                             if (stops == stops_) {
                                 then(std::move(error));
                             }
                         });
}

Reception::Conclusion Reception::conclude() {
    if (diskFailed()) {
        return failed({End::Failed, segment_->error()});
    }
    if (end_.end == End::Nothing || parts_.keeper.busy() || (end_.end == End::Whole && busy())) {
        return {};
    }
    if (end_.end != End::Whole) {
        return failed(std::exchange(end_, {}));
    }
    if (body_ != nullptr && (toFile() || pieceEnd_)) {
        parts_.plan.reached(body_->received());
    }
    const bool ends = !pieceEnd_ || parts_.keeper.record().total == parts_.plan.here();
    if (ends && parts_.keeper.syncs().busy()) {
        return {};  // it works on the part by its name
    }
    end_.end = End::Nothing;
    if (Error error = shortBody(body_.get(), pieceEnd_, parts_); !error.ok()) {
        Conclusion end = failed({End::Failed, std::move(error)});
        end.silentTries = 0;  // it was answered
        return end;
    }
    exchange_.reset();
    return {ends ? End::Whole : End::Piece};
}

WaitsFor Reception::waitsFor() const {
    const WaitsFor wait = exchange_.has_value() ? exchange_->waitsFor() : WaitsFor::Nothing;
    if (wait != WaitsFor::Nothing && wait != WaitsFor::Disk) {
        return wait;
    }
    const bool held = wait == WaitsFor::Nothing && busy() && body_->rateHeldUntil();
    // The disk that holds a socket up may itself wait for the list.
    return held ? WaitsFor::RateTokens : parts_.keeper.waitsFor();
}

Reception::Conclusion Reception::failed(Conclusion end) const {
    end.silentTries = exchange_.has_value() ? exchange_->silentTries() : 0;
    end.isFinal =
        !toFile() && (parts_.delivery.refused() || (body_ != nullptr && !body_->error().ok()));
    return end;
}

std::optional<TimePoint> Reception::shareAt() {
    return end_.end == End::Whole && busy() ? body_->rateHeldUntil() : std::nullopt;
}

void Reception::shareDue() {
    if (body_ != nullptr) {
        body_->flush();
        turn_.run();
    }
}

void Reception::flush() {
    if (body_ != nullptr) {
        body_->flush();
        if (end_.end == End::Whole) {
            turn_.run();  // it is concluded, or seen to that it is woken
        }
    }
}

void Reception::bufferFree() {
    if (segment_ != nullptr) {
        segment_->bufferFree();
    } else if (exchange_.has_value()) {
        exchange_->resumeReading();
    }
}

void Reception::bodyMoved(std::size_t n) {
    turn_.moved(n);
    if (body_->keeps()) {
        turn_.flush();
    }
}

void Reception::exchangeEnded() {
    if (end_.end == End::Nothing) {  // else the head has said already what is wrong
        end_.end = End::Whole;
    }
    if (body_ != nullptr && body_->keeps()) {
        turn_.flush();  // a decoder moves bytes without any that arrive
    }
    turn_.run();
}

void Reception::exchangeFailed(const Error& error) {
    if (end_.end == End::Nothing) {
        refuse(error);
    }
    turn_.run();
}

void Reception::refuse(Error error) {
    end_.end = End::Failed;
    end_.error = std::move(error);
    turn_.run();
}

void Reception::segmentProgressed() {
    turn_.run();
    if (segment_ != nullptr) {
        parts_.keeper.reached(segment_->durable());
    }
}

void Reception::segmentReadable() {
    if (exchange_.has_value()) {
        exchange_->resumeReading();
    }
    turn_.flush();
    turn_.run();  // a decoder goes on by itself, in the flush of that turn
}

}  // namespace penstock
