// What is shown of a transfer.

#include "engine/transfer/transfer_view.h"

#include <chrono>

namespace penstock {

namespace {

std::chrono::system_clock::time_point wallClock(std::int64_t ms) {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

/// Most of what may be said of a transfer is not there.
void copyOrClear(const std::string& from, std::string& to) {
    if (from.empty()) {
        to.clear();
    } else {
        to = from;
    }
}

void copyOrClear(const Error& from, Error& to) {
    to.kind = from.kind;
    copyOrClear(from.sentence, to.sentence);
    copyOrClear(from.evidence, to.evidence);
    to.systemError = from.systemError;
    to.trustable = from.trustable;
}

void describeRecord(const TransferRecord& record, TransferSnapshot& shown) {
    shown.url = record.url;
    copyOrClear(record.directory, shown.directory);
    shown.name = record.finalName;
    copyOrClear(record.partName, shown.partName);
    copyOrClear(record.note, shown.note);
    shown.doubt = record.doubt;
    shown.total = record.total;
    shown.added = wallClock(record.addedMs);
    shown.finished =
        record.finishedMs != 0 ? std::optional(wallClock(record.finishedMs)) : std::nullopt;
}

std::optional<TimePoint> waitsUntil(const ViewedTransfer& view) {
    switch (view.state) {
        case TransferState::Queued:
            return view.ticket.isShut() ? std::optional(view.ticket.line->opensAt)
                                        : view.timeouts.until(DeadlineKind::Queue);
        case TransferState::Waiting:
            return std::get<Waiting>(view.owned).until;
        case TransferState::Probing:
        case TransferState::Receiving: {
            const auto until = view.reception.waitsUntil();
            return until ? until : view.timeouts.until(DeadlineKind::Rate);
        }
        default:
            return std::nullopt;
    }
}

Wait waitOf(const ViewedTransfer& view) {
    return {view.waits.waitsFor(), view.waits.since(), waitsUntil(view)};
}

}  // namespace

WaitsFor waitsFor(const ViewedTransfer& view) {
    switch (view.state) {
        case TransferState::Queued:
            return view.ticket.isShut() ? WaitsFor::Schedule
                   : view.ticket.aside  ? WaitsFor::Host
                                        : WaitsFor::Slot;
        case TransferState::Probing:
        case TransferState::Receiving:
            return view.reception.waitsFor();
        case TransferState::Waiting:
            return std::get<Waiting>(view.owned).waitsFor;
        case TransferState::Verifying:
        case TransferState::Settling:
            return view.keeper.waitsFor();
        case TransferState::Asking:
            return WaitsFor::Decision;
        case TransferState::Paused:
        case TransferState::Failed:
            return WaitsFor::Resume;
        case TransferState::Done:
            break;
    }
    return WaitsFor::Nothing;
}

void describe(const ViewedTransfer& view, TransferSnapshot& shown) {
    describeRecord(view.keeper.record(), shown);
    shown.id = view.id;
    shown.state = view.state;
    shown.wait = waitOf(view);
    // One that was led on says whose place it waits for.
    const RateHost asked =
        shown.wait.waitsFor == WaitsFor::Host ? view.reception.asked() : RateHost{};
    if (asked.name.empty()) {
        shown.host = view.sources.current().host;
    } else {
        shown.host = asked.name;
    }
    shown.waited = view.waits.spent();
    shown.question = asks(view.owned);
    copyOrClear(view.error, shown.error);
    shown.received = view.reception.received();
    if (shown.received > 0) {
        shown.ranges = view.reception.ranges();
    } else {
        shown.ranges.clear();
    }
    if (view.reception.several()) {
        shown.segments = view.reception.segments();
    } else {
        shown.segments.clear();
    }
    view.sources.describe(shown.sources);
    shown.checked = view.keeper.checked();
    shown.resumable = view.sources.current().resumable();
    shown.startsOver = view.state != TransferState::Done && !view.sources.current().goesOn();
    shown.rateLimit = view.keeper.record().rateLimit;
    shown.priority = view.keeper.record().rank.priority;
    shown.position = view.keeper.record().rank.position;
    copyOrClear(view.keeper.record().queue, shown.queue);
    shown.attempt = view.persistence.tries().failures();
    shown.maxAttempts = view.persistence.maxAttempts();
    shown.activeSockets = view.reception.socketCount();
    shown.allowedSockets = view.reception.allowed();
    shown.moreConnections = view.reception.whyNoMore();
    shown.ceilingSince.reset();
    shown.moreConnectionsAt.reset();
    if (shown.moreConnections == MoreConnections::HostCeiling) {
        shown.ceilingSince = view.reception.growth().ceilingSince();
    } else if (shown.moreConnections == MoreConnections::RetryAfter) {
        shown.moreConnectionsAt = view.reception.growth().waitsUntil();
    }
    shown.inOrder = view.keeper.record().inOrder;
}

void addProgress(const ViewedTransfer& view, SpeedMeter& meter, TimePoint now, Progresses& out) {
    TransferProgress progress;
    progress.id = view.id;
    progress.received = view.reception.received();
    progress.total = view.keeper.record().total.value_or(TransferProgress::kUnknown);
    progress.rangeEnd = view.reception.inOrder();
    progress.bytesPerSecond = isActive(view.state) ? meter.bytesPerSecond(now) : 0;
    progress.checked = view.keeper.checked();
    progress.activeSockets = view.reception.socketCount();
    progress.wait = waitOf(view);
    out.push_back(progress);
    if (!view.reception.several()) {
        return;
    }
    for (const SegmentSnapshot& segment : view.reception.segments()) {
        progress.rangeBegin = segment.range.begin;
        progress.rangeEnd = segment.at;
        progress.segment = segment;
        out.push_back(progress);
    }
}

}  // namespace penstock
