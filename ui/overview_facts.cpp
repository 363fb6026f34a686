#include "ui/overview_facts.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace penstock {

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("OverviewFacts", text);
}

QString pathOf(const TransferSnapshot& s, const std::string& name) {
    return shownText(s.directory.empty() ? name : s.directory + "/" + name);
}

QString inBytes(std::uint64_t bytes) {
    return translated("%1 (%2 bytes)")
        .arg(formatSize(bytes), QLocale(QLocale::English).toString(qulonglong{bytes}));
}

QString sizeText(const TransferSnapshot& s) {
    if (s.state == TransferState::Done) {
        return inBytes(s.total.value_or(s.received));
    }
    if (!s.total) {
        return s.received == 0 ? QString()
                               : translated("unknown, %1 are here").arg(formatSize(s.received));
    }
    return s.received == 0
               ? inBytes(*s.total)
               : translated("%1, %2 are here").arg(inBytes(*s.total), formatSize(s.received));
}

QString finishedText(const TransferSnapshot& s) {
    if (!s.finished) {
        return {};
    }
    return *s.finished > s.added
               ? translated("%1, after %2")
                     .arg(formatTime(*s.finished), formatDuration(*s.finished - s.added))
               : formatTime(*s.finished);
}

QString errorText(const TransferSnapshot& s) {
    if (s.error.ok()) {
        return {};
    }
    const QString sentence = shownText(s.error.sentence);
    return s.error.evidence.empty()
               ? sentence
               : translated("%1 (%2)").arg(sentence, shownText(s.error.evidence));
}

QString resumeText(const TransferSnapshot& s) {
    if (s.state == TransferState::Done || s.received == 0) {
        return {};
    }
    return s.resumable ? translated(
                             "possible: the server sends parts, and says how to tell whether "
                             "the file is the same")
                       : translated("not possible: it would start over");
}

}  // namespace

std::vector<Fact> overviewFacts(const TransferDetails& details) {
    const TransferSnapshot& s = details.snapshot;
    std::vector<Fact> facts;
    const auto add = [&facts](const char* caption, const QString& value) {
        if (!value.isEmpty()) {
            facts.push_back({translated(caption), value});
        }
    };
    add("Address", shownText(s.url));
    add("Saved as", pathOf(s, s.name));
    add("Until then", s.partName.empty() ? QString() : pathOf(s, s.partName));
    add("Size", sizeText(s));
    add("Error", errorText(s));
    add("Note", shownText(s.note));
    add("Going on later", resumeText(s));
    add("Added", formatTime(s.added));
    add("Finished", finishedText(s));
    add("Queue", shownText(s.queue));
    add("Speed limit", s.rateLimit > 0 ? formatLimit(s.rateLimit) : QString());
    return facts;
}

}  // namespace penstock
