#pragma once
// Drives an engine with libuv. An example to copy: it is whole, and needs nothing of ours but
// engine/engine.h.
//
//     {
//         LibuvLoop loop(*uv_default_loop());
//         Engine engine(config, loop.callbacks(), {}, observer);
//         loop.drive(engine);
//         engine.add(request);
//         uv_run(uv_default_loop(), UV_RUN_DEFAULT);  // until uv_stop()
//     }
//     uv_run(uv_default_loop(), UV_RUN_DEFAULT);  // libuv frees handles in a later turn
//     uv_loop_close(uv_default_loop());
//
// Thread: the one that runs the uv_loop_t. Lifetime: that, LibuvLoop, engine, made in this order
// and destroyed in the reverse one.

#include "engine/engine.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <uv.h>

namespace penstock {

class LibuvLoop {
public:
    explicit LibuvLoop(uv_loop_t& loop);
    LibuvLoop(const LibuvLoop&) = delete;
    LibuvLoop& operator=(const LibuvLoop&) = delete;
    ~LibuvLoop();

    /// For the engine that is to be driven; one at a time.
    [[nodiscard]] LoopCallbacks callbacks();

    /// Events go to `engine` from here on.
    void drive(Engine& engine) noexcept { engine_ = &engine; }

    /// Those that libuv is still to free are none.
    [[nodiscard]] std::size_t watchedSockets() const noexcept { return watched_; }

    [[nodiscard]] bool timerArmed() const noexcept {
        return uv_is_active(reinterpret_cast<const uv_handle_t*>(timer_)) != 0;
    }

private:
    // What the engine keeps for us with a watched socket (Engine::assign).
    struct Socket {
        uv_poll_t poll;
        LibuvLoop* loop;
        int fd;
        int events;
    };

    Verdict watch(const Watch& change);
    Socket* open(int fd);
    void close(Socket* socket);
    static void ready(uv_poll_t* poll, int status, int events);
    Verdict arm(std::optional<std::chrono::milliseconds> delay);

    uv_loop_t* loop_;
    Engine* engine_ = nullptr;
    // Plain pointers: a handle belongs to libuv from uv_close() until its close callback.
    uv_timer_t* timer_;
    uv_async_t* wake_;
    std::size_t watched_ = 0;
};

}  // namespace penstock
