#include "ui/source_columns.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace penstock {

std::vector<SourceSnapshot> sourcesOf(const TransferSnapshot& snapshot) {
    if (!snapshot.sources.empty()) {
        return snapshot.sources;
    }
    SourceSnapshot only;
    only.url = snapshot.url;
    only.host = snapshot.host;
    only.bytes = snapshot.received;
    only.state = snapshot.received > 0 || snapshot.activeSockets > 0 ? SourceState::InUse
                                                                     : SourceState::Untried;
    return {only};
}

QString columnTitle(SourceColumn column) {
    switch (column) {
        case SourceColumn::Host:
            return QCoreApplication::translate("penstock::SourceColumns", "Host");
        case SourceColumn::State:
            return QCoreApplication::translate("penstock::SourceColumns", "State");
        case SourceColumn::Brought:
            return QCoreApplication::translate("penstock::SourceColumns", "Brought");
        case SourceColumn::Reason:
            return QCoreApplication::translate("penstock::SourceColumns", "Reason");
        case SourceColumn::Address:
            return QCoreApplication::translate("penstock::SourceColumns", "Address");
        case SourceColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(SourceColumn column) noexcept {
    return column == SourceColumn::Brought;
}

QString cellText(const SourceSnapshot& source, SourceColumn column) {
    switch (column) {
        case SourceColumn::Host:
            return source.host.empty() ? unknownText() : shownText(source.host);
        case SourceColumn::State: {
            const std::string_view word = name(source.state);
            return QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size()));
        }
        case SourceColumn::Brought:
            return source.bytes == 0 ? unknownText() : formatSize(source.bytes);
        case SourceColumn::Reason:
            return source.reason.ok() ? unknownText() : shownText(source.reason.sentence);
        case SourceColumn::Address:
            return shownText(source.url);
        case SourceColumn::Count:
            break;
    }
    return {};
}

}  // namespace penstock
