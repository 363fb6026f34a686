#include "ui/curl_export.h"

#include "ui/format.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace penstock {

namespace {

/// As one word, whatever stands in it. What ends a line has no business in it.
QString quoted(const QString& text) {
    QString word = shownText(text);
    word.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + word + QLatin1Char('\'');
}

bool isNamed(const HeaderField& field, const char* name) {
    return QString::fromStdString(field.name).compare(QLatin1String(name), Qt::CaseInsensitive) ==
           0;
}

/// What curl makes by itself, or what only a part of the file needs.
bool isMade(const HeaderField& field) {
    constexpr std::array kMade{"Host",     "Accept-Encoding", "Range",
                               "If-Range", "Connection",      "Accept"};
    return std::any_of(kMade.begin(), kMade.end(),
                       [&field](const char* name) { return isNamed(field, name); });
}

}  // namespace

QString curlCommandOf(const TransferStory& details) {
    const TransferSnapshot& s = details.snapshot;
    QStringList words{QStringLiteral("curl"), QStringLiteral("--location"),
                      QStringLiteral("--fail")};
    if (s.rateLimit > 0) {
        words << QStringLiteral("--limit-rate") << QString::number(s.rateLimit);
    }
    if (!details.requests.empty()) {
        for (const HeaderField& field : details.requests.front().requestFields) {
            const QString value = QString::fromStdString(field.value);
            if (isNamed(field, "User-Agent")) {
                words << QStringLiteral("--user-agent") << quoted(value);
            } else if (isNamed(field, "Referer")) {
                words << QStringLiteral("--referer") << quoted(value);
            } else if (!isMade(field)) {
                words << QStringLiteral("--header")
                      << quoted(QString::fromStdString(field.name) + QLatin1String(": ") + value);
            }
        }
    }
    words << QStringLiteral("--output") << quoted(QString::fromStdString(s.name));
    words << quoted(QString::fromStdString(s.url));
    return words.join(QLatin1Char(' '));
}

}  // namespace penstock
