#pragma once
// What goes before a transfer is gone on with: what its questions and its state allow, its way to
// another folder, and what the decision about a lost try depends on.

#include "engine/transfer/delivery.h"
#include "engine/transfer/segment_plan.h"
#include "engine/transfer/transfer_view.h"

namespace penstock {

/// Whether `choice` is one of those that `question` leaves.
bool answers(Choice choice, Question question);

/// Nothing of it goes on before a person says so.
constexpr bool stands(TransferState state) noexcept {
    return state == TransferState::Paused || state == TransferState::Failed;
}

/// Whether its file may be sent to another folder. What has another checksum than it is to have is
/// all there: it would be no better elsewhere.
bool mayMove(const ViewedTransfer& view, const Delivery& delivery);

/// What is here is not gone on with, and stays until the new one is whole.
void beginAnew(Receptions& reception, Persistence& persistence);

/// What came is made durable, and then what was taken of the disk and not used is given back: one
/// step further, if no job is out. True when that is done.
bool isSettled(Settling& settling, Receptions& reception, const PartKeeper& keeper);

/// The same of one that is to be removed, with its file or part: one step further.
void removeSettled(Settling& settling, Receptions& reception, PartKeeper& keeper);

/// If it is to go to another folder: begins with that, and returns true. A folder that is refused
/// makes it fail with that, unless it is to be removed. All four outlive the job.
bool goesElsewhere(PartKeeper& keeper, Receptions& reception, OwnedByState& owned, Error& error);

Persistence::Circumstances circumstancesOf(const ViewedTransfer& view, const SegmentPlan& plan,
                                           const Delivery& delivery,
                                           const Reception::Conclusion& end);

}  // namespace penstock
