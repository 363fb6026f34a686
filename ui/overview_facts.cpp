#include "ui/overview_facts.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(OverviewFacts)
};

QString pathOf(const TransferSnapshot& s, const std::string& name) {
    return shownText(s.directory.empty() ? name : s.directory + "/" + name);
}

QString inBytes(std::uint64_t bytes) {
    return Words::tr("%1 (%2 bytes)")
        .arg(formatSize(bytes), formatNumber(static_cast<std::int64_t>(bytes)));
}

QString sizeText(const TransferSnapshot& s) {
    if (s.state == TransferState::Done) {
        return inBytes(s.total.value_or(s.received));
    }
    if (!s.total) {
        return s.received == 0 ? QString()
                               : Words::tr("unknown, %1 are here").arg(formatSize(s.received));
    }
    return s.received == 0
               ? inBytes(*s.total)
               : Words::tr("%1, %2 are here").arg(inBytes(*s.total), formatSize(s.received));
}

QString finishedText(const TransferSnapshot& s) {
    if (!s.finished) {
        return {};
    }
    return *s.finished > s.added
               ? Words::tr("%1, after %2")
                     .arg(formatTime(*s.finished), formatDuration(*s.finished - s.added))
               : formatTime(*s.finished);
}

/// Where redirects led; empty: nowhere else.
QString finalAddress(const TransferStory& details) {
    for (auto request = details.requests.rbegin(); request != details.requests.rend(); ++request) {
        if (request->status / 100 == 2) {
            return request->url == details.snapshot.url ? QString() : shownText(request->url);
        }
    }
    return {};
}

/// By way of whom it was asked last; empty: nobody.
QString proxyText(const TransferStory& details) {
    return details.requests.empty() ? QString() : shownText(details.requests.back().proxy);
}

const HeaderField* fieldOf(const std::vector<HeaderField>& fields, const char* name) {
    for (const HeaderField& field : fields) {
        if (QString::fromStdString(field.name).compare(QLatin1String(name), Qt::CaseInsensitive) ==
            0) {
            return &field;
        }
    }
    return nullptr;
}

/// How the server proved, the last time that the transfer went on from bytes that were here, that
/// the file is still the same.
QString resumedText(const TransferStory& details) {
    for (auto request = details.requests.rbegin(); request != details.requests.rend(); ++request) {
        constexpr int kPartialContent = 206;
        const bool wentOn =
            request->rangeBegin.value_or(0) > 0 && request->status == kPartialContent;
        if (!wentOn) {
            continue;
        }
        const QString at = formatSize(*request->rangeBegin);
        if (const HeaderField* tag = fieldOf(request->responseFields, "ETag")) {
            return Words::tr("part from %1 on, of the same ETag: %2")
                .arg(at, shownText(tag->value));
        }
        if (const HeaderField* date = fieldOf(request->responseFields, "Last-Modified")) {
            return Words::tr("part from %1 on, last modified at the same time: %2")
                .arg(at, shownText(date->value));
        }
        return Words::tr("part from %1 on, of a file of the same size").arg(at);
    }
    return {};
}

QString resumeText(const TransferSnapshot& s) {
    if (s.state == TransferState::Done || s.received == 0) {
        return {};
    }
    return s.resumable ? Words::tr(
                             "possible: the server sends parts, and says how to tell whether "
                             "the file is the same")
                       : Words::tr("not possible: it would start over");
}

}  // namespace

std::vector<Fact> overviewFacts(const TransferStory& details) {
    const TransferSnapshot& s = details.snapshot;
    std::vector<Fact> facts;
    const auto add = [&facts](const char* caption, const QString& value) {
        if (!value.isEmpty()) {
            facts.push_back({Words::tr(caption), value});
        }
    };
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Address"), shownText(s.url));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Led to"), finalAddress(details));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "By way of"), proxyText(details));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Saved as"), pathOf(s, s.name));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Until then"),
        s.partName.empty() ? QString() : pathOf(s, s.partName));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Size"), sizeText(s));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Note"), shownText(s.note));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Going on later"), resumeText(s));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Last part"), resumedText(details));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Added"), formatTime(s.added));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Finished"), finishedText(s));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Queue"), shownText(s.queue));
    add(QT_TRANSLATE_NOOP("OverviewFacts", "Speed limit"),
        s.rateLimit > 0 ? formatLimit(s.rateLimit) : QString());
    return facts;
}

}  // namespace penstock
