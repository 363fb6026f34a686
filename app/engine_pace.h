#pragma once
// How long the engine's loop may let bytes gather before it looks at its sockets: at few bytes a
// second many looks bring little each, and cost as much as those that bring much.
//
// Lives in the engine's thread. Looks once a second while anything moves, and rests only where
// nothing else goes on: no transfer or socket at another step in that second, no share of a speed
// limit waited for.

#include "engine/engine.h"

#include <QTimer>

#include <chrono>
#include <cstdint>
#include <vector>

namespace penstock {

class EpollDispatcher;

/// What goes on in the engine.
struct EngineLoad {
    std::uint64_t fastestSocket = 0;  // bytes per second
    bool changing = false;            // a transfer or a socket has come to another step
    bool limited = false;             // shares of a limit are waited for
    bool watched = false;             // somebody looks at the window
};

/// Zero: none. So long that a socket does not fill more than half of what the system keeps for it,
/// so that it can still become faster.
std::chrono::milliseconds restFor(const EngineLoad& load);

class EnginePace final : public QObject {
    Q_OBJECT

public:
    /// Both outlive this, and are of its thread.
    EnginePace(Engine& engine, EpollDispatcher& dispatcher);

    /// The engine has told of a change.
    void changed();
    void setWatched(bool watched);

private:
    void look();

    Engine& engine_;
    EpollDispatcher& dispatcher_;
    QTimer timer_;
    std::uint64_t cursor_ = 0;
    std::vector<TransferProgress> transfers_;
    std::vector<SocketProgress> sockets_;
    bool changing_ = false;
    bool watched_ = false;
};

}  // namespace penstock
