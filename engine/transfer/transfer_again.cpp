#include "engine/transfer/transfer_again.h"

namespace penstock {

bool answers(Choice choice, Question question) {
    if (question == Question::Nothing) {
        return false;
    }
    switch (choice) {
        case Choice::StartOver:
            return question == Question::EntityChanged;
        case Choice::Allow:
            return question == Question::PrivateNetwork;
        case Choice::Trust:
            return question == Question::Certificate;
        case Choice::Stop:
            return true;  // Question::Login, too: see Transfer::logIn()
    }
    return false;
}

bool mayMove(const ViewedTransfer& view, const Delivery& delivery) {
    return (stands(view.state) || view.state == TransferState::Waiting) && !delivery.toSink() &&
           view.error.kind != ErrorKind::CheckMismatch;
}

void beginAnew(Receptions& reception, Persistence& persistence) {
    reception.startOver();
    persistence.startOver();
}

bool isSettled(Settling& settling, Receptions& reception, const PartKeeper& keeper) {
    const auto busy = [&] {
        return keeper.busy() || reception.busy();
    };
    reception.dropFailed();
    if (settling.step == Settling::Step::Stopping) {
        settling.step = Settling::Step::Syncing;
        reception.makeDurable();
    }
    if (settling.step == Settling::Step::Syncing && !busy()) {
        settling.step = Settling::Step::LastJobs;
        reception.giveBack();
    }
    return !busy();
}

void removeSettled(Settling& settling, Receptions& reception, PartKeeper& keeper) {
    if (settling.step == Settling::Step::Stopping) {
        settling.step = Settling::Step::LastJobs;
        reception.close();
        keeper.remove(settling.removal, keeper.record().state == TransferState::Done);
    }
    if (!keeper.busy()) {
        settling.step = Settling::Step::Gone;
    }
}

bool goesElsewhere(PartKeeper& keeper, Receptions& reception, OwnedByState& owned, Error& error) {
    if (!keeper.mover().wanted()) {
        return false;
    }
    keeper.move([&reception, &owned, &error](const PartMoved& moved) {
        if (!moved.why.empty()) {
            reception.beginAgain(moved.why);
        }
        auto* settling = std::get_if<Settling>(&owned);
        const bool removed = settling == nullptr || settling->after == Settling::After::Removed;
        if (!moved.error.ok() && !removed) {
            settling->after = Settling::After::Failed;
            error = moved.error;
        }
    });
    return true;
}

Persistence::Circumstances circumstancesOf(const ViewedTransfer& view, const SegmentPlan& plan,
                                           const Delivery& delivery,
                                           const Reception::Conclusion& end) {
    return {.found = plan.foundEnd(),
            .reached = view.reception.received(),
            .total = view.keeper.record().total,
            .mayStartOver = !delivery.toSink(),
            .pieced = view.sources.pieced,
            .askedForRange = view.reception.askedForRange(),
            .silentTries = end.silentTries,
            .retryAfter = end.retryAfter};
}

}  // namespace penstock
