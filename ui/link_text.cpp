#include "ui/link_text.h"

#include <QMimeData>
#include <QRegularExpression>
#include <QUrl>

namespace penstock {

namespace {

constexpr qsizetype kShownLineLength = 60;

bool isUsable(const QString& link) {
    const QUrl url(link, QUrl::TolerantMode);
    const QString scheme = url.scheme().toLower();
    return url.isValid() && !url.host().isEmpty() &&
           (scheme == QLatin1String("http") || scheme == QLatin1String("https"));
}

qsizetype count(const QString& text, qsizetype length, char16_t c) {
    return text.left(length).count(QChar(c));
}

/// A closing bracket belongs to the link only if the link opened it.
bool endsSentence(const QString& link, qsizetype length) {
    const QChar last = link.at(length - 1);
    if (QStringLiteral(".,;:!?'*_").contains(last)) {
        return true;
    }
    return (last == QLatin1Char(')') && count(link, length, u'(') < count(link, length, u')')) ||
           (last == QLatin1Char(']') && count(link, length, u'[') < count(link, length, u']'));
}

QString trimmedLink(const QString& link) {
    qsizetype length = link.size();
    while (length > 0 && endsSentence(link, length)) {
        --length;
    }
    return link.left(length);
}

QString shortened(const QString& line) {
    return line.size() <= kShownLineLength ? line : line.left(kShownLineLength - 1) + QChar(u'…');
}

/// With a scheme where a person left it out; anything that has one keeps it.
QString completed(const QString& line) {
    if (line.contains(QLatin1String("://")) || line.contains(QLatin1Char(' '))) {
        return line;
    }
    // No dot before the first slash: a word, not a host.
    const QString host = line.section(QLatin1Char('/'), 0, 0);
    const bool looksLikeHost = host.contains(QLatin1Char('.')) &&
                               !host.contains(QLatin1Char('@')) &&
                               !host.startsWith(QLatin1Char('.'));
    return looksLikeHost ? QStringLiteral("https://") + line : line;
}

}  // namespace

QStringList linksIn(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("https?://[^\\s<>\"`{}|\\\\^]+"),
                                            QRegularExpression::CaseInsensitiveOption);
    QStringList links;
    for (auto match = pattern.globalMatch(text); match.hasNext();) {
        const QString link = trimmedLink(match.next().captured());
        if (isUsable(link)) {
            links.append(link);
        }
    }
    links.removeDuplicates();
    return links;
}

QStringList linksIn(const QMimeData& data) {
    QStringList links;
    for (const QUrl& url : data.urls()) {
        links.append(linksIn(url.toString(QUrl::FullyEncoded)));
    }
    links.removeDuplicates();
    return links.isEmpty() ? linksIn(data.text()) : links;
}

TypedLinks typedLinks(const QString& text) {
    TypedLinks typed;
    int number = 0;
    for (const QString& raw : text.split(QLatin1Char('\n'))) {
        ++number;
        const QString line = raw.trimmed();
        if (line.isEmpty()) {
            continue;
        }
        const QString link = completed(line);
        if (link.contains(QLatin1Char(' ')) || !isUsable(link)) {
            typed.problem = QStringLiteral("Line %1 is no http or https link: %2")
                                .arg(number)
                                .arg(shortened(line));
            return typed;
        }
        typed.links.append(link);
    }
    typed.links.removeDuplicates();
    return typed;
}

}  // namespace penstock
