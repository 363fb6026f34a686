#pragma once
// What the scenarios of every_loop need of an event system: to drive one engine, to run until
// something has come true, and to say what it still watches. One implementation each, and a table.

#include "engine/engine.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>

namespace penstock {

class LoopDriver {
public:
    LoopDriver() = default;
    LoopDriver(const LoopDriver&) = delete;
    LoopDriver& operator=(const LoopDriver&) = delete;
    virtual ~LoopDriver() = default;

    /// For the one engine that it drives; it must outlive that.
    virtual LoopCallbacks callbacks() = 0;
    /// Before the first turn.
    virtual void attach(Engine& engine) = 0;
    /// After the engine is gone.
    virtual void detach() = 0;

    /// A call of the engine has returned. For systems whose wait may go on after what they handed
    /// on: the turn under way ends.
    virtual void handedOn() {}

    /// Runs turns until `done`, which is asked before each, or until `atMost` has passed. Answers
    /// what `done` said last.
    bool runUntil(const std::function<bool()>& done, std::chrono::milliseconds atMost);

    /// Sockets that the event system watches for the engine, and whether its timer runs.
    [[nodiscard]] virtual std::size_t watchedSockets() const = 0;
    [[nodiscard]] virtual bool timerArmed() const = 0;

private:
    /// Waits for one event or `longest`, and hands on what there is.
    virtual void turn(std::chrono::milliseconds longest) = 0;
};

/// An event system by the name that the program takes.
struct LoopDriverKind {
    const char* name;
    const char*
        dispatcher;  // the class that Qt's event dispatcher must have; null: it plays no part
    std::unique_ptr<LoopDriver> (*make)();
};

/// Those that this build has.
std::span<const LoopDriverKind> loopDriverKinds();

std::unique_ptr<LoopDriver> makeEpollDriver();
std::unique_ptr<LoopDriver> makePollDriver();
std::unique_ptr<LoopDriver> makeSelectDriver();
std::unique_ptr<LoopDriver> makeQtDriver();
std::unique_ptr<LoopDriver> makeLibeventDriver();
std::unique_ptr<LoopDriver> makeLibuvDriver();

}  // namespace penstock
