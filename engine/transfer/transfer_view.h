#pragma once
// What is shown of a transfer. Pure.

#include "engine/transfer/reception.h"

#include <optional>

namespace penstock {

/// Refers to the transfer's parts; not to be kept.
struct TransferView {
    TransferId id;
    TransferState state;
    WaitReason waitReason = WaitReason::Nothing;
    std::optional<TimePoint> until = {};
    Question question = Question::Nothing;
    const Error& error;
    const TransferRecord& record;
    const Source& source;
    const Reception& reception;
    std::uint64_t rateLimit = 0;
    int attempt = 0;
    int maxAttempts = 0;
};

/// Fills in a snapshot as it was made.
void describe(const TransferView& view, TransferSnapshot& shown);

TransferProgress progressOf(const TransferView& view, std::uint64_t bytesPerSecond);

}  // namespace penstock
