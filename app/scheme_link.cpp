#include "app/scheme_link.h"

#include "ui/link_problem.h"
#include "ui/link_text.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace penstock {

namespace {

constexpr QStringView kScheme = u"penstock:";
constexpr QStringView kLinkKey = u"url=";

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(penstock::SchemeLink)
};

bool isSchemeLink(QStringView word) {
    return word.startsWith(kScheme, Qt::CaseInsensitive);
}

/// Neither a line of its own nor anything that a terminal or a text would obey.
bool hasControls(const QString& link) {
    return std::any_of(link.begin(), link.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

QString problemOf(const QString& link) {
    if (hasControls(link)) {
        return Words::tr("A penstock: link was refused: it has control characters");
    }
    if (link.size() > kLongestLink || !linkProblem(link).isEmpty()) {
        return Words::tr("A penstock: link was refused: it may name http and https links only");
    }
    return {};
}

/// Of "url=…&url=…", percent-encoded.
HandedLinks fromQuery(QStringView query) {
    HandedLinks handed;
    for (const QStringView pair : query.tokenize(u'&')) {
        if (!pair.startsWith(kLinkKey)) {
            return {{},
                    Words::tr("A penstock: link was refused: it may say what to fetch, and nothing "
                              "else")};
        }
        const QString link = QUrl::fromPercentEncoding(pair.mid(kLinkKey.size()).toUtf8());
        if (QString problem = problemOf(link); !problem.isEmpty()) {
            return {{}, std::move(problem)};
        }
        handed.links.append(link);
    }
    return handed;
}

HandedLinks fromSchemeLink(QStringView word) {
    const QStringView rest = word.mid(kScheme.size());
    if (rest.startsWith(u'?')) {
        return fromQuery(rest.mid(1));
    }
    const QString link = rest.toString();
    QString problem = problemOf(link);
    return problem.isEmpty() ? HandedLinks{{link}, {}} : HandedLinks{{}, std::move(problem)};
}

}  // namespace

HandedLinks linksFromWords(const QStringList& words) {
    HandedLinks all;
    for (const QString& word : words) {
        if (!isSchemeLink(word)) {
            all.links.append(word);
            continue;
        }
        const HandedLinks handed = fromSchemeLink(word);
        all.links.append(handed.links);
        if (all.problem.isEmpty()) {
            all.problem = handed.problem;
        }
    }
    return all;
}

}  // namespace penstock
