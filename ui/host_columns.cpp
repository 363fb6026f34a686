#include "ui/host_columns.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QUrl>

namespace penstock {

namespace {

constexpr std::uint16_t kHttps = 443;

QString hostText(const HostCeiling& ceiling) {
    const QString host = shownText(ceiling.host);
    if (ceiling.port == kHttps) {
        return host;
    }
    const bool isV6 = host.contains(QLatin1Char(':')) && !host.startsWith(QLatin1Char('['));
    return (isV6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(ceiling.port);
}

QString reasonText(const HostCeiling& ceiling) {
    if (ceiling.byPerson) {
        return QCoreApplication::translate("penstock::HostColumns", "Set by you");
    }
    return ceiling.reason.sentence.empty()
               ? QCoreApplication::translate("penstock::HostColumns", "It refused more")
               : shownText(ceiling.reason.sentence);
}

}  // namespace

QString columnTitle(HostColumn column) {
    switch (column) {
        case HostColumn::Host:
            return QCoreApplication::translate("penstock::HostColumns", "Host");
        case HostColumn::Connections:
            return QCoreApplication::translate("penstock::HostColumns", "Connections");
        case HostColumn::Reason:
            return QCoreApplication::translate("penstock::HostColumns", "Reason");
        case HostColumn::Since:
            return QCoreApplication::translate("penstock::HostColumns", "Since");
        case HostColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(HostColumn column) noexcept {
    return column == HostColumn::Connections;
}

QString cellText(const HostCeiling& ceiling, HostColumn column) {
    switch (column) {
        case HostColumn::Host:
            return hostText(ceiling);
        case HostColumn::Connections:
            return formatNumber(ceiling.connections);
        case HostColumn::Reason:
            return reasonText(ceiling);
        case HostColumn::Since:
            return formatTime(ceiling.since);
        case HostColumn::Count:
            break;
    }
    return {};
}

std::optional<HostAndPort> typedHost(const QString& text) {
    const QString trimmed = text.trimmed();
    const bool isLink = trimmed.contains(QLatin1String("://"));
    const QUrl url(isLink ? trimmed : QStringLiteral("https://") + trimmed);
    const bool isWeb =
        url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    const bool isHost = url.isValid() && isWeb && !url.host().isEmpty() &&
                        (isLink || (url.path().isEmpty() && url.userInfo().isEmpty()));
    if (!isHost) {
        return std::nullopt;
    }
    const int usual = url.scheme() == QLatin1String("http") ? 80 : kHttps;
    const std::string ascii = QUrl::toAce(url.host()).toStdString();
    return HostAndPort{ascii.empty() ? url.host().toStdString() : ascii,
                       static_cast<std::uint16_t>(url.port(usual))};
}

}  // namespace penstock
