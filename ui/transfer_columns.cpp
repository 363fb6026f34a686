#include "ui/transfer_columns.h"

#include "ui/format.h"
#include "ui/transfer_more_columns.h"
#include "ui/transfer_status.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <limits>

namespace penstock {

namespace {

using std::chrono::nanoseconds;

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(TransferColumn)
};

constexpr double kUnknownKey = std::numeric_limits<double>::infinity();

bool isActive(TransferState state) {
    return state == TransferState::Probing || state == TransferState::Receiving;
}

std::optional<nanoseconds> timeLeft(const TransferRow& row) {
    const TransferSnapshot& s = row.snapshot;
    const bool known = s.state == TransferState::Receiving && row.bytesPerSecond > 0 && s.total &&
                       *s.total >= s.received;
    if (!known) {
        return std::nullopt;
    }
    const double seconds =
        static_cast<double>(*s.total - s.received) / static_cast<double>(row.bytesPerSecond);
    constexpr double kLongest = 100.0 * 24 * 3600;  // beyond, an estimate says nothing
    if (seconds > kLongest) {
        return std::nullopt;
    }
    return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(seconds));
}

QString progressText(const TransferSnapshot& s) {
    if (s.state == TransferState::Done) {
        return formatPercent(1);
    }
    const std::optional<double> part = fraction(s);
    return part ? formatPercent(*part) : formatSize(s.received);
}

QString socketsText(const TransferSnapshot& s) {
    return isActive(s.state) || s.activeSockets > 0
               ? Words::tr("%1 / %2", "sockets of how many")
                     .arg(formatNumber(s.activeSockets),
                          formatNumber(std::max(s.allowedSockets, s.activeSockets)))
               : unknownText();
}

QString nameDetail(const TransferSnapshot& s) {
    const QString host = shownText(s.host);
    if (s.priority == Priority::Normal || s.state == TransferState::Done) {
        return host;
    }
    return (s.priority == Priority::High ? Words::tr("%1 · high priority")
                                         : Words::tr("%1 · low priority"))
        .arg(host);
}

/// What is whole is as large as what came of it, whether the server had said so or not.
std::optional<std::uint64_t> wholeSize(const TransferSnapshot& s) {
    const bool whole = s.state == TransferState::Done && s.received > 0;
    return s.total || !whole ? s.total : std::optional(s.received);
}

}  // namespace

QString filePath(const TransferSnapshot& snapshot) {
    const std::string& name = snapshot.state == TransferState::Done || snapshot.partName.empty()
                                  ? snapshot.name
                                  : snapshot.partName;
    return QFile::decodeName(QByteArray::fromStdString(snapshot.directory + '/' + name));
}

QString priorityWord(Priority priority) {
    switch (priority) {
        case Priority::High:
            return QCoreApplication::translate("Priority", "High");
        case Priority::Normal:
            return QCoreApplication::translate("Priority", "Normal");
        case Priority::Low:
            return QCoreApplication::translate("Priority", "Low");
    }
    return {};
}

QString columnTitle(TransferColumn column) {
    constexpr std::array kTitles{
        QT_TRANSLATE_NOOP("TransferColumn", "Name"),
        QT_TRANSLATE_NOOP("TransferColumn", "Size"),
        QT_TRANSLATE_NOOP("TransferColumn", "Progress"),
        QT_TRANSLATE_NOOP("TransferColumn", "Status"),
        QT_TRANSLATE_NOOP("TransferColumn", "Waits for"),
        QT_TRANSLATE_NOOP("TransferColumn", "Speed"),
        QT_TRANSLATE_NOOP("TransferColumn", "Time left"),
        QT_TRANSLATE_NOOP("TransferColumn", "Sockets"),
        QT_TRANSLATE_NOOP("TransferColumn", "Received"),
        QT_TRANSLATE_NOOP("TransferColumn", "Remaining"),
        QT_TRANSLATE_NOOP("TransferColumn", "Host"),
        QT_TRANSLATE_NOOP("TransferColumn", "Added"),
        QT_TRANSLATE_NOOP("TransferColumn", "Priority"),
        QT_TRANSLATE_NOOP("TransferColumn", "Queue"),
        QT_TRANSLATE_NOOP("TransferColumn", "Finished"),
        QT_TRANSLATE_NOOP("TransferColumn", "Took"),
        QT_TRANSLATE_NOOP("TransferColumn", "Limit"),
        QT_TRANSLATE_NOOP("TransferColumn", "Tries"),
        QT_TRANSLATE_NOOP("TransferColumn", "Resumable"),
        QT_TRANSLATE_NOOP("TransferColumn", "Sources"),
        QT_TRANSLATE_NOOP("TransferColumn", "Folder"),
        QT_TRANSLATE_NOOP("TransferColumn", "Address"),
    };
    static_assert(kTitles.size() == static_cast<std::size_t>(TransferColumn::Count));
    const auto index = static_cast<std::size_t>(column);
    return index < kTitles.size() ? QCoreApplication::translate("TransferColumn", kTitles[index])
                                  : QString();
}

QString cellText(const TransferRow& row, TransferColumn column, TimePoint now) {
    const TransferSnapshot& s = row.snapshot;
    switch (column) {
        case TransferColumn::Name:
            return shownText(s.name);
        case TransferColumn::Size:
            return wholeSize(s) ? formatSize(*wholeSize(s)) : Words::tr("unknown");
        case TransferColumn::Progress:
            return progressText(s);
        case TransferColumn::Status:
            return statusText(row, now);
        case TransferColumn::Speed:
            return s.state == TransferState::Receiving ? formatSpeed(row.bytesPerSecond)
                                                       : unknownText();
        case TransferColumn::TimeLeft: {
            const std::optional<nanoseconds> left = timeLeft(row);
            return left ? formatDuration(*left) : unknownText();
        }
        case TransferColumn::Sockets:
            return socketsText(s);
        case TransferColumn::Host:
            return shownText(s.host);
        case TransferColumn::Added:
            return formatTime(s.added);
        case TransferColumn::Priority:
            return priorityWord(s.priority);
        default:
            return moreText(s, column);
    }
}

QString detailText(const TransferRow& row, TransferColumn column, TimePoint now) {
    if (column == TransferColumn::Name) {
        return nameDetail(row.snapshot);
    }
    return column == TransferColumn::Status ? statusDetail(row, now) : QString();
}

QVariant sortKey(const TransferRow& row, TransferColumn column) {
    const TransferSnapshot& s = row.snapshot;
    switch (column) {
        case TransferColumn::Name:
            return shownText(s.name).toCaseFolded();
        case TransferColumn::Size:
            return wholeSize(s) ? static_cast<double>(*wholeSize(s)) : -1.0;
        case TransferColumn::Progress:
            return fraction(s).value_or(-1.0);
        case TransferColumn::Status:
            return static_cast<int>(s.state);
        case TransferColumn::Speed:
            return static_cast<double>(row.bytesPerSecond);
        case TransferColumn::TimeLeft: {
            const std::optional<nanoseconds> left = timeLeft(row);
            return left ? std::chrono::duration<double>(*left).count() : kUnknownKey;
        }
        case TransferColumn::Sockets:
            return s.activeSockets;
        case TransferColumn::Host:
            return shownText(s.host).toCaseFolded();
        case TransferColumn::Added:
            return static_cast<qlonglong>(
                std::chrono::duration_cast<std::chrono::microseconds>(s.added.time_since_epoch())
                    .count());
        case TransferColumn::Priority:
            return -static_cast<int>(s.priority);
        default:
            return moreKey(s, column);
    }
}

std::optional<double> fraction(const TransferSnapshot& snapshot) {
    if (snapshot.state == TransferState::Done) {
        return 1.0;
    }
    if (!snapshot.total) {
        return std::nullopt;
    }
    if (*snapshot.total == 0) {
        return 0.0;
    }
    return std::min(1.0,
                    static_cast<double>(snapshot.received) / static_cast<double>(*snapshot.total));
}

Spans spans(const TransferSnapshot& snapshot) {
    if (snapshot.state == TransferState::Done) {
        return {QPointF(0, 1)};
    }
    if (!snapshot.total || *snapshot.total == 0) {
        return {};
    }
    const auto total = static_cast<double>(*snapshot.total);
    Spans result;
    for (const ByteRange& range : snapshot.ranges) {
        result.append(QPointF(std::min(1.0, static_cast<double>(range.begin) / total),
                              std::min(1.0, static_cast<double>(range.end) / total)));
    }
    if (result.isEmpty() && snapshot.received > 0) {
        result.append(QPointF(0, *fraction(snapshot)));
    }
    return result;
}

bool isMarkedDone(const TransferSnapshot& snapshot) noexcept {
    return snapshot.state == TransferState::Done && snapshot.doubt == Doubt::WebPage;
}

Tone tone(const TransferSnapshot& snapshot) {
    switch (snapshot.state) {
        case TransferState::Probing:
        case TransferState::Waiting:
        case TransferState::Asking:
            return Tone::Waiting;
        case TransferState::Receiving:
            return Tone::Receiving;
        case TransferState::Verifying:
            return Tone::Verifying;
        case TransferState::Queued:
        case TransferState::Settling:
        case TransferState::Paused:
            return Tone::Paused;
        case TransferState::Done:
            return isMarkedDone(snapshot) ? Tone::Waiting : Tone::Done;
        case TransferState::Failed:
            return Tone::Failed;
    }
    return Tone::Text;
}

QString stateIcon(const TransferSnapshot& snapshot) {
    switch (snapshot.state) {
        case TransferState::Queued:
            return QStringLiteral("queued");
        case TransferState::Probing:
            return QStringLiteral("waiting");
        case TransferState::Receiving:
            return snapshot.wait.waitsFor == WaitsFor::RateTokens ? QStringLiteral("held")
                                                                  : QStringLiteral("receiving");
        case TransferState::Verifying:
            return QStringLiteral("verifying");
        case TransferState::Waiting:
            return QStringLiteral("view-refresh");
        case TransferState::Paused:
        case TransferState::Settling:
            return QStringLiteral("media-playback-pause");
        case TransferState::Asking:
            return QStringLiteral("dialog-question");
        case TransferState::Done:
            return isMarkedDone(snapshot) ? QStringLiteral("dialog-warning")
                                          : QStringLiteral("done");
        case TransferState::Failed:
            return QStringLiteral("dialog-warning");
    }
    return {};
}

std::optional<TimePoint> countdown(const TransferRow& row) {
    switch (row.snapshot.state) {
        case TransferState::Waiting:
        case TransferState::Probing:
            return row.snapshot.wait.until;
        default:
            return std::nullopt;
    }
}

bool alignsRight(TransferColumn column) noexcept {
    switch (column) {
        case TransferColumn::Size:
        case TransferColumn::Speed:
        case TransferColumn::TimeLeft:
        case TransferColumn::Sockets:
        case TransferColumn::Received:
        case TransferColumn::Remaining:
        case TransferColumn::Took:
        case TransferColumn::Limit:
        case TransferColumn::Tries:
        case TransferColumn::Sources:
            return true;
        default:
            return false;
    }
}

bool canStart(TransferState state) noexcept {
    return state == TransferState::Paused || state == TransferState::Waiting ||
           state == TransferState::Failed;
}

bool canPause(TransferState state) noexcept {
    return state == TransferState::Queued || state == TransferState::Probing ||
           state == TransferState::Receiving || state == TransferState::Verifying ||
           state == TransferState::Waiting;
}

}  // namespace penstock
