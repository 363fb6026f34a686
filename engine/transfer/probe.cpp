#include "engine/transfer/probe.h"

#include "engine/http/content_range.h"
#include "engine/http/judge_answer.h"
#include "engine/transfer/log_text.h"
#include "engine/transfer/reception.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kPartial = 206;
constexpr int kNotSatisfiable = 416;
constexpr std::uint64_t kSmall = 64U << 10U;  // what is read for the connection's sake

/// Whether it is cheaper to read the answer than to open another connection.
bool isSmall(const BodyFraming& framing) {
    return framing.kind == BodyKind::Nothing ||
           (framing.kind == BodyKind::Length && framing.length <= kSmall);
}

std::string mediaType(const Headers& fields) {
    const std::string_view value = fields.get("Content-Type").value_or("");
    return std::string(trimOws(value.substr(0, value.find(';'))));
}

/// "bytes */0": even of its first byte there is none.
bool saysEmpty(const ResponseHead& head) {
    const auto range = parseContentRange(head.fields.get("Content-Range").value_or(""));
    return head.status == kNotSatisfiable && range && range.value().total == 0;
}

}  // namespace

Probe::Probe(ProbeId id, Url url, ProbeOptions options, const TransferServices& services,
             std::function<void()> marked)
    : services_(&services),
      marked_(std::move(marked)),
      url_(std::move(url)),
      options_(std::move(options)),
      shelf_(services.now, nobody_),
      log_(shelf_, TransferId::Nothing) {
    result_.id = id;
    result_.finalUrl = url_.text();
    auto said = std::make_shared<TransferOptions>();
    said->userAgent = options_.userAgent;
    said->referrer = options_.referrer;
    said->proxy = options_.proxy;
    Exchange::Request request;
    request.url = &url_;
    request.fields = options_.headers;
    request.rangeBegin = 0;
    request.rangeEnd = 1;
    request.log = &log_;
    request.options = std::move(said);
    request.sites = &sites_;
    request.given = services.given;
    if (options_.login) {
        sites_ = std::make_unique<SiteMemory>();
        sites_->logins.set(url_, *options_.login);
    }
    exchange_.emplace(services.connections, services.usualFields, *this, std::move(request));
    services.timers.arm(late_, services.now + options_.timeout);
}

Probe::~Probe() = default;

void Probe::run() {
    if (step_ == Step::Asking && exchange_.has_value()) {
        exchange_->goOn();
    }
    if (ended_) {
        exchange_.reset();
    }
}

BodyTarget* Probe::answered(ResponseHead& head, const BodyFraming& framing, const Url& url) {
    learn(head, framing, url);
    if (!isSmall(framing)) {
        exchange_->dropAnswer();
    }
    return nullptr;
}

void Probe::learn(const ResponseHead& head, const BodyFraming& framing, const Url& url) {
    const Validators validators = validatorsOf(head);
    result_.status = head.status;
    result_.finalUrl = url.text();
    result_.name = finalNameOf({}, head.fields, url, url_);
    result_.type = mediaType(head.fields);
    result_.etag = validators.etag;
    result_.lastModified = validators.lastModified;
    if (saysEmpty(head)) {
        result_.size = 0;
        return;
    }
    const Judgement judgement = judgeAnswer(head, framing,
                                            {.host = url.host,
                                             .name = result_.name,
                                             .from = 0,
                                             .have = 0,
                                             .total = {},
                                             .codings = {},
                                             .known = {},
                                             .now = std::chrono::system_clock::now()});
    result_.error = errorOf(judgement);
    if (const auto* partial = std::get_if<Partial>(&judgement)) {
        result_.size = partial->total;
        result_.resumable = head.status == kPartial && validators.ifRange().has_value();
    } else if (const auto* offer = std::get_if<Offer>(&judgement)) {
        result_.size = offer->total;
    }
}

void Probe::know() {
    if (step_ == Step::Asking) {
        step_ = Step::Known;
        services_->timers.disarm(late_);
    }
    marked_();
}

ProbeResult Probe::take() {
    step_ = Step::Taken;
    if (const LogBook* book = log_.book()) {
        result_.requests = accountsOf(*book, {services_->usualFields, options_.headers});
    }
    return std::move(result_);
}

void Probe::exchangeEnded() {
    ended_ = true;
    know();
}

void Probe::exchangeFailed(const Error& error) {
    ended_ = true;
    if (step_ == Step::Asking) {
        result_.error = error;
    }
    know();
}

void Probe::expired(TimePoint /*now*/) {
    fail({ErrorKind::TimeoutTotal,
          url_.host + " did not say within " +
              std::to_string(
                  std::chrono::duration_cast<std::chrono::seconds>(options_.timeout).count()) +
              " s what it has",
          {},
          0});
}

void Probe::fail(const Error& error) {
    ended_ = true;
    exchange_.reset();
    if (step_ == Step::Asking) {
        result_.error = error;
    }
    know();
}

}  // namespace penstock
