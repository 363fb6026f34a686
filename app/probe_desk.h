#pragma once
// The window's probes: asked in the GUI thread, answered there, by the engine in its own.
//
// Thread: the GUI's, but for what is posted to the engine's.

#include "app/engine_thread.h"
#include "engine/probe_types.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace penstock {

class ProbeDesk final : public QObject {
    Q_OBJECT

public:
    using Answer = std::function<void(ProbeResult)>;

    /// `engine` must outlive it.
    explicit ProbeDesk(EngineThread& engine) : engine_(engine) {}

    /// `answer` is called later, in this thread, once, unless it is cancelled or the engine stops.
    /// Returns what cancel() takes.
    std::uint64_t ask(std::string url, ProbeOptions options, Answer answer);
    /// No-op for one that has answered.
    void cancel(std::uint64_t ticket);

private:
    using Asked = std::unordered_map<std::uint64_t, ProbeId>;

    void answered(std::uint64_t ticket, ProbeResult result);

    EngineThread& engine_;
    std::uint64_t last_ = 0;
    std::unordered_map<std::uint64_t, Answer> waiting_;
    // Touched in the engine's thread only. What is posted there may outlive the desk.
    std::shared_ptr<Asked> asked_ = std::make_shared<Asked>();
};

}  // namespace penstock
