#pragma once
// What an engine is made with. A value; read by the engine for as long as it lives.

#include "engine/engine_limits.h"
#include "engine/proxy_types.h"
#include "engine/time_types.h"
#include "engine/trace_types.h"
#include "engine/transfer_types.h"
#include "engine/trust_types.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

class FileOps;         // engine/store/file_ops.h: the seam through which tests make a disk fail
class WorkQueue;       // engine/base/work_queue.h: the same for what its workers do
class SessionFactory;  // engine/net/http_session.h: the same for the protocol that is spoken

/// Which journal holds the transfers, in a directory of its own, made and kept private (0700).
struct JournalConfig {
    enum class Mode : std::uint8_t {
        Nothing,  // nothing is remembered (sinks, benchmarks, tests)
        List,     // the window's list: one process at a time, restored by Engine::restore()
        Shared,   // `penstock get`: any number of processes; add() takes up a matching unfinished
                  // record
    };
    Mode mode = Mode::Nothing;
    std::string path;
    /// So long a call waits for another program that keeps the list locked, on a thread of its own,
    /// before it is put off for a second. No download ends for that.
    std::chrono::milliseconds patience{5'000};
};

/// The ways into an engine. Command: what a person or a program asks for: add, pause, setLimits …
enum class EntryPoint : std::uint8_t { Command, SocketAction, TimeoutExpired, WokenUp, Perform };

struct EngineConfig {
    EngineLimits limits;
    JournalConfig journal;
    std::string caFile;                   // further trusted CAs, PEM; empty: the system's only
    std::vector<TrustedKey> trustedKeys;  // see Engine::trustKey(); what has not their form is none
    std::string resolvConf;               // empty: /etc/resolv.conf
    std::uint16_t dnsPort = 0;            // 0: 53
    std::string userAgent = "Penstock/0.1";
    ProxyRules proxies;
    std::string netRc;    // logins, as the text of a .netrc: used where a transfer has none
    std::string cookies;  // for all transfers, as the text of a cookies.txt
    /// The loop tells of a socket once when it becomes ready, not for as long as it is (EPOLLET).
    bool edgeTriggered = false;
    bool inlineWorkers = false;  // disk and journal jobs run within the call (tests)
    /// Makes the workers, which call what is given when jobs have ended; null: threads.
    std::function<std::unique_ptr<WorkQueue>(std::function<void()>)> workers;
    std::shared_ptr<FileOps> files;            // null: the real disk
    std::shared_ptr<SessionFactory> sessions;  // null: HTTP by what TLS agreed on (tests share one)
    std::function<TimePoint()> clock;          // null: steady_clock::now
    /// What the list's dates are compared with; null: system_clock::now.
    std::function<std::chrono::system_clock::time_point()> wallClock;
    std::uint64_t seed = 0;  // of the retry jitter; 0: from the system
    /// Told of what happens to transfers, as it happens, from within a turn; may ask the const
    /// questions, nothing else. Null: nobody, which costs nothing. See Engine::trace().
    std::function<void(TransferId, const TraceEvent&)> trace;
    /// For checkers: called before each entry point returns to the loop, when everything has been
    /// told. May ask the const questions, nothing else.
    std::function<void(EntryPoint)> returning;
};

}  // namespace penstock
