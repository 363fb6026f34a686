#include "tests/chaos/chaos_transfer.h"

#include "engine/transfer/transfer_state.h"
#include "tests/support/temp_dir.h"

namespace penstock {

namespace {

std::string about(const ChaosTransfer& transfer) {
    return "transfer " + std::to_string(transfer.plan.number) + " ";
}

bool mayFailWith(const ChaosTransfer& transfer, ErrorKind kind) {
    if (transfer.plan.mayFailWith(kind)) {
        return true;
    }
    if (kind == ErrorKind::LoopRefused) {
        return transfer.refused;
    }
    // What has gone into a sink cannot be taken back, so it cannot start over.
    return kind == ErrorKind::RangeBad && transfer.sink != nullptr && transfer.interrupted &&
           !transfer.plan.resumable();
}

std::string judgeDone(const ChaosTransfer& transfer, const TransferSnapshot& now) {
    if (!now.error.ok()) {
        return about(transfer) + "is Done with an error: " + now.error.sentence;
    }
    if (now.received != transfer.content.size()) {
        return about(transfer) + "is Done with " + std::to_string(now.received) + " bytes of " +
               std::to_string(transfer.content.size());
    }
    if (transfer.plan.fault == Fault::Missing) {
        return about(transfer) + "is Done, but the origin has no such file";
    }
    if (transfer.sink != nullptr && !transfer.sink->complete()) {
        return about(transfer) + "is Done, but its sink was not ended as complete";
    }
    return {};
}

std::string judgeFailed(const ChaosTransfer& transfer, const TransferSnapshot& now) {
    if (!mayFailWith(transfer, now.error.kind)) {
        return about(transfer) + "has Failed with " + std::string(name(now.error.kind)) + ": " +
               now.error.sentence + " (" + now.error.evidence + ")";
    }
    if (now.error.sentence.empty()) {
        return about(transfer) + "has Failed without a sentence";
    }
    return {};
}

}  // namespace

std::string judge(const ChaosTransfer& transfer, const std::optional<TransferSnapshot>& now,
                  ChaosCounts& counts) {
    if (transfer.sink != nullptr && !transfer.sink->trouble().empty()) {
        return about(transfer) + "went wrong: " + transfer.sink->trouble();
    }
    if (transfer.removed) {
        counts.ended(Ending::Removed);
        return !now && transfer.goneTold ? "" : about(transfer) + "was removed and is still there";
    }
    if (!now) {
        return about(transfer) + "has gone without being removed";
    }
    switch (now->state) {
        case TransferState::Done:
            counts.ended(Ending::ByteExact);
            return judgeDone(transfer, *now);
        case TransferState::Failed:
            counts.ended(Ending::DocumentedError);
            return judgeFailed(transfer, *now);
        case TransferState::Paused:
            counts.ended(Ending::Paused);
            return transfer.pauseAsked ? "" : about(transfer) + "is Paused, which nobody asked for";
        default:
            return about(transfer) + "has not come to rest: " + std::string(name(now->state));
    }
}

std::string judgeCutShort(const ChaosTransfer& transfer, ChaosCounts& counts) {
    counts.ended(Ending::CutShort);
    return transfer.sink != nullptr && !transfer.sink->trouble().empty()
               ? about(transfer) + "went wrong: " + transfer.sink->trouble()
               : "";
}

std::string judgeFiles(const ChaosTransfer& transfer, const std::filesystem::path& folder,
                       bool done, bool cutShort) {
    if (transfer.sink != nullptr) {
        return {};
    }
    const std::string name = transfer.plan.fileName();
    const bool kept = transfer.removed && transfer.wasDone;
    const bool deleted = kept && transfer.removal == Removal::DeleteFile;
    if (std::filesystem::exists(folder / name)) {
        if (deleted && transfer.goneTold) {
            return about(transfer) + "was deleted and its file is still there";
        }
        if (readAll(folder / name) != transfer.content) {
            return about(transfer) + "has its final name and not its bytes";
        }
    } else if (done || (kept && !deleted)) {
        return about(transfer) + "is Done and its file is not there";
    }
    const bool over = done || (transfer.removed && (transfer.goneTold || !cutShort));
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string found = entry.path().filename().string();
        if (over && found != name && found.starts_with(name)) {
            return about(transfer) + "is over and has left " + found;
        }
    }
    return {};
}

}  // namespace penstock
