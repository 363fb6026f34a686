#include "ui/segment_rows.h"

#include "ui/format.h"
#include "ui/transfer_columns.h"
#include "ui/wait_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(penstock::SegmentRows)
};

constexpr int kFaintAlpha = 56;

bool isUnderWay(TransferState state) {
    return state == TransferState::Probing || state == TransferState::Receiving;
}

/// What a single connection brings: from the end of what is here in order.
SegmentSnapshot wholeRest(const TransferRow& row, const SocketRow& socket) {
    const TransferSnapshot& s = row.snapshot;
    const bool fromZero = !s.ranges.empty() && s.ranges.front().begin == 0;
    SegmentSnapshot segment;
    segment.at = fromZero ? s.ranges.front().end : 0;
    segment.range = {0, std::max(s.total.value_or(segment.at), segment.at)};
    segment.bytesPerSecond = row.bytesPerSecond;
    segment.socket = socket.snapshot.serial;
    return segment;
}

const SocketRow* socketOf(std::span<const SocketRow* const> sockets, std::uint64_t serial) {
    const auto found = std::find_if(
        sockets.begin(), sockets.end(),
        [serial](const SocketRow* socket) { return socket->snapshot.serial == serial; });
    return found == sockets.end() ? nullptr : *found;
}

std::vector<SegmentSnapshot> segmentsOf(const TransferRow& row,
                                        std::span<const SocketRow* const> sockets) {
    const TransferSnapshot& s = row.snapshot;
    if (!isUnderWay(s.state)) {
        return {};
    }
    if (!s.segments.empty()) {
        return s.segments;
    }
    return sockets.empty() ? std::vector<SegmentSnapshot>()
                           : std::vector{wholeRest(row, *sockets.front())};
}

double part(std::uint64_t at, std::uint64_t total) {
    return std::min(1.0, static_cast<double>(at) / static_cast<double>(total));
}

}  // namespace

std::vector<int> ConnectionColors::of(const std::vector<std::uint64_t>& serials) {
    std::erase_if(taken_, [&](const auto& each) {
        return std::find(serials.begin(), serials.end(), each.first) == serials.end();
    });
    std::vector<int> colors;
    for (const std::uint64_t serial : serials) {
        const auto [place, isNew] = taken_.try_emplace(serial, -1);
        for (int color = 0; place->second < 0; ++color) {
            if (std::none_of(taken_.begin(), taken_.end(),
                             [color](const auto& each) { return each.second == color; })) {
                place->second = color;
            }
        }
        colors.push_back(place->second);
    }
    return colors;
}

std::vector<SegmentRow> segmentRows(const TransferRow& row,
                                    std::span<const SocketRow* const> sockets,
                                    ConnectionColors& colors) {
    std::vector<SegmentRow> rows;
    std::vector<std::uint64_t> serials;
    for (const SegmentSnapshot& segment : segmentsOf(row, sockets)) {
        const SocketRow* socket = socketOf(sockets, segment.socket);
        rows.push_back(
            {segment, socket == nullptr ? WaitsFor::Stream : socket->snapshot.waitsFor, 0});
        serials.push_back(segment.socket);
    }
    const std::vector<int> chosen = colors.of(serials);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].color = chosen[i];
    }
    return rows;
}

std::vector<StripPart> stripParts(const TransferSnapshot& snapshot,
                                  const std::vector<SegmentRow>& rows, const Tokens& tokens) {
    std::vector<StripPart> parts;
    const Tone state = tone(snapshot);
    const QColor here = toneColor(
        tokens, state == Tone::Receiving || state == Tone::Waiting ? Tone::Paused : state);
    for (const QPointF& span : spans(snapshot)) {
        parts.push_back({span.x(), span.y(), here});
    }
    if (!snapshot.total || *snapshot.total == 0) {
        return parts;
    }
    for (const SegmentRow& row : rows) {
        const SegmentSnapshot& s = row.segment;
        QColor color = connectionColor(tokens, row.color);
        if (s.at > s.range.begin) {
            parts.push_back(
                {part(s.range.begin, *snapshot.total), part(s.at, *snapshot.total), color});
        }
        color.setAlpha(kFaintAlpha);
        if (s.range.end > s.at) {
            parts.push_back(
                {part(s.at, *snapshot.total), part(s.range.end, *snapshot.total), color});
        }
    }
    return parts;
}

QString columnTitle(SegmentColumn column) {
    switch (column) {
        case SegmentColumn::Connection:
            return Words::tr("Connection");
        case SegmentColumn::Range:
            return Words::tr("Range");
        case SegmentColumn::Progress:
            return Words::tr("Progress");
        case SegmentColumn::Here:
            return Words::tr("Here");
        case SegmentColumn::Speed:
            return Words::tr("Speed");
        case SegmentColumn::WaitsFor:
            return Words::tr("Waits for");
        case SegmentColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(SegmentColumn column) noexcept {
    return column == SegmentColumn::Range || column == SegmentColumn::Here ||
           column == SegmentColumn::Speed;
}

QString cellText(const SegmentRow& row, SegmentColumn column) {
    const SegmentSnapshot& s = row.segment;
    switch (column) {
        case SegmentColumn::Connection:
            return s.socket == 0 ? Words::tr("none yet", "connection")
                                 : QLatin1Char('#') + QString::number(s.socket);
        case SegmentColumn::Range:
            return formatRange(s.range.begin, s.range.end);
        case SegmentColumn::Progress:
            return formatPercent(fraction(row));
        case SegmentColumn::Here:
            return formatSizeOf(s.at - s.range.begin, s.range.size());
        case SegmentColumn::Speed:
            return formatSpeed(s.bytesPerSecond);
        case SegmentColumn::WaitsFor:
            return waitText(row.waitsFor);
        case SegmentColumn::Count:
            break;
    }
    return {};
}

double fraction(const SegmentRow& row) {
    const SegmentSnapshot& s = row.segment;
    return s.range.size() == 0 ? 0.0
                               : std::min(1.0, static_cast<double>(s.at - s.range.begin) /
                                                   static_cast<double>(s.range.size()));
}

QString piecesText(const TransferSnapshot& snapshot) {
    if (!snapshot.total) {
        return snapshot.received == 0 ? Words::tr("Nothing is here yet")
                                      : Words::tr("%1 here").arg(formatSize(snapshot.received));
    }
    if (snapshot.state == TransferState::Done) {
        return Words::tr("All of %1").arg(formatSize(*snapshot.total));
    }
    const auto pieces = static_cast<int>(snapshot.ranges.size());
    const QString here = formatSizeOf(snapshot.received, *snapshot.total);
    return pieces > 1 ? Words::tr("%1 in %Ln pieces", nullptr, pieces).arg(here) : here;
}

}  // namespace penstock
