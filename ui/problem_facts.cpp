#include "ui/problem_facts.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <chrono>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ProblemFacts)
};

constexpr std::size_t kShownEvents = 6;
constexpr int kFirstError = 400;

bool isBad(const RequestAccount& request) {
    return !request.error.ok() || request.status >= kFirstError ||
           request.end == RequestEnd::Failed || request.end == RequestEnd::Refused;
}

/// The last that went wrong; null if none did.
const RequestAccount* culprit(const TransferStory& story) {
    const auto found = std::find_if(story.requests.rbegin(), story.requests.rend(), isBad);
    return found == story.requests.rend() ? nullptr : &*found;
}

QString evidenceCaption(const Error& error) {
    if (error.kind == ErrorKind::DiskNoSpace) {
        return Words::tr("Missing");
    }
    switch (classOf(error.kind)) {
        case ErrorClass::Dns:
            return Words::tr("The lookup said");
        case ErrorClass::Tls:
            return Words::tr("The certificate");
        case ErrorClass::Connect:
            return Words::tr("Tried");
        case ErrorClass::Disk:
        case ErrorClass::Name:
            return Words::tr("The disk said");
        default:
            return Words::tr("Seen");
    }
}

QString answerText(const RequestAccount& request) {
    if (request.status == 0) {
        return {};
    }
    const QString said =
        QString::number(request.status) + QLatin1Char(' ') + shownText(request.reason);
    return request.peer.empty()
               ? said.trimmed()
               : Words::tr("%1, from %2").arg(said.trimmed(), shownText(request.peer));
}

/// Those that say something about a refusal.
QString fieldsText(const RequestAccount& request) {
    constexpr std::array<const char*, 6> kTelling{
        "Server", "Via", "Retry-After", "Content-Type", "Content-Range", "Content-Length"};
    QStringList lines;
    for (const HeaderField& field : request.responseFields) {
        const bool telling = std::any_of(kTelling.begin(), kTelling.end(), [&](const char* name) {
            return QString::fromStdString(field.name)
                       .compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
        });
        if (telling) {
            lines.append(shownText(field.name) + QStringLiteral(": ") + shownText(field.value));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

/// The redirects that led to `last`.
QString wayText(const TransferStory& story, const RequestAccount& last) {
    QStringList way;
    for (const RequestAccount& request : story.requests) {
        if (request.number >= last.number) {
            break;
        }
        if (request.end != RequestEnd::Redirected) {
            way.clear();
        } else {
            way.append(shownText(request.url));
        }
    }
    if (way.isEmpty()) {
        return {};
    }
    way.append(shownText(last.url));
    return way.join(QStringLiteral("\n→ "));
}

QString eventLine(const TraceEvent& event, TimePoint last) {
    const double before = std::chrono::duration<double>(last - event.at).count();
    const std::string_view kind = name(event.kind);
    QString line = QStringLiteral("−%1 s  ").arg(QString::number(before, 'f', 1)) +
                   QString::fromLatin1(kind.data(), static_cast<qsizetype>(kind.size()));
    return event.text.empty() ? line : line + QStringLiteral(": ") + shownText(event.text);
}

/// Of the socket that it had, or of the request where it has had none; else of all.
QString eventsText(const TransferStory& story, const RequestAccount* bad) {
    std::vector<const TraceEvent*> mine;
    for (const TraceEvent& event : story.events) {
        const bool its = bad == nullptr || (bad->socket != 0 && event.socket == bad->socket) ||
                         event.request == bad->number;
        if (its && event.kind != TraceKind::StateEntered) {
            mine.push_back(&event);
        }
    }
    const std::size_t first = mine.size() > kShownEvents ? mine.size() - kShownEvents : 0;
    QStringList lines;
    for (std::size_t i = first; i < mine.size(); ++i) {
        lines.append(eventLine(*mine[i], mine.back()->at));
    }
    return lines.join(QLatin1Char('\n'));
}

QString triesText(const TransferSnapshot& s) {
    return s.attempt > 0 && s.maxAttempts > 0
               ? Words::tr("%1 of %2").arg(s.attempt).arg(s.maxAttempts)
               : QString();
}

}  // namespace

QString problemCause(const TransferSnapshot& snapshot) {
    const bool asks = snapshot.state == TransferState::Asking;
    const bool wrong = asks || snapshot.state == TransferState::Failed ||
                       (snapshot.state == TransferState::Waiting && !snapshot.error.ok());
    if (!wrong) {
        return {};
    }
    if (!snapshot.error.sentence.empty()) {
        return shownText(snapshot.error.sentence);
    }
    return asks ? Words::tr("The file on the server has changed") : Words::tr("It has failed");
}

std::vector<Fact> problemFacts(const TransferStory& story) {
    const TransferSnapshot& s = story.snapshot;
    const RequestAccount* bad = culprit(story);
    std::vector<Fact> facts;
    const auto add = [&facts](const QString& caption, const QString& value) {
        if (!value.isEmpty()) {
            facts.push_back({caption, value});
        }
    };
    add(evidenceCaption(s.error), shownLines(s.error.evidence));
    if (bad != nullptr) {
        add(Words::tr("The server said"), answerText(*bad));
        add(Words::tr("Its fields"), fieldsText(*bad));
        if (bad->error.sentence != s.error.sentence) {
            add(Words::tr("Its last request"), shownText(bad->error.sentence));
        }
        add(Words::tr("Led there by"), wayText(story, *bad));
    }
    add(Words::tr("Tries"), triesText(s));
    add(Words::tr("What is here"), s.received > 0 && s.total ? formatSizeOf(s.received, *s.total)
                                   : s.received > 0          ? formatSize(s.received)
                                                             : QString());
    const bool disk = classOf(s.error.kind) == ErrorClass::Disk;
    add(Words::tr("Last events"), disk ? eventsText(story, nullptr) : eventsText(story, bad));
    return facts;
}

}  // namespace penstock
