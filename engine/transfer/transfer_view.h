#pragma once
// What is shown of a transfer. Pure.

#include "engine/base/speed_meter.h"
#include "engine/transfer/admission.h"
#include "engine/transfer/persistence.h"
#include "engine/transfer/receptions.h"
#include "engine/transfer/transfer_state.h"
#include "engine/transfer/transfer_timeouts.h"
#include "engine/transfer/wait_clock.h"

namespace penstock {

/// Refers to the transfer's parts; not to be kept.
struct ViewedTransfer {
    TransferId id;
    TransferState state;
    const OwnedByState& owned;
    const Error& error;
    const PartKeeper& keeper;
    const SourceList& sources;
    const Receptions& reception;
    const TransferTimeouts& timeouts;
    const WaitClock& waits;
    const Persistence& persistence;
    const Admission::Ticket& ticket;
};

WaitsFor waitsFor(const ViewedTransfer& view);

/// Fills in all of a snapshot, whatever stood in it.
void describe(const ViewedTransfer& view, TransferSnapshot& shown);

/// `meter`: of what came for it. The speed is that of an active one.
using Progresses = std::vector<TransferProgress>;

void addProgress(const ViewedTransfer& view, SpeedMeter& meter, TimePoint now, Progresses& out);

}  // namespace penstock
