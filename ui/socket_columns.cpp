#include "ui/socket_columns.h"

#include "ui/format.h"

#include <algorithm>

namespace penstock {

namespace {

QString textOrUnknown(const std::string& text) {
    return text.empty() ? unknownText() : shownText(text);
}

QString numberOrUnknown(int number) {
    return number < 0 ? unknownText() : QString::number(number);
}

QString timerText(const SocketSnapshot& s, TimePoint now) {
    if (s.deadline == DeadlineKind::Nothing || !s.until) {
        return unknownText();
    }
    return formatCountdown(*s.until - now) + QLatin1Char(' ') +
           QLatin1String(deadlineWord(s.deadline));
}

}  // namespace

QString columnTitle(SocketColumn column) {
    switch (column) {
        case SocketColumn::Serial:
            return QStringLiteral("No.");
        case SocketColumn::Fd:
            return QStringLiteral("fd");
        case SocketColumn::Role:
            return QStringLiteral("Role");
        case SocketColumn::Transfer:
            return QStringLiteral("Transfer");
        case SocketColumn::Host:
            return QStringLiteral("Host");
        case SocketColumn::Peer:
            return QStringLiteral("Peer");
        case SocketColumn::State:
            return QStringLiteral("State");
        case SocketColumn::WaitsFor:
            return QStringLiteral("Waits for");
        case SocketColumn::TimerLeft:
            return QStringLiteral("Timer left");
        case SocketColumn::Tls:
            return QStringLiteral("TLS");
        case SocketColumn::Received:
            return QStringLiteral("Received");
        case SocketColumn::InAll:
            return QStringLiteral("In all");
        case SocketColumn::Speed:
            return QStringLiteral("Speed");
        case SocketColumn::Age:
            return QStringLiteral("Age");
        case SocketColumn::Count:
            break;
    }
    return {};
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
            return QLatin1String(waitWord(s.waitsFor));
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
        case SocketColumn::Count:
            break;
    }
    return {};
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
            return true;
        default:
            return false;
    }
}

QString roleWord(SocketRole role) {
    switch (role) {
        case SocketRole::Lookup:
            return QStringLiteral("lookup");
        case SocketRole::Racing:
            return QStringLiteral("racing");
        case SocketRole::Transfer:
            return QStringLiteral("transfer");
        case SocketRole::Idle:
            return QStringLiteral("idle");
        case SocketRole::Closing:
            return QStringLiteral("closing");
    }
    return {};
}

QString stateWord(SocketState state) {
    switch (state) {
        case SocketState::Resolving:
            return QStringLiteral("resolving");
        case SocketState::Connecting:
            return QStringLiteral("connecting");
        case SocketState::Securing:
            return QStringLiteral("securing");
        case SocketState::Sending:
            return QStringLiteral("sending");
        case SocketState::AwaitingReply:
            return QStringLiteral("awaiting reply");
        case SocketState::Receiving:
            return QStringLiteral("receiving");
        case SocketState::Idle:
            return QStringLiteral("idle");
        case SocketState::Closing:
            return QStringLiteral("closing");
    }
    return {};
}

}  // namespace penstock
