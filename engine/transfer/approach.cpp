#include "engine/transfer/approach.h"

#include "engine/transfer/source_proof.h"

#include <utility>

namespace penstock {

void Approach::begin() {
    end_.clear();
    if (parts_.delivery.toSink() || parts_.keeper.part() != nullptr) {
        request();
        return;
    }
    parts_.keeper.takeUp([this](PartKeeper::TakenUp found) { takenUp(std::move(found)); });
}

void Approach::takenUp(PartKeeper::TakenUp found) {
    SegmentPlan& plan = parts_.plan;
    if (parts_.keeper.part() != nullptr) {
        // To be compared however cleanly it was left: others could reach it meanwhile.
        plan.found(found.have, SegmentPlan::Trust::Suspect, softRanges(parts_.keeper.record()));
        plan.doubtEnds();
        parts_.sources.current().promisesRanges = true;
        if (!parts_.keeper.record().mirrors.empty()) {
            parts_.sources.add(parts_.keeper.record().mirrors);
            parts_.sources.unmet = true;  // which it was is not kept
        }
    } else if (found.error.ok()) {
        plan.beginAgain();
    } else {
        plan.fallTo(parts_.keeper.record().softEnd, softRanges(parts_.keeper.record()));
    }
    if (!found.error.ok()) {
        host_->cannotAsk(std::move(found.error));
    } else if (found.whole || isWholeAndProvable()) {
        host_->isWhole();
    } else {
        request();
    }
}

// All of it is here, and a checksum says more of it than the server could.
bool Approach::isWholeAndProvable() const {
    const TransferRecord& record = parts_.keeper.record();
    return parts_.keeper.part() != nullptr && record.total && parts_.plan.here() == *record.total &&
           wantedChecksum(record) != nullptr;
}

void Approach::goOn(bool nothingNew, std::vector<std::byte> left) {
    end_ = std::move(left);
    if (nothingNew) {
        parts_.plan.pieceCompared(end_.size());
    } else {
        parts_.plan.pieceOver(askedFrom_.value_or(0));
    }
    request();
}

void Approach::request() {
    const bool toFile = !parts_.delivery.toSink();
    const bool strong = !parts_.plan.ranges().empty() &&
                        knownOf(parts_.sources, parts_.keeper.record()).ifRange().has_value();
    const SegmentPlan::Next next =
        parts_.plan.next({!parts_.sources.current().rangesUseless, strong, toFile});
    if (next.overlap == end_.size()) {
        requestFrom(next);
        return;
    }
    using Bytes = Result<std::vector<std::byte>>;
    parts_.keeper.readEnd(next.begin + next.overlap, static_cast<std::size_t>(next.overlap),
                          [this, next](Bytes bytes) {
                              if (bytes) {
                                  end_ = std::move(bytes).value();
                                  requestFrom(next);
                              } else {
                                  host_->cannotAsk(bytes.error());
                              }
                          });
}

void Approach::requestFrom(const SegmentPlan::Next& next) {
    const TransferRecord& record = parts_.keeper.record();
    const Source& source = parts_.sources.current();
    askedFrom_.reset();
    Exchange::Request request;
    request.url = &source.url;
    request.fields = fieldsFor(parts_.sources, source, record);
    request.rates = &parts_.rates;
    request.rank = &record.rank;
    request.total = record.total;
    request.privateAllowed = source.privateAllowed;
    request.log = &parts_.log;
    request.options = record.options;
    request.sites = &parts_.sites;
    request.given = parts_.services.given;
    if (next.range) {
        askedFrom_ = next.begin;
        request.rangeBegin = next.begin;
        request.rangeEnd = next.end;
        request.ifRange = knownOf(parts_.sources, record).ifRange();
        parts_.sources.pieced |= !request.ifRange;
    }
    host_->mayAsk(std::move(request));
}

}  // namespace penstock
