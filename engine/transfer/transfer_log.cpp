#include "engine/transfer/transfer_log.h"

#include "engine/transfer/log_text.h"

#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMostText = 500;  // of an event, bytes

TraceKind kindOf(OpeningNote::Step step) {
    switch (step) {
        case OpeningNote::Step::Lookup:
            return TraceKind::LookupStarted;
        case OpeningNote::Step::LookupAnswered:
            return TraceKind::LookupAnswered;
        case OpeningNote::Step::Connect:
            return TraceKind::ConnectTried;
        case OpeningNote::Step::ConnectFailed:
            return TraceKind::ConnectFailed;
        case OpeningNote::Step::Connected:
            return TraceKind::Connected;
        case OpeningNote::Step::Secured:
            break;
    }
    return TraceKind::TlsDone;
}

// The first of a race counts, and the one that won it.
void note(LoggedRequest::Opening& opening, OpeningNote::Step step, TimePoint now) {
    const auto first = [now](TimePoint& at) {
        at = at == TimePoint{} ? now : at;
    };
    switch (step) {
        case OpeningNote::Step::Lookup:
            first(opening.lookup);
            break;
        case OpeningNote::Step::LookupAnswered:
            first(opening.lookupAnswered);
            break;
        case OpeningNote::Step::Connect:
            first(opening.connect);
            break;
        case OpeningNote::Step::ConnectFailed:
            break;
        case OpeningNote::Step::Connected:
            opening.connected = now;
            break;
        case OpeningNote::Step::Secured:
            opening.secured = now;
            break;
    }
}

}  // namespace

LogBook& TransferLog::open() {
    if (book_ == nullptr) {
        shelf_->take(book_);
    } else if (book_->plain) {
        shelf_->setBusy(*book_);
    }
    return *book_;
}

LoggedRequest* TransferLog::find(std::uint32_t number) noexcept {
    if (book_ == nullptr) {
        return nullptr;
    }
    const std::size_t at = (number - 1) % LogBook::kRequests;
    return at < book_->requests.size() && book_->requests[at].number == number
               ? &book_->requests[at]
               : nullptr;
}

std::uint32_t TransferLog::begin(const Asked& asked) {
    LogBook& book = open();
    const std::size_t at = book.asked % LogBook::kRequests;
    if (at == book.requests.size()) {
        book.requests.emplace_back();
    } else {
        book.requests[at].clear();
    }
    LoggedRequest& request = book.requests[at];
    request.number = ++book.asked;
    request.queued = shelf_->now();
    request.ownFields = asked.ownFields;
    request.url = asked.url;
    request.options = asked.options;
    if (asked.hop != nullptr) {
        request.hop = asked.hop->text();
    }
    if (asked.rangeBegin) {
        request.rangeBegin = *asked.rangeBegin;
        request.rangeEnd = asked.rangeEnd.value_or(LoggedRequest::kNoRange);
        request.ifRange = asked.ifRange.value_or(std::string());
    }
    return request.number;
}

void TransferLog::opening(std::uint32_t number, const OpeningNote& news) {
    LoggedRequest* request = find(number);
    if (request != nullptr) {
        if (request->opening == nullptr) {
            request->opening = std::make_unique<LoggedRequest::Opening>();
        }
        note(*request->opening, news.step, shelf_->now());
    }
    happened(kindOf(news.step), std::string(news.text), number, news.socket);
}

void TransferLog::goesBy(std::uint32_t number, const std::shared_ptr<const Proxy>& proxy) {
    if (LoggedRequest* request = find(number)) {
        request->proxy = proxy;
    }
}

void TransferLog::sent(std::uint32_t number, const RowHandle& by) {
    if (LoggedRequest* request = find(number)) {
        request->sent = shelf_->now();
        request->socket = by.serial();
        request->peer = by.peer();
        request->reused = request->opening == nullptr;
        if (shelf_->listens()) {
            tell(TraceKind::RequestSent, *request, sentText(*request));
        }
    }
}

void TransferLog::answerBegan(std::uint32_t number) {
    if (LoggedRequest* request = find(number)) {
        request->firstByte = request->firstByte == TimePoint{} ? shelf_->now() : request->firstByte;
    }
}

void TransferLog::headCame(std::uint32_t number, ResponseHead& head) {
    if (LoggedRequest* request = find(number)) {
        request->head = shelf_->now();
        request->status = static_cast<std::uint16_t>(head.status);
        request->reason = std::move(head.reason);
        std::swap(request->fields, head.fields);  // which may use the memory of an earlier one
        if (shelf_->listens()) {
            tell(TraceKind::HeadCame, *request, headText(*request));
        }
    }
}

void TransferLog::ended(std::uint32_t number, RequestEnd how, std::uint64_t bytes,
                        const Error* why) {
    if (LoggedRequest* request = find(number)) {
        request->ended = shelf_->now();
        request->end = how;
        request->bytes = bytes;
        if (why != nullptr && !why->ok()) {
            request->error = std::make_unique<const Error>(*why);
        }
        if (shelf_->listens()) {
            tell(endKind(how), *request, endText(*request));
        }
    }
}

void TransferLog::happened(TraceKind kind, std::string text, std::uint32_t request,
                           std::uint64_t socket) {
    if (text.size() > kMostText) {
        text.resize(kMostText);
    }
    LogBook& book = open();
    const std::size_t at = book.happened++ % LogBook::kEvents;
    if (at == book.events.size()) {
        book.events.emplace_back();
    }
    TraceEvent& event = book.events[at];
    event = {shelf_->now(), kind, request, socket, std::move(text)};
    if (shelf_->listens()) {
        shelf_->tell(id_, event);
    }
}

void TransferLog::lost(const Error& error, const RetryDecision& decision) {
    if (classOf(error.kind) == ErrorClass::Disk) {
        happened(TraceKind::Disk, error.sentence);
    }
    if (decision.action != RetryDecision::Action::GiveUp &&
        decision.action != RetryDecision::Action::Ask) {
        happened(TraceKind::RetryPlanned,
                 error.sentence + "; again in " + std::to_string(decision.delay.count()) + " ms");
    }
}

void TransferLog::entered(TransferState state) {
    switch (state) {
        case TransferState::Done:
            if (book_ == nullptr || (book_->asked == 1 && book_->happened == 0)) {
                break;
            }
            [[fallthrough]];
        case TransferState::Paused:
        case TransferState::Asking:
        case TransferState::Failed:
            happened(TraceKind::StateEntered, std::string(name(state)));
            return;
        default:
            break;
    }
    if (state == TransferState::Done && book_ != nullptr) {
        shelf_->setPlain(*book_);
    }
    if (shelf_->listens()) {
        shelf_->tell(id_, {shelf_->now(), TraceKind::StateEntered, 0, 0, std::string(name(state))});
    }
}

// What belongs to a request is in its times, and what waits in the list before it has begun is no
// news.
void TransferLog::waited(WaitsFor waitsFor, TimePoint since) {
    switch (waitsFor) {
        case WaitsFor::Disk:
        case WaitsFor::RateTokens:
        case WaitsFor::Host:
        case WaitsFor::List:
        case WaitsFor::Check:
        case WaitsFor::Space:
        case WaitsFor::Descriptors:
        case WaitsFor::RetryAfter:
        case WaitsFor::Retry: {
            using std::chrono::milliseconds;
            const auto tenths =
                std::chrono::duration_cast<milliseconds>(shelf_->now() - since).count() / 100;
            happened(TraceKind::Waited, std::string(waitWord(waitsFor)) + ", " +
                                            std::to_string(tenths / 10) + "." +
                                            std::to_string(tenths % 10) + " s");
            break;
        }
        default:
            break;
    }
}

void TransferLog::tell(TraceKind kind, const LoggedRequest& request, std::string text) const {
    shelf_->tell(id_, {shelf_->now(), kind, request.number, request.socket, std::move(text)});
}

}  // namespace penstock
