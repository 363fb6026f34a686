#pragma once
// A descriptor that the loop may be watching. Dropping the handle retires it: in the same turn the
// loop is told to forget it, and only then is it closed (through SocketHooks::close where set), so
// its number cannot be reused while it is still watched.

#include "engine/socket_types.h"

#include <cstdint>
#include <utility>

namespace penstock {

/// Keeps every open socket of an engine; see socket_watch.h.
class SocketKeeper {
public:
    SocketKeeper() = default;
    SocketKeeper(const SocketKeeper&) = delete;
    SocketKeeper& operator=(const SocketKeeper&) = delete;
    virtual ~SocketKeeper() = default;

    /// Takes `fd` back. Called once for each Socket handed out.
    virtual void retire(int fd, std::uint64_t serial) noexcept = 0;
};

class Socket {
public:
    Socket() = default;

    Socket(SocketKeeper& keeper, int fd, std::uint64_t serial) noexcept
        : keeper_(&keeper), fd_(fd), serial_(serial) {}

    Socket(Socket&& other) noexcept
        : keeper_(std::exchange(other.keeper_, nullptr)),
          fd_(std::exchange(other.fd_, -1)),
          serial_(std::exchange(other.serial_, 0)) {}

    Socket& operator=(Socket&& other) noexcept {
        if (this != &other) {
            reset();
            keeper_ = std::exchange(other.keeper_, nullptr);
            fd_ = std::exchange(other.fd_, -1);
            serial_ = std::exchange(other.serial_, 0);
        }
        return *this;
    }

    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    ~Socket() { reset(); }

    void reset() noexcept {
        if (keeper_ != nullptr) {
            std::exchange(keeper_, nullptr)->retire(fd_, serial_);
            fd_ = -1;
            serial_ = 0;
        }
    }

    /// −1 when empty.
    [[nodiscard]] int fd() const noexcept { return fd_; }

    /// Unique in the life of the engine; 0 when empty.
    [[nodiscard]] std::uint64_t serial() const noexcept { return serial_; }

    explicit operator bool() const noexcept { return keeper_ != nullptr; }

private:
    SocketKeeper* keeper_ = nullptr;
    int fd_ = -1;
    std::uint64_t serial_ = 0;
};

/// A socket just made: non-blocking and close-on-exec. `connected` when the prepare hook said so.
struct OpenedSocket {
    Socket socket;
    bool connected = false;
};

/// What a socket's row shows of the step it is in. The deadline's times are those of the owner's
/// armed deadline of that kind.
struct SocketStep {
    SocketState state = SocketState::Connecting;
    WaitsFor waitsFor = WaitsFor::Nothing;
    DeadlineKind deadline = DeadlineKind::Nothing;
};

}  // namespace penstock
