#include "ui/link_problem.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(LinkProblem)
};

constexpr qsizetype kShownLength = 60;
// RFC 1035 section 2.3.4; of a name that is not ASCII the engine counts the encoded form.
constexpr qsizetype kLongestLabel = 63;
constexpr uint kHighestPort = 65'535;
constexpr QStringView kSchemeEnd = u"://";

struct Authority {
    QStringView login;  // without the '@'
    QStringView host;
    QStringView port;  // without the ':'
};

/// Where the authority begins; 0 without a scheme.
qsizetype authorityBegin(QStringView link) {
    const qsizetype end = link.indexOf(kSchemeEnd);
    return end < 0 ? 0 : end + kSchemeEnd.size();
}

bool isOurScheme(QStringView link) {
    const QStringView scheme = link.left(std::max<qsizetype>(link.indexOf(kSchemeEnd), 0));
    return scheme.compare(u"http", Qt::CaseInsensitive) == 0 ||
           scheme.compare(u"https", Qt::CaseInsensitive) == 0;
}

/// Of what stands behind the scheme.
Authority authorityOf(QStringView rest) {
    const auto* end = std::find_if(rest.begin(), rest.end(),
                                   [](QChar c) { return QStringView(u"/?#\\").contains(c); });
    rest = rest.left(end - rest.begin());
    Authority authority;
    const qsizetype at = rest.lastIndexOf(u'@');
    authority.login = rest.left(std::max<qsizetype>(at, 0));
    rest = rest.mid(at + 1);
    const qsizetype colon = rest.lastIndexOf(u':');
    const bool hasPort = colon > rest.lastIndexOf(u']');  // an IPv6 address has colons of its own
    authority.host = hasPort ? rest.left(colon) : rest;
    authority.port = hasPort ? rest.mid(colon + 1) : QStringView();
    return authority;
}

bool isNumber(QStringView text) {
    return std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

bool isPort(QStringView port) {
    bool read = false;
    const uint number = port.toUInt(&read);
    return port.isEmpty() || (isNumber(port) && read && number >= 1 && number <= kHighestPort);
}

QString hostProblem(QStringView host, const QString& link) {
    if (std::ranges::any_of(host, [](QChar c) { return c.isSpace(); })) {
        return Words::tr("has a space in its host name");
    }
    for (const QStringView label : host.tokenize(u'.')) {
        if (label.size() > kLongestLabel && !host.startsWith(u'[')) {
            return Words::tr("has a host name with a part longer than %1 characters")
                .arg(kLongestLabel);
        }
    }
    return isUsableLink(link) || link.contains(u' ') ? QString()
                                                     : Words::tr("has no valid host name");
}

}  // namespace

bool isUsableLink(const QString& link) {
    const QUrl url(link, QUrl::TolerantMode);
    return url.isValid() && !url.host().isEmpty() && isOurScheme(link);
}

QString linkProblem(const QString& link) {
    const Authority authority = authorityOf(QStringView(link).mid(authorityBegin(link)));
    if (!isOurScheme(link) || authority.host.isEmpty()) {
        return Words::tr("is no http or https link");
    }
    if (!isPort(authority.port)) {
        return Words::tr("has a port that is not a number from 1 to %1").arg(kHighestPort);
    }
    QString problem = hostProblem(authority.host, link);
    if (problem.isEmpty() && link.contains(u' ')) {
        problem = Words::tr("has a space in its link, which is written %20 there");
    }
    return problem;
}

QString shownLink(const QString& line) {
    const qsizetype begin = authorityBegin(line);
    QString shown = line;
    const Authority authority = authorityOf(QStringView(line).mid(begin));
    const qsizetype at = line.lastIndexOf(u'@');
    const QStringView before = QStringView(line).mid(begin, std::max<qsizetype>(at - begin, 0));
    const bool isMail = begin == 0 && !authority.login.contains(u':');
    if (!authority.login.isEmpty() && !isMail) {
        shown.replace(begin, authority.login.size(), QChar(u'…'));
    } else if (before.contains(u':') && !isNumber(authority.port)) {
        shown.replace(begin, before.size(), QChar(u'…'));  // a password may hold any character
    } else if (!isNumber(authority.port)) {
        // "http://user:secret": perhaps the host is what was forgotten.
        shown.replace(begin + authority.host.size() + 1, authority.port.size(), QChar(u'…'));
    }
    return shown.size() <= kShownLength ? shown : shown.left(kShownLength - 1) + QChar(u'…');
}

}  // namespace penstock
