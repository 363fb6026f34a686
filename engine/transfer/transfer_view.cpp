// What is shown of a transfer.

#include "engine/transfer/transfer_view.h"

#include <chrono>

namespace penstock {

namespace {

std::chrono::system_clock::time_point wallClock(std::int64_t ms) {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

/// `to` is empty; most of what may be said of a transfer is not there.
void copyIfAny(std::string& to, const std::string& from) {
    if (!from.empty()) {
        to = from;
    }
}

void describeRecord(const TransferRecord& record, TransferSnapshot& shown) {
    shown.url = record.url;
    copyIfAny(shown.directory, record.directory);
    shown.name = record.finalName;
    copyIfAny(shown.partName, record.partName);
    copyIfAny(shown.note, record.note);
    shown.total = record.total;
    shown.added = wallClock(record.addedMs);
    if (record.finishedMs != 0) {
        shown.finished = wallClock(record.finishedMs);
    }
}

}  // namespace

void describe(const TransferView& view, TransferSnapshot& shown) {
    describeRecord(view.record, shown);
    shown.id = view.id;
    shown.host = view.source.host;
    shown.state = view.state;
    shown.waitReason = view.waitReason;
    shown.until = view.until;
    shown.question = view.question;
    if (!view.error.ok()) {
        shown.error = view.error;
    }
    shown.received = view.reception.received();
    if (shown.received > 0) {
        shown.ranges.push_back({0, shown.received});
    }
    shown.resumable = view.source.resumable();
    shown.rateLimit = view.rateLimit;
    shown.rateHeld = view.reception.rateHeld();
    shown.waitsForDisk = view.reception.waitsForDisk();
    shown.attempt = view.attempt;
    shown.maxAttempts = view.maxAttempts;
    shown.activeSockets = view.reception.socketCount();
}

TransferProgress progressOf(const TransferView& view, std::uint64_t bytesPerSecond) {
    TransferProgress progress;
    progress.id = view.id;
    progress.received = view.reception.received();
    progress.total = view.record.total.value_or(TransferProgress::kUnknown);
    progress.rangeEnd = progress.received;
    progress.bytesPerSecond = bytesPerSecond;
    progress.activeSockets = view.reception.socketCount();
    progress.rateHeld = view.reception.rateHeld();
    return progress;
}

}  // namespace penstock
