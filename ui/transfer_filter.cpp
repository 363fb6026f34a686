#include "ui/transfer_filter.h"

#include "ui/format.h"
#include "ui/transfer_status.h"

#include <QCoreApplication>

#include <algorithm>
#include <string_view>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(TransferGroup)
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool containsLower(std::string_view text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(),
                       [](char a, char b) { return lower(a) == b; }) != text.end();
}

}  // namespace

TransferGroup groupOf(TransferState state) noexcept {
    switch (state) {
        case TransferState::Probing:
        case TransferState::Receiving:
        case TransferState::Verifying:
        case TransferState::Settling:
            return TransferGroup::Active;
        case TransferState::Queued:
        case TransferState::Waiting:
            return TransferGroup::Waiting;
        case TransferState::Asking:
            return TransferGroup::Asking;
        case TransferState::Paused:
            return TransferGroup::Paused;
        case TransferState::Done:
            return TransferGroup::Done;
        case TransferState::Failed:
            return TransferGroup::Failed;
    }
    return TransferGroup::Active;
}

QString groupTitle(TransferGroup group) {
    switch (group) {
        case TransferGroup::All:
            return Words::tr("All");
        case TransferGroup::Active:
            return Words::tr("Active");
        case TransferGroup::Waiting:
            return Words::tr("Waiting");
        case TransferGroup::Asking:
            return Words::tr("Questions");
        case TransferGroup::Paused:
            return Words::tr("Paused");
        case TransferGroup::Done:
            return Words::tr("Done");
        case TransferGroup::Failed:
            return Words::tr("Failed");
        case TransferGroup::Count:
            break;
    }
    return {};
}

QString choiceTitle(const SideChoice& choice) {
    return choice.kind == SideChoice::Kind::Group ? groupTitle(choice.group)
                                                  : shownText(choice.name);
}

bool belongsTo(const TransferSnapshot& snapshot, const SideChoice& choice,
               const CategoryRules& rules) {
    switch (choice.kind) {
        case SideChoice::Kind::Group:
            return choice.group == TransferGroup::All || groupOf(snapshot.state) == choice.group;
        case SideChoice::Kind::Category:
            return rules.nameFor(snapshot) == choice.name;
        case SideChoice::Kind::Queue:
            return snapshot.queue == choice.name;
        case SideChoice::Kind::Host:
            return snapshot.host == choice.name;
    }
    return true;
}

SearchWords::SearchWords(const QString& text) {
    for (const QString& part : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        Word word{part, {}};
        const std::string utf8 = part.toStdString();
        if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 0; })) {
            std::transform(utf8.begin(), utf8.end(), std::back_inserter(word.ascii), lower);
        }
        words_.push_back(std::move(word));
    }
}

bool SearchWords::areIn(const TransferRow& row, TimePoint now) const {
    const TransferSnapshot& s = row.snapshot;
    return std::all_of(words_.begin(), words_.end(), [&](const Word& word) {
        return isIn(word, s.name) || isIn(word, s.host) || isIn(word, s.url) ||
               statusText(row, now).contains(word.text, Qt::CaseInsensitive);
    });
}

// Of a hundred thousand rows nearly all are ASCII, and so are most words: no text is made for
// these.
bool SearchWords::isIn(const Word& word, const std::string& text) {
    return word.ascii.empty()
               ? QString::fromStdString(text).contains(word.text, Qt::CaseInsensitive)
               : containsLower(text, word.ascii);
}

}  // namespace penstock
