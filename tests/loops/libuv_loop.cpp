#include "tests/loops/libuv_loop.h"

#include <algorithm>

namespace penstock {

namespace {

template <typename Handle>
void closeAndDelete(Handle* handle) {
    uv_close(reinterpret_cast<uv_handle_t*>(handle),
             [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
}

Readiness readinessOf(int events) {
    return ((events & UV_READABLE) != 0 ? Readiness::Read : Readiness::Nothing) |
           ((events & UV_WRITABLE) != 0 ? Readiness::Write : Readiness::Nothing);
}

}  // namespace

LibuvLoop::LibuvLoop(uv_loop_t& loop)
    : loop_(&loop), timer_(new uv_timer_t), wake_(new uv_async_t) {
    uv_timer_init(loop_, timer_);
    timer_->data = this;
    uv_async_init(loop_, wake_, [](uv_async_t* wake) {
        static_cast<LibuvLoop*>(wake->data)->engine_->wokenUp();
    });
    wake_->data = this;
}

LibuvLoop::~LibuvLoop() {
    closeAndDelete(timer_);
    closeAndDelete(wake_);
}

LoopCallbacks LibuvLoop::callbacks() {
    return {
        .socket = [this](const Watch& change) { return watch(change); },
        .timer = [this](std::optional<std::chrono::milliseconds> delay) { return arm(delay); },
        .wake = [this] { uv_async_send(wake_); },  // the one call of libuv that any thread may do
    };
}

Verdict LibuvLoop::watch(const Watch& change) {
    auto* socket = static_cast<Socket*>(change.user);
    if (change.interest == Interest::Nothing) {
        close(socket);
        return Verdict::Accepted;
    }
    const bool isNew = socket == nullptr;
    if (isNew) {
        socket = open(change.fd);
    }
    if (socket == nullptr) {
        return Verdict::Refused;
    }
    socket->events = (wantsRead(change.interest) ? UV_READABLE : 0) |
                     (wantsWrite(change.interest) ? UV_WRITABLE : 0);
    if (uv_poll_start(&socket->poll, socket->events, &LibuvLoop::ready) != 0) {
        if (isNew) {
            close(socket);  // nothing is registered, so no Nothing will come
        }
        return Verdict::Refused;
    }
    if (isNew) {
        engine_->assign(change.fd, socket);
    }
    return Verdict::Accepted;
}

LibuvLoop::Socket* LibuvLoop::open(int fd) {
    auto* socket = new Socket{{}, this, fd, 0};
    socket->poll.data = socket;
    if (uv_poll_init(loop_, &socket->poll, fd) != 0) {
        delete socket;
        return nullptr;
    }
    ++watched_;
    return socket;
}

// uv_close() takes the descriptor out of libuv at once: it may be closed, and its number watched
// again by another handle, while this one still waits for its close callback.
void LibuvLoop::close(Socket* socket) {
    --watched_;
    uv_close(reinterpret_cast<uv_handle_t*>(&socket->poll),
             [](uv_handle_t* closed) { delete static_cast<Socket*>(closed->data); });
}

void LibuvLoop::ready(uv_poll_t* poll, int status, int events) {
    const Socket& socket = *static_cast<Socket*>(poll->data);
    if (status < 0) {
        // libuv has stopped watching it; the engine has not said so. Before the call, which may
        // close it.
        uv_poll_start(poll, socket.events, &LibuvLoop::ready);
    }
    socket.loop->engine_->socketAction(socket.fd,
                                       status < 0 ? Readiness::Error : readinessOf(events));
}

Verdict LibuvLoop::arm(std::optional<std::chrono::milliseconds> delay) {
    if (!delay) {
        uv_timer_stop(timer_);
        return Verdict::Accepted;
    }
    // A delay counts from the time that libuv keeps for a turn, and that is whole milliseconds, cut
    // off: without both of these it would be over too early.
    uv_update_time(loop_);
    const std::int64_t wait = delay->count() == 0 ? 0 : delay->count() + 1;
    uv_timer_start(
        timer_,
        [](uv_timer_t* timer) { static_cast<LibuvLoop*>(timer->data)->engine_->timeoutExpired(); },
        static_cast<std::uint64_t>(std::max<std::int64_t>(wait, 0)), 0);
    return Verdict::Accepted;
}

}  // namespace penstock
