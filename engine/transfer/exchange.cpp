#include "engine/transfer/exchange.h"

#include "engine/transfer/request_fields.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kPartial = 206;

// What the kernel has taken in is lost by a pause, so a slow transfer gets a small buffer. 0 for
// one without a limit.
int receiveBufferFor(std::uint64_t rateLimit) {
    constexpr std::uint64_t kLeast = 128U << 10U;
    constexpr std::uint64_t kMost = 4U << 20U;
    return rateLimit == 0 ? 0 : static_cast<int>(std::clamp(rateLimit / 4, kLeast, kMost));
}

// Its transfer's own goes before those of all. What add() has not seen, a list's, may be no good.
Error chooseProxy(const ConnectionPool& connections, const TransferOptions* said, const Url& url,
                  std::shared_ptr<const Proxy>& by) {
    if (said == nullptr || said->proxy.empty()) {
        by = connections.proxyFor({url.host, url.port, url.secure()});
        return {};
    }
    auto own = ownProxy(said->proxy);
    if (!own) {
        return own.error();
    }
    by = std::move(own).value();
    return {};
}

// Waits that its transfer has otherwise than its connection; null: none.
std::unique_ptr<EngineTimeouts> ownPatience(const TransferOptions* said,
                                            const EngineTimeouts& usual) {
    if (said == nullptr || (said->firstByte.count() == 0 && said->stall.count() == 0)) {
        return nullptr;
    }
    auto own = std::make_unique<EngineTimeouts>(usual);
    own->firstByte = said->firstByte.count() > 0 ? said->firstByte : usual.firstByte;
    own->stall = said->stall.count() > 0 ? said->stall : usual.stall;
    return own;
}

}  // namespace

Exchange::Exchange(ConnectionPool& connections, const Headers& usual, Owner& owner, Request request)
    : connections_(&connections),
      owner_(&owner),
      usual_(&usual),
      request_(std::move(request)),
      url_(request_.url) {}

const EngineTimeouts* Exchange::patience(const EngineTimeouts& usual) {
    patience_ = ownPatience(request_.options.get(), usual);
    return patience_ != nullptr ? patience_.get() : &usual;
}

Exchange::~Exchange() {
    if (waits_ != WaitsFor::Nothing) {
        connections_->leave(*this);
    }
    dropConnection();
    logEnd(RequestEnd::Stopped);
}

void Exchange::goOn() {
    if (!asks_ || over_) {
        return;
    }
    asks_ = false;
    const bool again = std::exchange(asksAgain_, false);
    if (nextHop_ != nullptr) {
        hop_ = std::move(nextHop_);
        url_ = hop_.get();
    }
    logBegin();
    if (const Error error = chooseProxy(*connections_, request_.options.get(), *url_, by_);
        !error.ok()) {
        over_ = true;
        logEnd(RequestEnd::Failed, &error);
        owner_->exchangeFailed(error);
        return;
    }
    const Wish wanted = wish(again);
    const PoolOffer offer = connections_->offer(wanted, *this);
    waits_ = offer.waitsFor;
    if (offer.kind == PoolOffer::Kind::Wait) {
        return;
    }
    fresh_ = false;
    if (logged_ != 0) {
        request_.log->goesBy(logged_, by_);
    }
    Connection& connection =
        offer.kind == PoolOffer::Kind::Stream ? *offer.connection : connections_->open(wanted);
    connection_ = connection.id();
    stream_ = connection.begin(
        request_.transfer, head(), *this,
        {request_.rangeBegin.value_or(0), request_.rangeEnd.value_or(request_.total.value_or(0))});
}

Wish Exchange::wish(bool again) const {
    return {
        {url_->host, url_->port, url_->secure(), publicOnly_, by_, keysAt(request_.sites, *url_)},
        fresh_,
        receiveBufferFor(rateLimit()),
        request_.rank != nullptr ? *request_.rank : Rank{},
        hop_ != nullptr || silentTries_ > 0 || again,
        request_.options != nullptr ? request_.options->connect : std::chrono::milliseconds(0)};
}

void Exchange::offerChanged() {
    asks_ = true;
    owner_->placeOffered();
}

void Exchange::resumeReading() {
    if (Connection* connection = connections_->find(connection_)) {
        connection->resumeReading(stream_);
    }
}

bool Exchange::willRun() const {
    if (waits_ != WaitsFor::Nothing) {
        return asks_ || connections_->willTell(*this);
    }
    const Connection* connection = connections_->find(connection_);
    return connection != nullptr && connection->willRun();
}

WaitsFor Exchange::waitsFor() const {
    if (waits_ != WaitsFor::Nothing) {
        return waits_;
    }
    const Connection* connection = connections_->find(connection_);
    return connection == nullptr ? WaitsFor::Nothing : connection->step().waitsFor;
}

std::optional<TimePoint> Exchange::waitsUntil() const {
    const Connection* connection = connections_->find(connection_);
    const auto span =
        connection == nullptr ? std::nullopt : connection->deadline(connection->step().deadline);
    return span ? std::optional(span->until) : std::nullopt;
}

std::optional<TimePoint> Exchange::silentSince() const {
    const Connection* connection = target_ != nullptr ? nullptr : connections_->find(connection_);
    const auto span =
        connection == nullptr ? std::nullopt : connection->deadline(DeadlineKind::FirstByte);
    return span ? std::optional(span->since) : std::nullopt;
}

std::uint64_t Exchange::socketSerial() const {
    const Connection* connection = connections_->find(connection_);
    return connection == nullptr ? 0 : connection->socketSerial();
}

bool Exchange::pinned() const {
    const Connection* connection =
        connections_->anyPinned() ? connections_->find(connection_) : nullptr;
    return connection != nullptr && connection->pinned();
}

int Exchange::socketCount() const {
    const Connection* connection = connections_->find(connection_);
    return connection == nullptr ? 0 : static_cast<int>(connection->socketCount());
}

CompressedSign Exchange::compressedSign() const {
    return std::max(signBefore_, penstock::compressedSign(*url_));
}

void Exchange::opening(const OpeningNote& note) {
    if (logged_ != 0) {
        request_.log->opening(logged_, note);
    }
}

void Exchange::requestSent(const RowHandle& by) {
    if (logged_ != 0) {
        request_.log->sent(logged_, by);
    }
}

void Exchange::answerBegan() {
    if (logged_ != 0) {
        request_.log->answerBegan(logged_);
    }
}

// One that waited for a place is under way already.
void Exchange::logBegin() {
    if (request_.log != nullptr && logged_ == 0) {
        taken_ = 0;
        logged_ = request_.log->begin({hop_ == nullptr ? url_ : nullptr, hop_.get(),
                                       !request_.fields.empty() && !strayed_, request_.rangeBegin,
                                       request_.rangeEnd, request_.ifRange, request_.options});
    }
}

void Exchange::logHead(ResponseHead& head) {
    if (logged_ != 0) {
        request_.log->headCame(logged_, head);
    }
}

void Exchange::logEnd(RequestEnd how, const Error* why) {
    if (logged_ != 0) {
        request_.log->ended(std::exchange(logged_, 0), how, taken_, why);
    }
}

BodyPlan Exchange::headReceived(ResponseHead& head, const BodyFraming& framing) {
    if (head.status == kProxyUnauthorized && asksProxy()) {
        return proxyChallenged(head);
    }
    remember(head);
    if (head.status == kUnauthorized) {
        return challenged(head);
    }
    if (isRedirect(head.status) && head.fields.contains("Location")) {
        const BodyPlan plan = redirect(head, framing);
        logHead(head);
        return plan;
    }
    target_ = owner_->answered(head, framing, *url_);
    if (head.status == kPartial && target_ != nullptr) {
        digest_ = AnswerDigest::of(head, framing);
    }
    logHead(head);
    if (dropsAnswer_) {
        over_ = true;
        logEnd(RequestEnd::Refused);
        connection_ = 0;
        owner_->exchangeEnded();
        return BodyPlan::Abort;
    }
    if (target_ != nullptr) {
        connections_->answered(connection_);
    }
    return target_ != nullptr ? BodyPlan::Take : BodyPlan::Drain;
}

BodyPlan Exchange::redirect(const ResponseHead& head, const BodyFraming& /*framing*/) {
    auto next = followRedirect(*url_, head, trail_);
    if (!next) {
        over_ = true;
        connection_ = 0;
        logEnd(RequestEnd::Failed, &next.error());
        owner_->exchangeFailed(next.error());
        return BodyPlan::Abort;
    }
    signBefore_ = compressedSign();
    nextHop_ = std::make_unique<const Url>(std::move(next).value());
    strayed_ = strayed_ || !nextHop_->sameOrigin(*request_.url);
    const Connection* connection = connections_->find(connection_);
    publicOnly_ = !request_.privateAllowed &&
                  (publicOnly_ || (connection != nullptr && connection->peerIsPublic()));
    return BodyPlan::Drain;
}

void Exchange::takeAtMost(std::uint64_t bytes, const BodyFraming& framing) noexcept {
    left_ = bytes;
    endsEarly_ = framing.kind == BodyKind::UntilClose ||
                 (framing.kind == BodyKind::Length && framing.length > bytes);
}

void Exchange::endAfter(std::uint64_t bytes, bool more) noexcept {
    left_ = bytes;
    endsEarly_ = more;
}

BodySpace Exchange::bodySpace() {
    BodySpace space = target_->space();
    if (digest_ != nullptr) {
        into_ = space.into.data();
    }
    if (space.into.size() < left_) {
        return space;
    }
    if (left_ == 0) {
        endEarly();  // there is more of it than the server has named
        return {};
    }
    space.into = space.into.first(static_cast<std::size_t>(left_));
    return space;
}

std::size_t Exchange::readAtMost() {
    if (rateLimit() == 0) {
        return ~std::size_t{0};
    }
    // A head, or the end of a body whose bytes are all here, which no limit holds back.
    return target_ == nullptr || left_ == 0 ? kLimitedRead : target_->readAtMost();
}

void Exchange::bodyArrived(std::size_t n) {
    left_ -= n;
    taken_ += n;
    if (digest_ != nullptr) {
        digest_->add({into_, n});
    }
    const Error error = target_->arrived(n);
    owner_->bodyMoved(n);
    if (!error.ok()) {
        over_ = true;
        dropConnection();
        logEnd(RequestEnd::Failed, &error);
        owner_->exchangeFailed(error);
    } else if (left_ == 0 && endsEarly_) {
        endEarly();
    }
}

// The answer named where to ask, or what to say: its body was nothing.
bool Exchange::goesOnElsewhere() {
    if (nextHop_ == nullptr && !asksAgain_) {
        return false;
    }
    asks_ = true;
    logEnd(nextHop_ != nullptr ? RequestEnd::Redirected : RequestEnd::Challenged);
    owner_->exchangeNeedsRun();
    return true;
}

void Exchange::ended() {
    connection_ = 0;
    if (!goesOnElsewhere()) {
        end(true);
    }
}

void Exchange::failed(const Error& error, bool unanswered) {
    connection_ = 0;
    asksAgain_ = asksAgain_ || mayTunnelNow(error);
    if (goesOnElsewhere()) {  // the body broke off: what counted was its head
        return;
    }
    const bool dropped = error.kind == ErrorKind::ConnectDropped && target_ == nullptr;
    if (dropped || (unanswered && silentTries_ < kSilentTries)) {
        silentTries_ += dropped ? 0 : 1;
        fresh_ = true;
        asks_ = true;
        logEnd(RequestEnd::Unanswered, &error);
        owner_->exchangeNeedsRun();
        return;
    }
    if (left_ == 0) {  // all that was named is here, whatever became of the framing
        end(true);
        return;
    }
    over_ = true;
    logEnd(RequestEnd::Failed, &error);
    owner_->exchangeFailed(error);
}

void Exchange::endEarly() {
    dropConnection();
    end(false);
}

void Exchange::end(bool complete) {
    over_ = true;
    if (const auto digest = std::exchange(digest_, nullptr); digest != nullptr) {
        if (const Error error = digest->check(url_->host, complete); !error.ok()) {
            target_->condemn(error);
            logEnd(RequestEnd::Failed, &error);
            owner_->exchangeFailed(error);
            return;
        }
    }
    logEnd(target_ == nullptr ? RequestEnd::Refused
           : complete         ? RequestEnd::Complete
                              : RequestEnd::Enough);
    owner_->exchangeEnded();
}

void Exchange::dropConnection() {
    if (Connection* connection = connections_->find(std::exchange(connection_, 0))) {
        connection->cancel(stream_);
    }
}

}  // namespace penstock
