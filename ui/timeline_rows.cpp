#include "ui/timeline_rows.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace penstock {

namespace {

using Phase = std::pair<TimePoint, TimePoint>;
using Phases = std::array<Phase, kPhases>;  // those that were not are empty

class Words {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

/// Each begins where it is known to, and lasts until the next that is known; the last until the
/// end.
Phases phasesOf(const RequestAccount& request, TimePoint now) {
    const RequestTimings& t = request.timings;
    const TimePoint end = t.ended.value_or(now);
    const bool secure = request.url.rfind("https:", 0) == 0;
    const std::array<std::optional<TimePoint>, kPhases> begins{
        t.queued, t.lookup, t.connect, secure ? t.connected : std::nullopt, t.sent, t.firstByte};
    Phases phases;
    for (std::size_t i = 0; i < kPhases; ++i) {
        if (!begins.at(i)) {
            continue;
        }
        const auto next =
            std::find_if(begins.begin() + static_cast<std::ptrdiff_t>(i) + 1, begins.end(),
                         [](const auto& each) { return each.has_value(); });
        const TimePoint until = next == begins.end() ? end : **next;
        phases.at(i) = {*begins.at(i), std::max(*begins.at(i), until)};
    }
    return phases;
}

QString stepsText(const Phases& phases) {
    QStringList steps;
    for (std::size_t i = 0; i < kPhases; ++i) {
        const Duration took = phases.at(i).second - phases.at(i).first;
        if (took > Duration{}) {
            steps.append(phaseTitle(static_cast<RequestPhase>(i)) + QLatin1Char(' ') +
                         stepText(took));
        }
    }
    return steps.join(QStringLiteral(", "));
}

QString rangeText(const RequestAccount& request) {
    if (!request.rangeBegin) {
        return {};
    }
    return request.rangeEnd
               ? QStringLiteral(", ") + formatRange(*request.rangeBegin, *request.rangeEnd)
               : Words::tr(", from %1 on").arg(formatSize(*request.rangeBegin));
}

/// Without the scheme: the host and the path tell one request from another.
QString targetText(const std::string& address) {
    const QString url = shownText(address);
    const auto scheme = url.indexOf(QLatin1String("://"));
    return scheme < 0 ? url : url.mid(scheme + 3);
}

/// name() in the language of the desktop.
QString endText(RequestEnd end) {
    switch (end) {
        case RequestEnd::UnderWay:
            return Words::tr("under way");
        case RequestEnd::Complete:
            return Words::tr("complete");
        case RequestEnd::Enough:
            return Words::tr("enough");
        case RequestEnd::Redirected:
            return Words::tr("redirected");
        case RequestEnd::Challenged:
            return Words::tr("login wanted");
        case RequestEnd::Unanswered:
            return Words::tr("unanswered");
        case RequestEnd::Refused:
            return Words::tr("refused");
        case RequestEnd::Failed:
            return Words::tr("failed");
        case RequestEnd::Stopped:
            return Words::tr("stopped");
    }
    return {};
}

QString answerText(const RequestAccount& request) {
    const QString status =
        request.status == 0
            ? QString()
            : (QString::number(request.status) + QLatin1Char(' ') + shownText(request.reason))
                  .trimmed();
    const bool plain = request.end == RequestEnd::Complete || request.end == RequestEnd::Redirected;
    if (plain && !status.isEmpty()) {
        return status;
    }
    const QString why =
        request.error.ok() ? endText(request.end) : shownText(request.error.sentence);
    return status.isEmpty() ? why : Words::tr("%1, %2").arg(status, why);
}

Tone toneOf(RequestEnd end) {
    switch (end) {
        case RequestEnd::Refused:
        case RequestEnd::Failed:
            return Tone::Failed;
        case RequestEnd::Stopped:
        case RequestEnd::Unanswered:
            return Tone::Muted;
        default:
            return Tone::Text;
    }
}

TimePoint lastMoment(const TransferStory& details) {
    TimePoint last{};
    for (const RequestAccount& request : details.requests) {
        last = std::max(last, request.timings.ended.value_or(details.at));
    }
    return last;
}

}  // namespace

QString stepText(Duration duration) {
    using namespace std::chrono;
    const double ms = duration_cast<std::chrono::duration<double, std::milli>>(duration).count();
    constexpr double kSecond = 1000;
    constexpr double kMinute = 60 * kSecond;
    if (ms < 10) {
        return Words::tr("%1 ms").arg(formatFixed(ms, 1));
    }
    if (ms < kSecond) {
        return Words::tr("%1 ms").arg(formatFixed(ms, 0));
    }
    return ms < kMinute ? Words::tr("%1 s").arg(formatFixed(ms / kSecond, 2))
                        : formatDuration(duration);
}

std::vector<TimelineRow> timelineRows(const TransferStory& details) {
    std::vector<TimelineRow> rows;
    if (details.requests.empty()) {
        return rows;
    }
    TimePoint first = details.requests.front().timings.queued;
    for (const RequestAccount& request : details.requests) {
        first = std::min(first, request.timings.queued);
    }
    const auto whole =
        static_cast<double>(std::max<std::int64_t>((lastMoment(details) - first).count(), 1));
    const auto place = [=](TimePoint at) {
        return static_cast<double>((at - first).count()) / whole;
    };
    for (const RequestAccount& request : details.requests) {
        const Phases phases = phasesOf(request, details.at);
        TimelineRow row;
        row.number = QString::number(request.number);
        row.request = shownText(request.method) + QLatin1Char(' ') + targetText(request.url) +
                      rangeText(request);
        row.answer = answerText(request);
        row.took = stepText(request.timings.ended.value_or(details.at) - request.timings.queued);
        row.socket = request.socket == 0 ? unknownText()
                     : request.reused    ? Words::tr("#%1 again").arg(request.socket)
                                         : QStringLiteral("#%1").arg(request.socket);
        row.steps = stepsText(phases);
        row.tone = toneOf(request.end);
        for (std::size_t i = 0; i < kPhases; ++i) {
            if (phases.at(i).second > phases.at(i).first) {
                row.phases.at(i) = QPointF(place(phases.at(i).first), place(phases.at(i).second));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

QString phaseTitle(RequestPhase phase) {
    constexpr std::array kTitles{
        QT_TRANSLATE_NOOP("Timeline", "place"),      QT_TRANSLATE_NOOP("Timeline", "lookup"),
        QT_TRANSLATE_NOOP("Timeline", "connect"),    QT_TRANSLATE_NOOP("Timeline", "TLS"),
        QT_TRANSLATE_NOOP("Timeline", "first byte"), QT_TRANSLATE_NOOP("Timeline", "body"),
    };
    static_assert(kTitles.size() == kPhases);
    const auto index = static_cast<std::size_t>(phase);
    return index < kPhases ? Words::tr(kTitles.at(index)) : QString();
}

int phaseColor(RequestPhase phase) noexcept {
    constexpr std::array kColors{6, 7, 5, 2, 1, 0};
    static_assert(kColors.size() == kPhases);
    return kColors.at(std::min(static_cast<std::size_t>(phase), kPhases - 1));
}

QString columnTitle(TimelineColumn column) {
    switch (column) {
        case TimelineColumn::Number:
            return Words::tr("No.");
        case TimelineColumn::Request:
            return Words::tr("Request");
        case TimelineColumn::Answer:
            return Words::tr("Answer");
        case TimelineColumn::Waterfall:
            return Words::tr("Time");
        case TimelineColumn::Took:
            return Words::tr("Took");
        case TimelineColumn::Socket:
            return Words::tr("Socket");
        case TimelineColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(TimelineColumn column) noexcept {
    return column == TimelineColumn::Number || column == TimelineColumn::Took;
}

QString cellText(const TimelineRow& row, TimelineColumn column) {
    switch (column) {
        case TimelineColumn::Number:
            return row.number;
        case TimelineColumn::Request:
            return row.request;
        case TimelineColumn::Answer:
            return row.answer;
        case TimelineColumn::Waterfall:
            return row.steps;
        case TimelineColumn::Took:
            return row.took;
        case TimelineColumn::Socket:
            return row.socket;
        case TimelineColumn::Count:
            break;
    }
    return {};
}

}  // namespace penstock
