#include "app/get_lines.h"

#include "app/json_line.h"
#include "engine/connections_text.h"
#include "engine/printable_text.h"
#include "ui/format.h"

#include <QString>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>

namespace penstock {

namespace {

using std::chrono::milliseconds;

constexpr int kNameWidth = 24;
constexpr int kBarWidth = 20;

std::uint64_t inMilliseconds(Duration duration) {
    const auto whole = std::chrono::ceil<milliseconds>(duration);
    return static_cast<std::uint64_t>(std::max(whole, milliseconds{0}).count());
}

std::optional<std::uint64_t> millisecondsLeft(const Wait& wait, TimePoint now) {
    return wait.until ? std::optional(inMilliseconds(*wait.until - now)) : std::nullopt;
}

QString againIn(const TransferSnapshot& snapshot, TimePoint now) {
    const auto left = std::chrono::seconds(std::chrono::ceil<std::chrono::seconds>(
        milliseconds(millisecondsLeft(snapshot.wait, now).value_or(0))));
    return QStringLiteral("trying again in %1 (%2 of %3)")
        .arg(formatDuration(left))
        .arg(snapshot.attempt + 1)
        .arg(snapshot.maxAttempts);
}

QString fitted(const QString& text, int width) {
    return text.size() <= width ? text.leftJustified(width)
                                : text.left(width - 1) + QChar(0x2026);  // an ellipsis
}

QString bar(double fraction) {
    const int filled = static_cast<int>(fraction * kBarWidth);
    return QLatin1Char('[') + QString(filled, QLatin1Char('#')) +
           QString(kBarWidth - filled, QLatin1Char('-')) + QLatin1Char(']');
}

QString amount(const TransferSnapshot& snapshot) {
    if (!snapshot.total || *snapshot.total == 0) {
        return formatSize(snapshot.received);
    }
    const double fraction = std::min(
        1.0, static_cast<double>(snapshot.received) / static_cast<double>(*snapshot.total));
    return QStringLiteral("%1 %2  %3")
        .arg(bar(fraction), formatPercent(fraction).rightJustified(5),
             formatSizeOf(snapshot.received, *snapshot.total));
}

QString movement(const BarValues& values) {
    const TransferSnapshot& snapshot = values.snapshot;
    QString text = formatSpeed(values.bytesPerSecond);
    if (snapshot.total && *snapshot.total > snapshot.received) {
        const std::uint64_t left = (*snapshot.total - snapshot.received) / values.bytesPerSecond;
        text += QStringLiteral("  %1 left")
                    .arg(formatDuration(std::chrono::seconds(static_cast<std::int64_t>(left))));
    }
    return text;
}

QString awaited(const TransferSnapshot& snapshot) {
    switch (snapshot.wait.waitsFor) {
        case WaitsFor::Disk:
            return QStringLiteral("the disk");
        case WaitsFor::Host:
            return QStringLiteral("a place at ") + shownText(snapshot.host);
        default:
            return QLatin1String(waitWord(snapshot.wait.waitsFor));
    }
}

QString activity(const BarValues& values, TimePoint now) {
    const TransferState state = values.snapshot.state;
    if (state == TransferState::Waiting) {
        return againIn(values.snapshot, now);
    }
    if (state == TransferState::Receiving && values.bytesPerSecond > 0) {
        return movement(values);
    }
    if (state == TransferState::Probing || state == TransferState::Receiving) {
        return QStringLiteral("waits for ") + awaited(values.snapshot);
    }
    const std::string_view word = name(state);
    return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
}

JsonLine waitJson(const Wait& wait, TimePoint now) {
    JsonLine line;
    line.add("for", waitWord(wait.waitsFor));
    line.add("since_ms", inMilliseconds(now - wait.since));
    line.add("until_ms", millisecondsLeft(wait, now));
    return line;
}

std::vector<JsonLine> segmentsJson(const TransferSnapshot& snapshot) {
    std::vector<JsonLine> lines;
    for (const SegmentSnapshot& segment : snapshot.segments) {
        lines.emplace_back()
            .add("begin", segment.range.begin)
            .add("end", segment.range.end)
            .add("at", segment.at)
            .add("bytes_per_second", segment.bytesPerSecond)
            .add("socket", segment.socket);
    }
    return lines;
}

std::optional<std::uint64_t> sinceEpoch(std::optional<std::chrono::system_clock::time_point> at) {
    if (!at) {
        return std::nullopt;
    }
    const auto passed = std::chrono::duration_cast<milliseconds>(at->time_since_epoch());
    return static_cast<std::uint64_t>(std::max(passed, milliseconds{0}).count());
}

JsonLine connectionsMember(const TransferSnapshot& snapshot, TimePoint now) {
    const Wait later{.until = snapshot.moreConnectionsAt};
    JsonLine line;
    line.add("open", static_cast<std::uint64_t>(std::max(snapshot.activeSockets, 0)));
    line.add("allowed", static_cast<std::uint64_t>(std::max(snapshot.allowedSockets, 0)));
    if (snapshot.moreConnections == MoreConnections::Nothing) {
        line.addNull("why_no_more").addNull("sentence");
    } else {
        line.add("why_no_more", name(snapshot.moreConnections));
        line.add("sentence", connectionsText(snapshot, now));
    }
    line.add("ceiling_since", sinceEpoch(snapshot.ceilingSince));
    line.add("until_ms", millisecondsLeft(later, now));
    return line;
}

std::vector<JsonLine> sourcesJson(const TransferSnapshot& snapshot) {
    std::vector<JsonLine> lines;
    for (const SourceSnapshot& source : snapshot.sources) {
        JsonLine& line = lines.emplace_back();
        line.add("url", source.url).add("state", name(source.state)).add("bytes", source.bytes);
        if (source.reason.ok()) {
            line.addNull("reason");
        } else {
            line.add("reason", source.reason.sentence);
        }
    }
    return lines;
}

/// Where its life went, the running wait included. What rounding takes from one share it gives to
/// the next, so that their sum is the age.
JsonLine waitedJson(const TransferSnapshot& snapshot, TimePoint now) {
    WaitShares shares = snapshot.waited;
    shares.add(snapshot.wait.waitsFor, now - snapshot.wait.since);
    JsonLine line;
    Duration sum{};
    milliseconds said{};
    for (std::size_t i = 1; i < kWaitsForCount; ++i) {
        const auto waitsFor = static_cast<WaitsFor>(i);
        sum += shares.of(waitsFor);
        const milliseconds share = std::chrono::floor<milliseconds>(sum) - said;
        if (share > milliseconds{0}) {
            line.add(waitWord(waitsFor), inMilliseconds(share));
            said += share;
        }
    }
    return line;
}

}  // namespace

std::string stateJson(const TransferSnapshot& snapshot, TimePoint now, const GetAccount* account) {
    JsonLine line;
    line.add("event", "state");
    if (snapshot.id == TransferId::Nothing) {
        line.addNull("id");
    } else {
        line.add("id", static_cast<std::uint64_t>(snapshot.id));
    }
    line.add("url", snapshot.url).add("name", snapshot.name);
    line.add("state", name(snapshot.state));
    line.add("received", snapshot.received).add("total", snapshot.total);
    if (snapshot.error.ok()) {
        line.addNull("error");
    } else {
        JsonLine error;
        error.add("kind", name(snapshot.error.kind));
        error.add("sentence", snapshot.error.sentence).add("evidence", snapshot.error.evidence);
        line.add("error", error);
    }
    if (snapshot.wait.waitsFor == WaitsFor::Nothing) {
        line.addNull("wait");
    } else {
        line.add("wait", waitJson(snapshot.wait, now));
    }
    line.add("waited_ms", waitedJson(snapshot, now));
    line.add("connections", connectionsMember(snapshot, now));
    line.add("segments", segmentsJson(snapshot));
    if (snapshot.doubt != Doubt::Nothing) {
        line.add("doubt", name(snapshot.doubt));
    }
    if (!snapshot.sources.empty()) {
        line.add("sources", sourcesJson(snapshot));
    }
    if (account != nullptr) {
        addAccount(line, *account);
    }
    return line.text();
}

std::string connectionsJson(const TransferSnapshot& snapshot, TimePoint now) {
    JsonLine line;
    line.add("event", "connections").add("id", static_cast<std::uint64_t>(snapshot.id));
    line.add("url", snapshot.url).add("name", snapshot.name);
    line.add("connections", connectionsMember(snapshot, now));
    return line.text();
}

std::string doneLine(const TransferSnapshot& snapshot, Duration took) {
    for (const WaitsFor inLine : {WaitsFor::Slot, WaitsFor::Host, WaitsFor::Schedule}) {
        took -= snapshot.waited.of(inLine);
    }
    return printableText(snapshot.name) + ": " +
           QStringLiteral("%1 in %2")
               .arg(formatSize(snapshot.received), formatDuration(std::max(took, Duration{})))
               .toStdString();
}

std::string doubtLine(const TransferSnapshot& snapshot) {
    switch (snapshot.doubt) {
        case Doubt::WebPage:
            return printableText(snapshot.name) + " is a web page, which " +
                   printableText(snapshot.host) + " sent instead of the file, perhaps for a login";
        case Doubt::NoLength:  // mostly of what is made when it is asked for
        case Doubt::Nothing:
            break;
    }
    return {};
}

std::string waitingLine(const TransferSnapshot& snapshot, TimePoint now) {
    const std::string again = againIn(snapshot, now).toStdString();
    return snapshot.error.ok() ? again : printableText(snapshot.error.sentence) + "; " + again;
}

std::string hoursLine(const TransferSnapshot& snapshot, TimePoint now) {
    const std::string queue = "queue " + printableText(snapshot.queue);
    const auto left = millisecondsLeft(snapshot.wait, now);
    if (!left) {
        return "The " + queue + " has no hours, so its files do not begin";
    }
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(milliseconds(*left));
    return "The files of the " + queue + " wait for its hours, which begin in " +
           formatDuration(seconds).toStdString();
}

std::string errorLines(const Error& error) {
    std::string lines = printableText(error.sentence);
    std::string_view rest = error.evidence;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        lines += "\n  " + printableText(line);
        rest = rest.substr(std::min(line.size() + 1, rest.size()));
    }
    return lines;
}

std::string barLine(const BarValues& values, TimePoint now, int columns) {
    const QString line = fitted(shownText(values.snapshot.name), kNameWidth) +
                         QStringLiteral("  ") + amount(values.snapshot) + QStringLiteral("  ") +
                         activity(values, now);
    return line.left(columns).toStdString();
}

}  // namespace penstock
