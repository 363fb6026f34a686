#include "engine/transfer/log_text.h"

#include "engine/base/shown_fields.h"
#include "engine/http/proxy_url.h"
#include "engine/transfer/request_fields.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace penstock {

namespace {

constexpr TimePoint kNever{};

std::optional<TimePoint> reached(TimePoint at) {
    return at == kNever ? std::nullopt : std::optional(at);
}

std::string addressOf(const LoggedRequest& request) {
    return request.url != nullptr ? request.url->text() : request.hop;
}

RequestTimings timingsOf(const LoggedRequest& request) {
    RequestTimings timings;
    timings.queued = request.queued;
    if (request.opening != nullptr) {
        timings.lookup = reached(request.opening->lookup);
        timings.lookupAnswered = reached(request.opening->lookupAnswered);
        timings.connect = reached(request.opening->connect);
        timings.connected = reached(request.opening->connected);
        timings.secured = reached(request.opening->secured);
    }
    timings.sent = reached(request.sent);
    timings.firstByte = reached(request.firstByte);
    timings.head = reached(request.head);
    timings.ended = reached(request.ended);
    return timings;
}

std::vector<HeaderField> listOf(const Headers& headers) {
    std::vector<HeaderField> list;
    list.reserve(headers.fields().size());
    for (const FieldView field : headers.fields()) {
        list.push_back(HeaderField(field));
    }
    return list;
}

/// As they were sent; nothing before that.
std::vector<HeaderField> shownFields(const LoggedRequest& request, const LoggedFields& fields) {
    if (request.sent == kNever) {
        return {};
    }
    std::vector<HeaderField> own;
    if (request.ownFields) {
        std::ranges::transform(fields.own, std::back_inserter(own), shownOwnField);
    }
    SaidFields said{.usual = fields.usual, .own = own, .options = request.options.get()};
    if (request.rangeBegin != LoggedRequest::kNoRange) {
        said.rangeBegin = request.rangeBegin;
        if (request.rangeEnd != LoggedRequest::kNoRange) {
            said.rangeEnd = request.rangeEnd;
        }
        said.ifRange = request.ifRange.empty() ? nullptr : &request.ifRange;
    }
    return listOf(fieldsOf(said));
}

RequestAccount accountOf(const LoggedRequest& request, const LoggedFields& fields) {
    RequestAccount account;
    account.number = request.number;
    account.method = "GET";
    account.url = addressOf(request);
    if (request.rangeBegin != LoggedRequest::kNoRange) {
        account.rangeBegin = request.rangeBegin;
        if (request.rangeEnd != LoggedRequest::kNoRange) {
            account.rangeEnd = request.rangeEnd;
        }
    }
    account.requestFields = shownFields(request, fields);
    account.status = request.status;
    account.reason = request.reason;
    account.responseFields = shownAnswerFields(listOf(request.fields));
    account.bytes = request.bytes;
    account.timings = timingsOf(request);
    account.socket = request.socket;
    account.reused = request.reused;
    account.peer = request.peer;
    if (request.proxy != nullptr) {
        account.proxy = hostAndPort(request.proxy->host, request.proxy->port);
    }
    account.end = request.end;
    if (request.error != nullptr) {
        account.error = *request.error;
    }
    return account;
}

/// Both lists are rings: in the order in which their entries were made.
template <typename T, typename Visit>
void eachInOrder(const std::vector<T>& ring, std::uint32_t count, Visit visit) {
    const std::size_t oldest = count > ring.size() ? count % ring.size() : 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, ring.size()); ++i) {
        visit(ring[(oldest + i) % ring.size()]);
    }
}

void addEvents(const LoggedRequest& request, std::vector<TraceEvent>& out) {
    const auto add = [&](TimePoint at, TraceKind kind, std::string text) {
        if (at != kNever) {
            out.push_back({at, kind, request.number, request.socket, std::move(text)});
        }
    };
    add(request.sent, TraceKind::RequestSent, sentText(request));
    add(request.head, TraceKind::HeadCame, headText(request));
    add(request.ended, endKind(request.end), endText(request));
}

/// In one turn there is one time: request by request, step by step, and then what follows.
bool comesBefore(const TraceEvent& a, const TraceEvent& b) {
    const auto key = [](const TraceEvent& event) {
        return std::tuple(event.at, event.request - 1, event.kind);  // that of none is the last
    };
    return key(a) < key(b);
}

}  // namespace

std::vector<RequestAccount> accountsOf(const LogBook& book, const LoggedFields& fields) {
    std::vector<RequestAccount> accounts;
    accounts.reserve(book.requests.size());
    eachInOrder(book.requests, book.asked, [&](const LoggedRequest& request) {
        accounts.push_back(accountOf(request, fields));
    });
    return accounts;
}

std::vector<TraceEvent> traceOf(const LogBook& book) {
    std::vector<TraceEvent> events;
    eachInOrder(book.events, book.happened,
                [&events](const TraceEvent& event) { events.push_back(event); });
    eachInOrder(book.requests, book.asked,
                [&events](const LoggedRequest& request) { addEvents(request, events); });
    std::ranges::stable_sort(events, comesBefore);
    return events;
}

std::string sentText(const LoggedRequest& request) {
    std::string text = "GET " + addressOf(request);
    if (request.rangeBegin != LoggedRequest::kNoRange) {
        text += ", from byte " + std::to_string(request.rangeBegin);
    }
    return text;
}

std::string headText(const LoggedRequest& request) {
    std::string text = std::to_string(request.status);
    return request.reason.empty() ? text : text + " " + request.reason;
}

std::string endText(const LoggedRequest& request) {
    if (request.error != nullptr) {
        return request.error->sentence;
    }
    if (request.end == RequestEnd::Redirected) {
        const std::string_view location = request.fields.get("Location").value_or("");
        return shownAnswerFields(std::vector<HeaderField>{{"Location", std::string(location)}})
            .front()
            .value;
    }
    if (request.end == RequestEnd::Challenged) {
        return "with the login";
    }
    return std::to_string(request.bytes) + " bytes";
}

TraceKind endKind(RequestEnd end) noexcept {
    switch (end) {
        case RequestEnd::Redirected:
            return TraceKind::Redirected;
        case RequestEnd::Unanswered:
        case RequestEnd::Challenged:
            return TraceKind::RequestRepeated;
        case RequestEnd::Refused:
        case RequestEnd::Failed:
            return TraceKind::RequestFailed;
        case RequestEnd::Stopped:
            return TraceKind::RequestStopped;
        case RequestEnd::UnderWay:
        case RequestEnd::Complete:
        case RequestEnd::Enough:
            break;
    }
    return TraceKind::BodyEnded;
}

}  // namespace penstock
