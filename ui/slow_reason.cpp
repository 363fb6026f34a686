#include "ui/slow_reason.h"

#include "ui/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>

namespace penstock {

namespace {

constexpr std::size_t kSinks = static_cast<std::size_t>(TimeSink::Count);

class Words {
    Q_DECLARE_TR_FUNCTIONS(SlowReason)
};

/// Nothing where nobody was slow.
std::optional<TimeSink> sinkOf(WaitsFor waitsFor) {
    switch (waitsFor) {
        case WaitsFor::Answer:
            return TimeSink::Lookup;
        case WaitsFor::TcpConnect:
        case WaitsFor::ProxyReply:
        case WaitsFor::TlsHandshake:
        case WaitsFor::Send:
            return TimeSink::Connecting;
        case WaitsFor::FirstByte:
        case WaitsFor::Headers:
            return TimeSink::Server;
        case WaitsFor::Body:
        case WaitsFor::NextRequest:
        case WaitsFor::Close:
            return TimeSink::Arriving;
        case WaitsFor::RateTokens:
            return TimeSink::Limit;
        case WaitsFor::Disk:
        case WaitsFor::List:
        case WaitsFor::Check:
        case WaitsFor::Space:
            return TimeSink::Disk;
        case WaitsFor::Slot:
        case WaitsFor::Stream:
        case WaitsFor::Host:
        case WaitsFor::Descriptors:
            return TimeSink::Place;
        case WaitsFor::Retry:
        case WaitsFor::RetryAfter:
            return TimeSink::Retrying;
        case WaitsFor::Nothing:
        case WaitsFor::Schedule:
        case WaitsFor::Decision:
        case WaitsFor::Resume:
            break;
    }
    return std::nullopt;
}

Duration spentIn(const TransferSnapshot& s, WaitsFor waitsFor, TimePoint now) {
    const bool goesOn = s.wait.waitsFor == waitsFor && now > s.wait.since;
    return s.waited.of(waitsFor) + (goesOn ? now - s.wait.since : Duration{});
}

/// The one of these that took most.
WaitsFor longest(const TransferSnapshot& s, std::initializer_list<WaitsFor> waits, TimePoint now) {
    return *std::max_element(waits.begin(), waits.end(), [&](WaitsFor a, WaitsFor b) {
        return spentIn(s, a, now) < spentIn(s, b, now);
    });
}

QString limitText(const TransferSnapshot& s, const QString& part) {
    return s.rateLimit > 0
               ? Words::tr("Limited by your %1: %2 of the time it was held back")
                     .arg(formatLimit(s.rateLimit), part)
               : Words::tr("A speed limit that it shares with others held it back %1 of the time")
                     .arg(part);
}

QString connectingText(const TransferSnapshot& s, const QString& part, TimePoint now) {
    switch (longest(
        s, {WaitsFor::TcpConnect, WaitsFor::ProxyReply, WaitsFor::TlsHandshake, WaitsFor::Send},
        now)) {
        case WaitsFor::ProxyReply:
            return Words::tr("%1 of the time the proxy took to lead on").arg(part);
        case WaitsFor::TlsHandshake:
            return Words::tr("%1 of the time went to securing connections").arg(part);
        case WaitsFor::Send:
            return Words::tr("%1 of the time went to sending requests").arg(part);
        default:
            return Words::tr("%1 of the time went to connecting").arg(part);
    }
}

QString diskText(const TransferSnapshot& s, const QString& part, TimePoint now) {
    switch (longest(s, {WaitsFor::Disk, WaitsFor::List, WaitsFor::Check, WaitsFor::Space}, now)) {
        case WaitsFor::Space:
            return Words::tr("It waited for free space %1 of the time").arg(part);
        case WaitsFor::Check:
            return Words::tr("%1 of the time went to checking the file").arg(part);
        case WaitsFor::List:
            return Words::tr("%1 of the time went to the list of transfers on the disk").arg(part);
        default:
            return Words::tr("The disk is the bottleneck: it took %1 of the time").arg(part);
    }
}

QString allowedText(const TransferSnapshot& s) {
    return (s.allowedSockets == 1
                ? Words::tr("%1 allows one connection")
                : Words::tr("%1 allows %Ln connections", nullptr, s.allowedSockets))
        .arg(shownText(s.host));
}

QString placeText(const TransferSnapshot& s, const QString& part, TimePoint now) {
    switch (longest(s, {WaitsFor::Slot, WaitsFor::Stream, WaitsFor::Host, WaitsFor::Descriptors},
                    now)) {
        case WaitsFor::Host:
        case WaitsFor::Stream:
            return Words::tr("%1 of the time it waited for a connection to %2 that others had")
                .arg(part, shownText(s.host));
        case WaitsFor::Descriptors:
            return Words::tr("%1 of the time too many files and sockets were open").arg(part);
        default:
            return Words::tr("%1 of the time it waited until fewer transfers were active")
                .arg(part);
    }
}

QString retryingText(const TransferSnapshot& s, const QString& part, TimePoint now) {
    return longest(s, {WaitsFor::Retry, WaitsFor::RetryAfter}, now) == WaitsFor::RetryAfter
               ? Words::tr("The server asked to come later: that was %1 of the time").arg(part)
               : Words::tr("%1 of the time it waited between tries").arg(part);
}

/// What keeps the bytes from coming faster, as far as is known.
QString arrivingText(const TransferSnapshot& s, const QString& part) {
    const QString arriving = Words::tr("Bytes were arriving %1 of the time").arg(part);
    const auto with = [&arriving](const QString& why) {
        return Words::tr("%1; %2").arg(arriving, why);
    };
    switch (s.moreConnections) {
        case MoreConnections::HostCeiling:
        case MoreConnections::Refused:
            return with(allowedText(s));
        case MoreConnections::NoRanges:
            return with(
                Words::tr("%1 sends the file over one connection only").arg(shownText(s.host)));
        case MoreConnections::SmallGain:
            return with(
                Words::tr("another connection brought little: the line or the server is "
                          "at its end"));
        case MoreConnections::RateLimited:
            return with(Words::tr("its connections reach the speed limit"));
        case MoreConnections::HostLimit:
        case MoreConnections::AsMany:
            return with(Words::tr("it has all connections that your settings allow"));
        default:
            return with(Words::tr("the line or the server sets the pace"));
    }
}

}  // namespace

QString sinkTitle(TimeSink sink) {
    constexpr std::array kTitles{
        QT_TRANSLATE_NOOP("SlowReason", "Name lookup"),
        QT_TRANSLATE_NOOP("SlowReason", "Connecting"),
        QT_TRANSLATE_NOOP("SlowReason", "First byte"),
        QT_TRANSLATE_NOOP("SlowReason", "Receiving"),
        QT_TRANSLATE_NOOP("SlowReason", "Speed limit"),
        QT_TRANSLATE_NOOP("SlowReason", "Disk"),
        QT_TRANSLATE_NOOP("SlowReason", "Waiting for a place"),
        QT_TRANSLATE_NOOP("SlowReason", "Between tries"),
    };
    static_assert(kTitles.size() == kSinks);
    const auto index = static_cast<std::size_t>(sink);
    return index < kSinks ? Words::tr(kTitles[index]) : QString();
}

int sinkColor(TimeSink sink) noexcept {
    constexpr std::array kColors{7, 5, 1, 0, 2, 3, 6, 4};
    static_assert(kColors.size() == kSinks);
    return kColors.at(std::min(static_cast<std::size_t>(sink), kSinks - 1));
}

std::vector<TimeShare> timeShares(const TransferSnapshot& snapshot, TimePoint now) {
    std::array<Duration, kSinks> spent{};
    for (std::size_t i = 0; i < kWaitsForCount; ++i) {
        const auto waitsFor = static_cast<WaitsFor>(i);
        if (const std::optional<TimeSink> sink = sinkOf(waitsFor)) {
            spent.at(static_cast<std::size_t>(*sink)) += spentIn(snapshot, waitsFor, now);
        }
    }
    std::vector<TimeShare> shares;
    for (std::size_t i = 0; i < kSinks; ++i) {
        if (spent.at(i) > Duration{}) {
            shares.push_back({static_cast<TimeSink>(i), spent.at(i)});
        }
    }
    return shares;
}

QString slowReason(const TransferSnapshot& s, TimePoint now) {
    const std::vector<TimeShare> shares = timeShares(s, now);
    if (shares.empty()) {
        return {};
    }
    const TimeShare most =
        *std::max_element(shares.begin(), shares.end(),
                          [](const TimeShare& a, const TimeShare& b) { return a.spent < b.spent; });
    Duration whole{};
    for (const TimeShare& share : shares) {
        whole += share.spent;
    }
    const QString part = formatPercent(0.005 + static_cast<double>(most.spent.count()) /
                                                   static_cast<double>(whole.count()));
    switch (most.sink) {
        case TimeSink::Lookup:
            return Words::tr("%1 of the time went to looking up the name").arg(part);
        case TimeSink::Connecting:
            return connectingText(s, part, now);
        case TimeSink::Server:
            return Words::tr("%1 of the time went to waiting for the server’s first byte")
                .arg(part);
        case TimeSink::Limit:
            return limitText(s, part);
        case TimeSink::Disk:
            return diskText(s, part, now);
        case TimeSink::Place:
            return placeText(s, part, now);
        case TimeSink::Retrying:
            return retryingText(s, part, now);
        default:
            return arrivingText(s, part);
    }
}

}  // namespace penstock
