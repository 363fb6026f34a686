#include "ui/source_columns.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace penstock {

namespace {

/// name() in the language of the desktop.
QString stateText(SourceState state) {
    switch (state) {
        case SourceState::Untried:
            return QCoreApplication::translate("SourceState", "untried");
        case SourceState::InUse:
            return QCoreApplication::translate("SourceState", "in use");
        case SourceState::Spare:
            return QCoreApplication::translate("SourceState", "spare");
        case SourceState::Dropped:
            return QCoreApplication::translate("SourceState", "dropped");
    }
    return {};
}

}  // namespace

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
        case SourceColumn::State:
            return stateText(source.state);
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
