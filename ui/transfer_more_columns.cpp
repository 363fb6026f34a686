#include "ui/transfer_more_columns.h"

#include "ui/format.h"
#include "ui/wait_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <optional>

namespace penstock {

namespace {

constexpr double kUnknownKey = std::numeric_limits<double>::infinity();

class Words {
    Q_DECLARE_TR_FUNCTIONS(TransferColumn)
};

QString textOrUnknown(const std::string& text) {
    return text.empty() ? unknownText() : shownText(text);
}

std::optional<std::uint64_t> remaining(const TransferSnapshot& s) {
    if (s.state == TransferState::Done) {
        return 0;
    }
    return s.total ? std::optional(*s.total - std::min(*s.total, s.received)) : std::nullopt;
}

std::optional<std::chrono::system_clock::duration> took(const TransferSnapshot& s) {
    const bool known = s.state == TransferState::Done && s.finished && *s.finished >= s.added;
    return known ? std::optional(*s.finished - s.added) : std::nullopt;
}

double seconds(std::chrono::system_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

QString moreText(const TransferSnapshot& s, TransferColumn column) {
    switch (column) {
        case TransferColumn::WaitsFor:
            return s.wait.waitsFor == WaitsFor::Nothing ? unknownText() : waitText(s.wait.waitsFor);
        case TransferColumn::Received:
            return formatSize(s.received);
        case TransferColumn::Remaining:
            return remaining(s) ? formatSize(*remaining(s)) : unknownText();
        case TransferColumn::Queue:
            return textOrUnknown(s.queue);
        case TransferColumn::Finished:
            return s.finished ? formatTime(*s.finished) : unknownText();
        case TransferColumn::Took:
            return took(s) ? formatDuration(*took(s)) : unknownText();
        case TransferColumn::Limit:
            return s.rateLimit > 0 ? formatLimit(s.rateLimit) : unknownText();
        case TransferColumn::Tries:
            return s.attempt > 0 ? Words::tr("%1 of %2")
                                       .arg(formatNumber(s.attempt), formatNumber(s.maxAttempts))
                                 : unknownText();
        case TransferColumn::Resumable:
            return s.state == TransferState::Done ? unknownText()
                   : s.resumable                  ? Words::tr("yes")
                                                  : Words::tr("no");
        case TransferColumn::Sources:
            return formatNumber(
                static_cast<std::int64_t>(std::max<std::size_t>(s.sources.size(), 1)));
        case TransferColumn::Folder:
            return textOrUnknown(s.directory);
        case TransferColumn::Address:
            return shownText(s.url);
        default:
            return {};
    }
}

QVariant moreKey(const TransferSnapshot& s, TransferColumn column) {
    switch (column) {
        case TransferColumn::Received:
            return static_cast<double>(s.received);
        case TransferColumn::Remaining:
            return remaining(s) ? static_cast<double>(*remaining(s)) : kUnknownKey;
        case TransferColumn::Finished:
            return s.finished ? seconds(s.finished->time_since_epoch()) : kUnknownKey;
        case TransferColumn::Took:
            return took(s) ? seconds(*took(s)) : kUnknownKey;
        case TransferColumn::Limit:
            return s.rateLimit > 0 ? static_cast<double>(s.rateLimit) : kUnknownKey;
        case TransferColumn::Tries:
            return s.attempt;
        case TransferColumn::Sources:
            return static_cast<qulonglong>(s.sources.size());
        case TransferColumn::Queue:
            return shownText(s.queue).toCaseFolded();
        default:
            return moreText(s, column).toCaseFolded();
    }
}

}  // namespace penstock
