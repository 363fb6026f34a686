#include "app/account_json.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace penstock {

namespace {

/// 0 for what was before `begin`: of requests that are forgotten.
std::uint64_t microseconds(TimePoint begin, TimePoint at) {
    const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(at - begin).count();
    return passed > 0 ? static_cast<std::uint64_t>(passed) : 0;
}

std::optional<std::uint64_t> unlessZero(std::uint64_t number) {
    return number != 0 ? std::optional(number) : std::nullopt;
}

std::vector<JsonLine> fieldsJson(const std::vector<HeaderField>& fields) {
    std::vector<JsonLine> all;
    for (const HeaderField& field : fields) {
        all.emplace_back().add("name", field.name).add("value", field.value);
    }
    return all;
}

JsonLine timingsJson(const RequestTimings& timings) {
    JsonLine line;
    const auto add = [&](std::string_view name, const std::optional<TimePoint>& at) {
        if (at) {
            line.add(name, microseconds(timings.queued, *at));
        }
    };
    add("lookup", timings.lookup);
    add("lookup_answered", timings.lookupAnswered);
    add("connect", timings.connect);
    add("connected", timings.connected);
    add("secured", timings.secured);
    add("sent", timings.sent);
    add("first_byte", timings.firstByte);
    add("head", timings.head);
    add("ended", timings.ended);
    return line;
}

void addRange(JsonLine& line, const RequestAccount& request) {
    if (!request.rangeBegin) {
        line.addNull("range");
        return;
    }
    const std::string last = request.rangeEnd ? std::to_string(*request.rangeEnd - 1) : "";
    line.add("range", std::to_string(*request.rangeBegin) + "-" + last);
}

JsonLine requestJson(const RequestAccount& request, TimePoint begin) {
    JsonLine line;
    line.add("number", std::uint64_t{request.number});
    line.add("at_us", microseconds(begin, request.timings.queued));
    line.add("method", request.method).add("url", request.url);
    addRange(line, request);
    line.add("request_fields", fieldsJson(request.requestFields));
    line.add("status", unlessZero(static_cast<std::uint64_t>(std::max(request.status, 0))));
    line.add("reason", request.reason);
    line.add("response_fields", fieldsJson(request.responseFields));
    line.add("bytes", request.bytes).add("socket", unlessZero(request.socket));
    line.add("reused", request.reused ? "yes" : "no").add("peer", request.peer);
    line.add("proxy", request.proxy);
    line.add("timings_us", timingsJson(request.timings));
    line.add("end", name(request.end));
    if (request.error.ok()) {
        return line.addNull("error");
    }
    JsonLine error;
    error.add("kind", name(request.error.kind)).add("sentence", request.error.sentence);
    return line.add("error", error.add("evidence", request.error.evidence));
}

JsonLine eventJson(const TraceEvent& event, TimePoint begin) {
    JsonLine line;
    line.add("at_us", microseconds(begin, event.at)).add("kind", name(event.kind));
    line.add("request", unlessZero(event.request)).add("socket", unlessZero(event.socket));
    return line.add("text", event.text);
}

}  // namespace

void addAccount(JsonLine& line, const GetAccount& account) {
    const auto& [requests, trace] = account;
    TimePoint begin{};
    if (!requests.empty()) {
        begin = requests.front().timings.queued;
    } else if (!trace.empty()) {
        begin = trace.front().at;
    }
    std::vector<JsonLine> asked;
    for (const RequestAccount& request : requests) {
        asked.push_back(requestJson(request, begin));
    }
    std::vector<JsonLine> events;
    for (const TraceEvent& event : trace) {
        events.push_back(eventJson(event, begin));
    }
    line.add("requests", asked).add("trace", events);
}

}  // namespace penstock
