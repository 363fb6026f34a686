#include "ui/trace_json.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <string_view>

namespace penstock {

namespace {

constexpr int kFormat = 1;
constexpr const char* kMark = "penstock-trace";
constexpr int kMostRequests = 1'000;
constexpr int kMostEvents = 10'000;
constexpr auto kBeyondKinds = static_cast<TraceKind>(63);  // what has no name is not found

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string plain(const QJsonValue& value) {
    return value.toString().toStdString();
}

qint64 micros(Duration duration) {
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

/// The enumerator of that name among those up to `last`.
template <typename Enum, typename Name>
std::optional<Enum> named(const QJsonValue& value, Enum last, Name nameOf) {
    const std::string wanted = plain(value);
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        if (!wanted.empty() && nameOf(static_cast<Enum>(i)) == wanted) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

bool is(const std::string& name, std::string_view lower) {
    return std::equal(name.begin(), name.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
}

std::string shareable(const HeaderField& field) {
    constexpr std::array<std::string_view, 4> kSecret{"authorization", "proxy-authorization",
                                                      "cookie", "set-cookie"};
    constexpr std::array<std::string_view, 3> kAddress{"location", "content-location", "referer"};
    const auto isOne = [&field](std::string_view name) {
        return is(field.name, name);
    };
    if (std::any_of(kSecret.begin(), kSecret.end(), isOne)) {
        return "…";
    }
    std::string value = withoutQueries(field.value);
    if (std::any_of(kAddress.begin(), kAddress.end(), isOne)) {
        const auto query = value.find('?');
        value = query == std::string::npos ? value : value.substr(0, query) + "?…";
    }
    return value;
}

QJsonArray fieldsJson(const std::vector<HeaderField>& fields) {
    QJsonArray array;
    for (const HeaderField& field : fields) {
        array.append(QJsonArray{text(field.name), text(shareable(field))});
    }
    return array;
}

std::vector<HeaderField> fieldsOf(const QJsonValue& value) {
    std::vector<HeaderField> fields;
    for (const QJsonValue each : value.toArray()) {
        fields.push_back({plain(each.toArray().at(0)), plain(each.toArray().at(1))});
    }
    return fields;
}

QJsonObject errorJson(const Error& error) {
    return {{"sentence", text(withoutQueries(error.sentence))},
            {"evidence", text(withoutQueries(error.evidence))}};
}

/// Of which kind it was is nothing that the views show: only that there was one.
Error errorOf(const QJsonValue& value) {
    Error error;
    error.sentence = plain(value["sentence"]);
    error.evidence = plain(value["evidence"]);
    if (!error.sentence.empty()) {
        error.kind = ErrorKind::Internal;
    }
    return error;
}

// In the order of the steps.
constexpr std::array kSteps{
    std::pair{"lookup", &RequestTimings::lookup},
    std::pair{"lookupAnswered", &RequestTimings::lookupAnswered},
    std::pair{"connect", &RequestTimings::connect},
    std::pair{"connected", &RequestTimings::connected},
    std::pair{"secured", &RequestTimings::secured},
    std::pair{"sent", &RequestTimings::sent},
    std::pair{"firstByte", &RequestTimings::firstByte},
    std::pair{"head", &RequestTimings::head},
    std::pair{"ended", &RequestTimings::ended},
};

QJsonObject timingsJson(const RequestTimings& timings, TimePoint at) {
    QJsonObject json{{"queued", micros(timings.queued - at)}};
    for (const auto& [name, step] : kSteps) {
        if (timings.*step) {
            json.insert(QLatin1String(name), micros(*(timings.*step) - at));
        }
    }
    return json;
}

TimePoint momentOf(const QJsonValue& value, TimePoint at) {
    constexpr double kLongest = 1e15;  // some thirty years
    const double count = std::clamp(value.toDouble(), -kLongest, kLongest);
    return at + std::chrono::microseconds(static_cast<std::int64_t>(count));
}

RequestTimings timingsOf(const QJsonValue& json, TimePoint at) {
    RequestTimings timings;
    timings.queued = momentOf(json["queued"], at);
    for (const auto& [name, step] : kSteps) {
        if (json[QLatin1String(name)].isDouble()) {
            timings.*step = momentOf(json[QLatin1String(name)], at);
        }
    }
    return timings;
}

QJsonValue numberOrNull(const std::optional<std::uint64_t>& number) {
    return number ? QJsonValue(static_cast<qint64>(*number)) : QJsonValue();
}

std::uint64_t countOf(const QJsonValue& value) {
    return static_cast<std::uint64_t>(std::max<qint64>(value.toInteger(), 0));
}

std::optional<std::uint64_t> countOrNothing(const QJsonValue& value) {
    return value.isDouble() ? std::optional(countOf(value)) : std::nullopt;
}

QJsonObject requestJson(const RequestAccount& request, TimePoint at) {
    return {{"number", static_cast<qint64>(request.number)},
            {"method", text(request.method)},
            {"url", text(withoutQueries(request.url))},
            {"rangeBegin", numberOrNull(request.rangeBegin)},
            {"rangeEnd", numberOrNull(request.rangeEnd)},
            {"requestFields", fieldsJson(request.requestFields)},
            {"status", request.status},
            {"reason", text(request.reason)},
            {"responseFields", fieldsJson(request.responseFields)},
            {"bytes", static_cast<qint64>(request.bytes)},
            {"timings", timingsJson(request.timings, at)},
            {"socket", static_cast<qint64>(request.socket)},
            {"reused", request.reused},
            {"peer", text(request.peer)},
            {"proxy", text(request.proxy)},
            {"end", text(name(request.end))},
            {"error", errorJson(request.error)}};
}

std::optional<RequestAccount> requestOf(const QJsonValue& json, TimePoint at) {
    const auto end =
        named(json["end"], RequestEnd::Stopped, [](RequestEnd each) { return name(each); });
    if (!end) {
        return std::nullopt;
    }
    RequestAccount request;
    request.number = static_cast<std::uint32_t>(countOf(json["number"]));
    request.method = plain(json["method"]);
    request.url = plain(json["url"]);
    request.rangeBegin = countOrNothing(json["rangeBegin"]);
    request.rangeEnd = countOrNothing(json["rangeEnd"]);
    request.requestFields = fieldsOf(json["requestFields"]);
    request.status = json["status"].toInt();
    request.reason = plain(json["reason"]);
    request.responseFields = fieldsOf(json["responseFields"]);
    request.bytes = countOf(json["bytes"]);
    request.timings = timingsOf(json["timings"], at);
    request.socket = countOf(json["socket"]);
    request.reused = json["reused"].toBool();
    request.peer = plain(json["peer"]);
    request.proxy = plain(json["proxy"]);
    request.end = *end;
    request.error = errorOf(json["error"]);
    return request;
}

QJsonObject eventJson(const TraceEvent& event, TimePoint at) {
    return {{"at", micros(event.at - at)},
            {"kind", text(name(event.kind))},
            {"request", static_cast<qint64>(event.request)},
            {"socket", static_cast<qint64>(event.socket)},
            {"text", text(withoutQueries(event.text))}};
}

std::optional<TraceEvent> eventOf(const QJsonValue& json, TimePoint at) {
    const auto kind = named(json["kind"], kBeyondKinds, [](TraceKind each) { return name(each); });
    if (!kind) {
        return std::nullopt;
    }
    return TraceEvent{momentOf(json["at"], at), *kind,
                      static_cast<std::uint32_t>(countOf(json["request"])), countOf(json["socket"]),
                      plain(json["text"])};
}

QString wallText(std::chrono::system_clock::time_point time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(ms.count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

std::chrono::system_clock::time_point wallOf(const QJsonValue& value) {
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return std::chrono::system_clock::time_point(
        std::chrono::milliseconds(time.isValid() ? time.toMSecsSinceEpoch() : 0));
}

QJsonObject waitedJson(const TransferSnapshot& s, TimePoint at) {
    QJsonObject json;
    for (std::size_t i = 1; i < kWaitsForCount; ++i) {  // all but Nothing
        const auto waitsFor = static_cast<WaitsFor>(i);
        const bool goesOn = s.wait.waitsFor == waitsFor && at > s.wait.since;
        const Duration spent = s.waited.of(waitsFor) + (goesOn ? at - s.wait.since : Duration{});
        if (spent > Duration{}) {
            json.insert(QLatin1String(waitWord(waitsFor)), micros(spent));
        }
    }
    return json;
}

QJsonObject snapshotJson(const TransferSnapshot& s, TimePoint at) {
    QJsonObject json{{"url", text(withoutQueries(s.url))},
                     {"host", text(s.host)},
                     {"name", text(s.name)},
                     {"state", text(name(s.state))},
                     {"waited", waitedJson(s, at)},
                     {"error", errorJson(s.error)},
                     {"note", text(withoutQueries(s.note))},
                     {"doubt", text(std::string(name(s.doubt)))},
                     {"total", numberOrNull(s.total)},
                     {"received", static_cast<qint64>(s.received)},
                     {"resumable", s.resumable},
                     {"rateLimit", static_cast<qint64>(s.rateLimit)},
                     {"allowedSockets", s.allowedSockets},
                     {"moreConnections", text(name(s.moreConnections))},
                     {"added", wallText(s.added)}};
    if (s.finished) {
        json.insert(QLatin1String("finished"), wallText(*s.finished));
    }
    return json;
}

std::optional<TransferSnapshot> snapshotOf(const QJsonValue& json) {
    const auto state = transferStateNamed(plain(json["state"]));
    if (!state) {
        return std::nullopt;
    }
    TransferSnapshot s;
    s.url = plain(json["url"]);
    s.host = plain(json["host"]);
    s.name = plain(json["name"]);
    s.state = *state;
    for (std::size_t i = 1; i < kWaitsForCount; ++i) {  // all but Nothing
        const auto waitsFor = static_cast<WaitsFor>(i);
        const auto spent = momentOf(json["waited"][QLatin1String(waitWord(waitsFor))], TimePoint{});
        s.waited.add(waitsFor, std::max(spent - TimePoint{}, Duration{}));
    }
    s.error = errorOf(json["error"]);
    s.note = plain(json["note"]);
    s.doubt = doubtNamed(plain(json["doubt"]));
    s.total = countOrNothing(json["total"]);
    s.received = countOf(json["received"]);
    s.resumable = json["resumable"].toBool();
    s.rateLimit = countOf(json["rateLimit"]);
    s.allowedSockets = json["allowedSockets"].toInt(1);
    s.moreConnections =
        named(json["moreConnections"], MoreConnections::NothingToShare, [](MoreConnections each) {
            return name(each);
        }).value_or(MoreConnections::Nothing);
    s.added = wallOf(json["added"]);
    if (json["finished"].isString()) {
        s.finished = wallOf(json["finished"]);
    }
    return s;
}

}  // namespace

std::string withoutQueries(std::string text) {
    std::string::size_type from = 0;
    while (true) {
        const auto scheme = text.find("://", from);
        if (scheme == std::string::npos) {
            return text;
        }
        const auto end = std::min(text.find_first_of(" \t\r\n\"'<>", scheme), text.size());
        const auto query = text.find('?', scheme);
        if (query < end) {
            text.replace(query, end - query, "?…");
            from = query + 1;
        } else {
            from = end;
        }
    }
}

QByteArray traceJson(const TransferStory& details, std::chrono::system_clock::time_point written) {
    QJsonArray requests;
    for (const RequestAccount& request : details.requests) {
        requests.append(requestJson(request, details.at));
    }
    QJsonArray events;
    for (const TraceEvent& event : details.events) {
        events.append(eventJson(event, details.at));
    }
    return QJsonDocument(QJsonObject{{kMark, kFormat},
                                     {"written", wallText(written)},
                                     {"transfer", snapshotJson(details.snapshot, details.at)},
                                     {"requests", requests},
                                     {"events", events}})
        .toJson();
}

std::optional<TransferStory> readTrace(const QByteArray& json) {
    const QJsonObject trace =
        json.size() > kLargestTrace ? QJsonObject() : QJsonDocument::fromJson(json).object();
    if (trace[QLatin1String(kMark)].toInt() != kFormat) {
        return std::nullopt;
    }
    TransferStory details;
    // Far from the beginning of the clock, so that all that was before it has its place.
    details.at = TimePoint(std::chrono::hours(1'000'000));
    const auto snapshot = snapshotOf(trace["transfer"]);
    if (!snapshot) {
        return std::nullopt;
    }
    details.snapshot = *snapshot;
    const QJsonArray requests = trace["requests"].toArray();
    for (qsizetype i = 0; i < std::min<qsizetype>(requests.size(), kMostRequests); ++i) {
        const auto request = requestOf(requests.at(i), details.at);
        if (!request) {
            return std::nullopt;
        }
        details.requests.push_back(*request);
    }
    const QJsonArray events = trace["events"].toArray();
    for (qsizetype i = 0; i < std::min<qsizetype>(events.size(), kMostEvents); ++i) {
        const auto event = eventOf(events.at(i), details.at);
        if (!event) {
            return std::nullopt;
        }
        details.events.push_back(*event);
    }
    return details;
}

}  // namespace penstock
