#pragma once
// What each request of a transfer did with its time: accounts in, rows of a waterfall out. Pure.

#include "ui/model_roles.h"
#include "ui/transfer_story.h"

#include <QString>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace penstock {

enum class TimelineColumn : int { Number, Request, Answer, Waterfall, Took, Socket, Count };

/// The steps of a request, each until the next.
enum class RequestPhase : int {
    Place,  // until it had a connection, or a lookup began
    Lookup,
    Connect,
    Handshake,
    FirstByte,  // asked, and nothing came yet
    Body,
    Count
};

inline constexpr std::size_t kPhases = static_cast<std::size_t>(RequestPhase::Count);

struct TimelineRow {
    QString number;
    QString request;  // "GET host/path, 0 – 158 MB"
    QString answer;   // "206 Partial Content", "failed: …"
    QString took;
    QString socket;  // "#41", "#41 again"
    QString steps;   // "lookup 3 ms, connect 12 ms, …"
    Tone tone = Tone::Text;
    /// Of each phase where it lies within the time from the first request to now; empty: it was
    /// not.
    std::array<QPointF, kPhases> phases;

    bool operator==(const TimelineRow&) const = default;
};

/// One a request, in the order of asking.
std::vector<TimelineRow> timelineRows(const TransferStory& details);

QString phaseTitle(RequestPhase phase);
/// See connectionColor().
int phaseColor(RequestPhase phase) noexcept;

/// "Request", "Answer"; the table's header.
QString columnTitle(TimelineColumn column);
bool alignsRight(TimelineColumn column) noexcept;
QString cellText(const TimelineRow& row, TimelineColumn column);

/// "3 ms", "1.24 s", "2 min 06 s": how long a step took.
QString stepText(Duration duration);

}  // namespace penstock
