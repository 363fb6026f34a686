#include "ui/socket_columns.h"

#include "ui/format.h"
#include "ui/socket_more_columns.h"
#include "ui/wait_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace penstock {

namespace {

QString textOrUnknown(const std::string& text) {
    return text.empty() ? unknownText() : shownText(text);
}

QString numberOrUnknown(int number) {
    return number < 0 ? unknownText() : formatNumber(number);
}

QString timerText(const SocketSnapshot& s, TimePoint now) {
    if (s.deadline == DeadlineKind::Nothing || !s.until) {
        return unknownText();
    }
    return formatCountdown(*s.until - now) + QLatin1Char(' ') + deadlineText(s.deadline);
}

}  // namespace

QString columnTitle(SocketColumn column) {
    constexpr std::array kTitles{
        QT_TRANSLATE_NOOP("SocketColumn", "No."),
        QT_TRANSLATE_NOOP("SocketColumn", "fd"),
        QT_TRANSLATE_NOOP("SocketColumn", "Role"),
        QT_TRANSLATE_NOOP("SocketColumn", "Transfer"),
        QT_TRANSLATE_NOOP("SocketColumn", "Host"),
        QT_TRANSLATE_NOOP("SocketColumn", "Peer"),
        QT_TRANSLATE_NOOP("SocketColumn", "State"),
        QT_TRANSLATE_NOOP("SocketColumn", "Waits for"),
        QT_TRANSLATE_NOOP("SocketColumn", "Timer left"),
        QT_TRANSLATE_NOOP("SocketColumn", "TLS"),
        QT_TRANSLATE_NOOP("SocketColumn", "Received"),
        QT_TRANSLATE_NOOP("SocketColumn", "In all"),
        QT_TRANSLATE_NOOP("SocketColumn", "Speed"),
        QT_TRANSLATE_NOOP("SocketColumn", "Age"),
        QT_TRANSLATE_NOOP("SocketColumn", "Segment"),
        QT_TRANSLATE_NOOP("SocketColumn", "Cipher"),
        QT_TRANSLATE_NOOP("SocketColumn", "ALPN"),
        QT_TRANSLATE_NOOP("SocketColumn", "Requests"),
        QT_TRANSLATE_NOOP("SocketColumn", "Local address"),
        QT_TRANSLATE_NOOP("SocketColumn", "Family"),
        QT_TRANSLATE_NOOP("SocketColumn", "Resumed"),
        QT_TRANSLATE_NOOP("SocketColumn", "Certificate"),
        QT_TRANSLATE_NOOP("SocketColumn", "Pinned"),
        QT_TRANSLATE_NOOP("SocketColumn", "Sent"),
        QT_TRANSLATE_NOOP("SocketColumn", "Last byte"),
        QT_TRANSLATE_NOOP("SocketColumn", "Round trip"),
        QT_TRANSLATE_NOOP("SocketColumn", "Window"),
        QT_TRANSLATE_NOOP("SocketColumn", "Sent again"),
        QT_TRANSLATE_NOOP("SocketColumn", "Delivery rate"),
        QT_TRANSLATE_NOOP("SocketColumn", "Unread"),
    };
    static_assert(kTitles.size() == static_cast<std::size_t>(SocketColumn::Count));
    const auto index = static_cast<std::size_t>(column);
    return index < kTitles.size() ? QCoreApplication::translate("SocketColumn", kTitles[index])
                                  : QString();
}

QString cellText(const ShownSocket& socket, SocketColumn column, TimePoint now) {
    const SocketSnapshot& s = socket.row->snapshot;
    switch (column) {
        case SocketColumn::Serial:
            return QLatin1Char('#') + QString::number(s.serial);
        case SocketColumn::Fd:
            return numberOrUnknown(s.fd);
        case SocketColumn::Role:
            return roleWord(s.role);
        case SocketColumn::Transfer:
            return socket.transferName.isEmpty() ? unknownText() : socket.transferName;
        case SocketColumn::Host:
            return textOrUnknown(s.host);
        case SocketColumn::Peer:
            return textOrUnknown(s.peer);
        case SocketColumn::State:
            return stateWord(s.state);
        case SocketColumn::WaitsFor:
            return waitText(s.waitsFor);
        case SocketColumn::TimerLeft:
            return timerText(s, now);
        case SocketColumn::Tls:
            return textOrUnknown(s.tls);
        case SocketColumn::Received:
            return formatSize(s.received);
        case SocketColumn::InAll:
            return formatSize(s.lifeReceived);
        case SocketColumn::Speed:
            return formatSpeed(socket.row->bytesPerSecond);
        case SocketColumn::Age:
            return formatAge(now - s.opened);
        default:
            return moreText(s, socket.details, column);
    }
}

QVariant sortKey(const ShownSocket& socket, SocketColumn column, TimePoint now) {
    const SocketSnapshot& s = socket.row->snapshot;
    switch (column) {
        case SocketColumn::Serial:
            return static_cast<qulonglong>(s.serial);
        case SocketColumn::Fd:
            return s.fd;
        case SocketColumn::TimerLeft: {
            // The moment itself, so that the order does not depend on when it was asked.
            const TimePoint far = TimePoint::max();
            const TimePoint until =
                s.deadline == DeadlineKind::Nothing ? far : s.until.value_or(far);
            return static_cast<qlonglong>(until.time_since_epoch().count());
        }
        case SocketColumn::Received:
            return static_cast<qulonglong>(s.received);
        case SocketColumn::InAll:
            return static_cast<qulonglong>(s.lifeReceived);
        case SocketColumn::Speed:
            return static_cast<qulonglong>(socket.row->bytesPerSecond);
        case SocketColumn::Age:
            return -static_cast<qlonglong>(s.opened.time_since_epoch().count());
        default:
            if (column > SocketColumn::Age) {
                return moreKey(s, socket.details, column);
            }
            return cellText(socket, column, now).toCaseFolded();
    }
}

std::optional<double> fuse(const SocketSnapshot& snapshot, TimePoint now) {
    const bool runs = snapshot.deadline != DeadlineKind::Nothing && snapshot.since &&
                      snapshot.until && *snapshot.until > *snapshot.since;
    if (!runs) {
        return std::nullopt;
    }
    const std::chrono::duration<double> left = *snapshot.until - now;
    const std::chrono::duration<double> whole = *snapshot.until - *snapshot.since;
    return std::clamp(left / whole, 0.0, 1.0);
}

Tone waitTone(WaitsFor waitsFor) noexcept {
    switch (waitsFor) {
        case WaitsFor::Body:
        case WaitsFor::Send:
            return Tone::Receiving;
        case WaitsFor::Nothing:
        case WaitsFor::NextRequest:
        case WaitsFor::Close:
            return Tone::Muted;
        default:
            return Tone::Waiting;
    }
}

bool isQuiet(SocketRole role) noexcept {
    return role == SocketRole::Lookup || role == SocketRole::Idle || role == SocketRole::Closing;
}

bool alignsRight(SocketColumn column) noexcept {
    switch (column) {
        case SocketColumn::Serial:
        case SocketColumn::Fd:
        case SocketColumn::Received:
        case SocketColumn::InAll:
        case SocketColumn::Speed:
        case SocketColumn::Age:
        case SocketColumn::Segment:
        case SocketColumn::Requests:
            return true;
        default:
            return column >= SocketColumn::Sent;
    }
}

QString roleWord(SocketRole role) {
    switch (role) {
        case SocketRole::Lookup:
            return QCoreApplication::translate("SocketRole", "lookup");
        case SocketRole::Racing:
            return QCoreApplication::translate("SocketRole", "racing");
        case SocketRole::Transfer:
            return QCoreApplication::translate("SocketRole", "transfer");
        case SocketRole::Idle:
            return QCoreApplication::translate("SocketRole", "idle");
        case SocketRole::Closing:
            return QCoreApplication::translate("SocketRole", "closing");
    }
    return {};
}

QString stateWord(SocketState state) {
    switch (state) {
        case SocketState::Resolving:
            return QCoreApplication::translate("SocketState", "resolving");
        case SocketState::Connecting:
            return QCoreApplication::translate("SocketState", "connecting");
        case SocketState::Securing:
            return QCoreApplication::translate("SocketState", "securing");
        case SocketState::Sending:
            return QCoreApplication::translate("SocketState", "sending");
        case SocketState::AwaitingReply:
            return QCoreApplication::translate("SocketState", "awaiting reply");
        case SocketState::Receiving:
            return QCoreApplication::translate("SocketState", "receiving");
        case SocketState::Idle:
            return QCoreApplication::translate("SocketState", "idle");
        case SocketState::Closing:
            return QCoreApplication::translate("SocketState", "closing");
    }
    return {};
}

}  // namespace penstock
