#pragma once
// Changes on their way from the engine's thread to the GUI's: in order, none lost, and one queued
// call for all that has come until it is answered.
//
// Thread: put() from the engine's; take() and destruction in that of `receiver`.

#include "engine/engine.h"

#include <QObject>

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
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
    /// Puts a mark behind what has come so far: what the engine was asked belongs between the
    /// changes before it and those after. One at a time. From the engine's thread.
    void mark();
    /// Everything that has come, oldest first.
    [[nodiscard]] std::vector<Change> take();
    /// What has come before the mark, which is taken away (`marked`); without one everything.
    [[nodiscard]] std::vector<Change> takeToMark(bool& marked);

private:
    QObject& receiver_;
    std::function<void()> arrived_;
    std::mutex mutex_;
    std::vector<Change> waiting_;
    std::optional<std::size_t> mark_;  // how many of them are before it
};

}  // namespace penstock
