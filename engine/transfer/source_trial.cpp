#include "engine/transfer/source_trial.h"

#include "engine/http/judge_answer.h"
#include "engine/transfer/source_proof.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace penstock {

namespace {

/// A mirror that does so is no use, whatever else it says.
Error noRange(const Judgement& judgement, const std::string& host, int status) {
    Error error = errorOf(judgement);
    if (error.ok()) {
        error = {ErrorKind::RangeBad, host + " did not answer with the range asked for",
                 std::to_string(status), 0};
    }
    return error;
}

}  // namespace

SourceTrial::SourceTrial(TransferId transfer, const ReceptionParts& parts, TransferTurn turn,
                         Source& source, std::uint64_t end)
    : BodyTarget(false),
      parts_(parts),
      turn_(turn),
      transfer_(transfer),
      source_(&source),
      begin_(end - std::min(end, kOverlapBytes)),
      end_(end),
      alive_(std::make_shared<bool>(true)) {
    using Bytes = Result<std::vector<std::byte>>;
    parts_.keeper.read(end_, static_cast<std::size_t>(end_ - begin_),
                       [this, alive = alive_](Bytes bytes) {
                           if (*alive && bytes) {
                               askFor(std::move(bytes).value());
                           }
                       });
}

SourceTrial::~SourceTrial() {
    *alive_ = false;
}

void SourceTrial::askFor(std::vector<std::byte>&& here) {
    here_ = std::move(here);
    const TransferRecord& record = parts_.keeper.record();
    Exchange::Request request;
    request.transfer = transfer_;
    request.log = &parts_.log;
    request.options = parts_.keeper.record().options;
    request.url = &source_->url;
    request.fields = fieldsFor(parts_.sources, *source_, record);
    request.rangeBegin = begin_;
    request.rangeEnd = end_;
    request.rates = &parts_.rates;
    request.total = record.total;
    request.privateAllowed = source_->privateAllowed;
    exchange_.emplace(parts_.services.connections, parts_.services.usualFields, *this,
                      std::move(request));
    turn_.run();
}

BodyTarget* SourceTrial::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    const TransferRecord& record = parts_.keeper.record();
    source_->host = url.host;
    source_->port = url.port;
    const Asked asked{.host = url.host,
                      .name = record.finalName,
                      .from = begin_,
                      .have = begin_,
                      .total = record.total,
                      .codings = record.encoding,
                      .known = {},
                      .mayBeginAgain = false,
                      .now = std::chrono::system_clock::now()};
    const Judgement judgement = judgeAnswer(head, framing, asked);
    const auto* partial = std::get_if<Partial>(&judgement);
    Error error = partial == nullptr || partial->range.end < end_
                      ? noRange(judgement, url.host, head.status)
                      : checkServerDigest(record, head, url.host);
    if (!error.ok()) {
        end(error);
        return nullptr;
    }
    source_->validators = std::make_unique<const Validators>(validatorsOf(head));
    together_ = provesSame(record, validatorsOf(record), *source_->validators);
    exchange_->takeAtMost(end_ - begin_, framing);
    return this;
}

Error SourceTrial::arrived(std::size_t n) {
    const std::size_t most = std::min(n, here_.size() - compared_);
    if (std::memcmp(buffer_.data(), here_.data() + compared_, most) != 0) {
        return {ErrorKind::EntityChanged,
                source_->host + " has another file than the one that is here",
                "what is here already does not match what it sends", 0};
    }
    compared_ += most;
    return {};
}

void SourceTrial::exchangeEnded() {
    if (over_) {
        return;
    }
    if (compared_ < here_.size()) {
        end({ErrorKind::TruncBody, source_->host + " sent less than it announced", {}, 0});
        return;
    }
    over_ = true;
    source_->gaveRange = true;
    source_->state = together_ ? SourceState::InUse : SourceState::Spare;
    turn_.announce();
    turn_.run();
}

void SourceTrial::end(const Error& error) {
    if (!std::exchange(over_, true)) {
        parts_.sources.drop(*source_, error, false);
        turn_.announce();
        turn_.run();
    }
}

void SourceTrials::begin(std::uint64_t written) {
    if (written < kOverlapBytes) {
        return;
    }
    for (const auto& source : parts_.sources.mirrors()) {
        const bool under =
            std::ranges::any_of(all_, [&](const auto& each) { return each->isOf(*source); });
        if (source->state == SourceState::Untried && !under &&
            source.get() != &parts_.sources.current()) {
            all_.push_back(
                std::make_unique<SourceTrial>(transfer_, parts_, turn_, *source, written));
        }
    }
}

void SourceTrials::ask() {
    for (const auto& each : all_) {
        each->ask();
    }
    std::erase_if(all_, [](const auto& each) { return each->over(); });
}

int SourceTrials::socketCount() const {
    int count = 0;
    for (const auto& each : all_) {
        count += each->socketCount();
    }
    return count;
}

bool SourceTrials::willRun() const {
    return std::ranges::any_of(all_, [](const auto& each) { return each->willRun(); });
}

}  // namespace penstock
