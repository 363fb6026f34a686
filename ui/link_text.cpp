#include "ui/link_text.h"

#include "ui/curl_command.h"
#include "ui/format.h"
#include "ui/link_pattern.h"
#include "ui/link_problem.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QSet>

#include <algorithm>
#include <optional>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(LinkText)
};

// Of what is dragged.
constexpr qsizetype kLookedAt = 65'536;

QByteArray linkList(const QMimeData& data) {
    return data.data(QStringLiteral("text/uri-list"));
}

bool endsLink(QChar c) {
    return c.isSpace() || QStringView(u"<>\"`{}|\\^").contains(c);
}

/// How much of a text's end is the sentence's around it. Counts each character once.
class SentenceEnd {
public:
    explicit SentenceEnd(QStringView link)
        : rounds_(link.count(u'(') - link.count(u')')),
          squares_(link.count(u'[') - link.count(u']')) {}

    /// Whether `last` ends the sentence; then it is counted as taken away.
    bool takes(QChar last) {
        if (QStringView(u".,;:!?'*_").contains(last)) {
            return true;
        }
        // A closing bracket belongs to the link only if the link opened it.
        if (last == u')' && rounds_ < 0) {
            ++rounds_;
            return true;
        }
        if (last == u']' && squares_ < 0) {
            ++squares_;
            return true;
        }
        return false;
    }

private:
    qsizetype rounds_;  // that open less those that close, in what is left
    qsizetype squares_;
};

QStringView trimmedLink(QStringView link) {
    SentenceEnd end(link);
    while (!link.isEmpty() && end.takes(link.back())) {
        link.chop(1);
    }
    return link;
}

/// Goes through a text once, from candidate to candidate.
class LinkScan {
public:
    explicit LinkScan(QStringView text) : text_(text) {}

    /// The next "http://…" or "https://…" up to what cannot be in a link.
    std::optional<QStringView> next() {
        for (qsizetype colon = text_.indexOf(u"://", at_); colon >= 0;
             colon = text_.indexOf(u"://", colon + 1)) {
            const QStringView before = text_.mid(at_, colon - at_);
            const qsizetype length = schemeLength(before);
            if (length > 0) {
                const auto* end = std::find_if(text_.begin() + colon, text_.end(), endsLink);
                const qsizetype begin = colon - length;
                at_ = end - text_.begin();
                return trimmedLink(text_.mid(begin, at_ - begin));
            }
        }
        return std::nullopt;
    }

private:
    /// Of the scheme that `text` ends with; 0 if it is none of ours.
    static qsizetype schemeLength(QStringView text) {
        for (const QStringView scheme : {QStringView(u"https"), QStringView(u"http")}) {
            if (text.endsWith(scheme, Qt::CaseInsensitive)) {
                return scheme.size();
            }
        }
        return 0;
    }

    QStringView text_;
    qsizetype at_ = 0;
};

/// Takes links until there is no room for more.
class Gathering {
public:
    /// False when it is full; then `link` was not taken.
    bool take(const QString& link) {
        if (seen_.contains(link)) {
            ++found_.doubles;
            return true;
        }
        if (found_.links.size() == kMostLinks || characters_ + link.size() > kMostLinkText) {
            found_.more = true;
            return false;
        }
        characters_ += link.size();
        seen_.insert(link);
        found_.links.append(link);
        return true;
    }

    void leaveOutTooLong() { ++found_.tooLong; }

    /// A line in which nothing was found.
    void passOver(QStringView line) {
        if (line.contains(u"://")) {
            ++found_.others;
        } else if (!line.trimmed().isEmpty()) {
            ++found_.noLinks;
        }
    }

    [[nodiscard]] FoundLinks found() && { return std::move(found_); }

private:
    FoundLinks found_;
    QSet<QString> seen_;
    qsizetype characters_ = 0;
};

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

/// What is wrong with a line of which `link` was made; empty if nothing is.
QString lineProblem(int lineNumber, const QString& line, const QString& link) {
    if (line.size() > kLongestLink) {
        return Words::tr("Line %1 is longer than %2 characters: %3")
            .arg(formatNumber(lineNumber), formatNumber(kLongestLink), shownLink(line));
    }
    const QString problem = linkProblem(link);
    return problem.isEmpty() ? QString()
                             : Words::tr("Line %1 %2: %3")
                                   .arg(formatNumber(lineNumber), problem, shownLink(line));
}

/// False when there is no room for more.
bool gatherLine(QStringView line, Gathering& gathering) {
    bool any = false;
    LinkScan scan(line);
    for (auto link = scan.next(); link; link = scan.next()) {
        if (link->size() > kLongestLink) {
            any = true;
            gathering.leaveOutTooLong();
        } else if (const QString whole = link->toString(); isUsableLink(whole)) {
            any = true;
            if (!gathering.take(whole)) {
                return false;
            }
        }
    }
    if (!any) {
        gathering.passOver(line);
    }
    return true;
}

FoundLinks fromCurl(CurlCommand command) {
    FoundLinks found;
    QStringList links;
    for (const QString& url : command.urls) {
        const QString link = completed(url);
        if (!isUsableLink(link)) {
            found.refused =
                Words::tr("The curl command has no http or https link: %1").arg(shownLink(url));
            return found;
        }
        links.append(link);
    }
    found = boundedLinks(links);
    found.headers = std::move(command.headers);
    found.name = std::move(command.name);
    found.proxy = std::move(command.proxy);
    found.login = std::move(command.login);
    found.refused = std::move(command.problem);
    return found;
}

/// "&amp;" and the like, as they stand in addresses.
QString withoutEntities(QString text) {
    text.replace(QLatin1String("&quot;"), QLatin1String("\""));
    text.replace(QLatin1String("&#39;"), QLatin1String("'"));
    text.replace(QLatin1String("&lt;"), QLatin1String("<"));
    text.replace(QLatin1String("&gt;"), QLatin1String(">"));
    return text.replace(QLatin1String("&amp;"), QLatin1String("&"));
}

/// What `markup` leads to: its href attributes, in quotes. Pictures are none.
void gatherMarkup(const QString& markup, Gathering& gathering) {
    const QLatin1String attribute("href=");
    for (qsizetype at = markup.indexOf(attribute, 0, Qt::CaseInsensitive); at >= 0;
         at = markup.indexOf(attribute, at, Qt::CaseInsensitive)) {
        at += attribute.size();
        const QChar quote = at < markup.size() ? markup.at(at) : QChar();
        const qsizetype end =
            quote == u'"' || quote == u'\'' ? markup.indexOf(quote, at + 1) : qsizetype{-1};
        if (end < 0) {
            continue;
        }
        const QString link = withoutEntities(markup.mid(at + 1, end - at - 1).trimmed());
        const bool ours = link.startsWith(QLatin1String("http"), Qt::CaseInsensitive);
        if (ours && link.size() <= kLongestLink && isUsableLink(link) && !gathering.take(link)) {
            return;
        }
    }
}

/// False when there is no room for more.
bool takeAll(const QStringList& links, Gathering& gathering) {
    return std::all_of(links.begin(), links.end(),
                       [&](const QString& link) { return gathering.take(link); });
}

bool beginsWithLinks(const QString& text) {
    LinkScan scan(QStringView(text).left(kLookedAt));
    for (auto link = scan.next(); link; link = scan.next()) {
        if (link->size() > kLongestLink || isUsableLink(link->toString())) {
            return true;
        }
    }
    return text.size() > kLookedAt;
}

}  // namespace

FoundLinks findLinks(const QString& text) {
    if (isCurlCommand(text)) {
        return fromCurl(readCurlCommand(text));
    }
    Gathering gathering;
    for (const QStringView line : QStringView(text).tokenize(u'\n')) {
        if (!gatherLine(line, gathering)) {
            break;
        }
    }
    return std::move(gathering).found();
}

FoundLinks findLinks(const QMimeData& data) {
    // Its bytes, since QMimeData::urls() makes a QUrl of each, however many.
    FoundLinks found = data.hasUrls() ? findLinks(QString::fromUtf8(linkList(data))) : FoundLinks();
    if (!found.links.isEmpty() || found.tooLong > 0) {
        return found;
    }
    found = findLinks(data.text());
    if (!data.hasHtml() || isCurlCommand(data.text())) {
        return found;
    }
    Gathering gathering;
    gatherMarkup(data.html(), gathering);
    FoundLinks led = std::move(gathering).found();
    if (led.links.isEmpty()) {
        return found;
    }
    // Of a page the words between its links are no lines that somebody meant as links.
    FoundLinks all = boundedLinks(led.links + found.links);
    all.more = all.more || led.more || found.more;
    all.tooLong += found.tooLong;
    all.doubles = 0;
    return all;
}

FoundLinks boundedLinks(const QStringList& words) {
    Gathering gathering;
    for (const QString& word : words) {
        if (word.size() > kLongestLink) {
            gathering.leaveOutTooLong();
        } else if (!gathering.take(word)) {
            break;
        }
    }
    return std::move(gathering).found();
}

QString leftOutText(const FoundLinks& found) {
    QStringList sentences;
    if (!found.refused.isEmpty()) {
        sentences.append(found.refused);
    }
    if (found.more) {
        sentences.append(Words::tr("Only the first %1 links were taken, as many as go at once; "
                                   "those that follow were left out")
                             .arg(formatNumber(found.links.size())));
    }
    const auto count = [](auto many) {
        return static_cast<int>(many);
    };
    if (found.tooLong > 0) {
        sentences.append((found.tooLong == 1
                              ? Words::tr("A link was left out because it is longer than %1 "
                                          "characters")
                              : Words::tr("%Ln links were left out because they are longer than %1 "
                                          "characters",
                                          nullptr, count(found.tooLong)))
                             .arg(formatNumber(kLongestLink)));
    }
    if (found.noLinks > 0) {
        sentences.append(found.noLinks == 1
                             ? Words::tr("1 line is no link")
                             : Words::tr("%Ln lines are no links", nullptr, count(found.noLinks)));
    }
    if (found.others > 0) {
        sentences.append(found.others == 1 ? Words::tr("1 link is neither http nor https")
                                           : Words::tr("%Ln links are neither http nor https",
                                                       nullptr, count(found.others)));
    }
    if (found.doubles > 0) {
        sentences.append(found.doubles == 1 ? Words::tr("1 link was there already")
                                            : Words::tr("%Ln links were there already", nullptr,
                                                        count(found.doubles)));
    }
    return sentences.join(QStringLiteral(". "));
}

bool mayHoldLinks(const QMimeData& data) {
    if (data.hasUrls() && beginsWithLinks(QString::fromUtf8(linkList(data)))) {
        return true;
    }
    return beginsWithLinks(data.text());
}

bool isEditable(const QString& text) {
    if (text.size() > kMostLinkText) {
        return false;
    }
    for (const QStringView line : QStringView(text).tokenize(u'\n')) {
        if (line.size() > kLongestLink) {
            return false;
        }
    }
    return true;
}

TypedLinks typedLinks(const QString& text) {
    TypedLinks typed;
    Gathering gathering;
    int lineNumber = 0;
    for (const QStringView raw : QStringView(text).tokenize(u'\n')) {
        ++lineNumber;
        const QString line = raw.trimmed().toString();
        if (line.isEmpty()) {
            continue;
        }
        const QString link = completed(line);
        typed.problem = lineProblem(lineNumber, line, link);
        if (typed.problem.isEmpty() && !takeAll(numberedLinks(link, kMostLinks), gathering)) {
            typed.problem = Words::tr("These are too many links to add at once; %1 go")
                                .arg(formatNumber(kMostLinks));
        }
        if (!typed.problem.isEmpty()) {
            break;
        }
    }
    typed.links = std::move(gathering).found().links;
    return typed;
}

}  // namespace penstock
