#pragma once
// Changes on their way from the engine's thread to the GUI's: in order, none lost, and one queued
// call for all that has come until it is answered.
//
// Thread: put() from the engine's; take() and destruction in that of `receiver`.

#include "engine/engine.h"

#include <QObject>

#include <functional>
#include <mutex>
#include <span>
#include <vector>

namespace penstock {

class ChangeMailbox {
public:
    /// `arrived` runs in `receiver`'s thread when there is something to take(); not after
    /// `receiver` is gone.
    ChangeMailbox(QObject& receiver, std::function<void()> arrived)
        : receiver_(receiver), arrived_(std::move(arrived)) {}

    /// Moves out of `changes`.
    void put(std::span<Change> changes);
    /// Everything that has come, oldest first.
    [[nodiscard]] std::vector<Change> take();

private:
    QObject& receiver_;
    std::function<void()> arrived_;
    std::mutex mutex_;
    std::vector<Change> waiting_;
};

}  // namespace penstock
