#pragma once
// The thread in which the engine lives: a QThread with an EpollDispatcher, an Engine driven by a
// QtLoop, and nothing else.
//
// Thread: made, asked and destroyed in one thread, the GUI's. Commands run in the engine's, in the
// order of posting; what comes back, the listener hears in the engine's thread.

#include "engine/engine.h"

#include <QThread>

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace penstock {

class QtLoop;

class EngineThread {
public:
    /// Both are called in the engine's thread.
    struct Listener {
        std::function<void(std::span<Change>)> changed;  // EngineObserver::changed()
        /// Engine::startError(), if any; every add() returns it, too.
        std::function<void(const Error&)> startFailed;
        /// Engine::journalNote(), if any.
        std::function<void(const std::string&)> journalNoted;
    };

    using Command = std::function<void(Engine&)>;

    /// Starts the thread and returns; the engine opens its journal and restores its list there.
    EngineThread(EngineConfig config, Listener listener);
    /// As stop().
    ~EngineThread();
    EngineThread(const EngineThread&) = delete;
    EngineThread& operator=(const EngineThread&) = delete;

    /// Whether somebody looks at what moves; see EnginePace.
    void setWatched(bool watched);
    /// Runs `command` in the engine's thread; dropped if that has ended by then.
    void post(Command command);
    /// The same with the loop, for questions about its shape.
    void postToLoop(std::function<void(const QtLoop&)> question);
    /// Stops the engine (2 s at most, see Engine::stop()), ends the thread and waits for it.
    /// Commands posted before have run. May be called twice.
    void stop();

private:
    class Resident;

    QThread thread_;
    std::unique_ptr<Resident> resident_;
};

}  // namespace penstock
