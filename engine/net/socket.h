#pragma once
// A descriptor that the loop may be watching. Dropping the handle retires it: in the same turn the
// loop is told to forget it, and only then is it closed (through SocketHooks::close where set), so
// its number cannot be reused while it is still watched. It carries its row.

#include "engine/net/socket_table.h"

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

    Socket(SocketKeeper& keeper, int fd, const RowHandle& row) noexcept
        : keeper_(&keeper), fd_(fd), row_(row) {}

    Socket(Socket&& other) noexcept
        : keeper_(std::exchange(other.keeper_, nullptr)),
          fd_(std::exchange(other.fd_, -1)),
          row_(std::exchange(other.row_, {})) {}

    Socket& operator=(Socket&& other) noexcept {
        if (this != &other) {
            reset();
            keeper_ = std::exchange(other.keeper_, nullptr);
            fd_ = std::exchange(other.fd_, -1);
            row_ = std::exchange(other.row_, {});
        }
        return *this;
    }

    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    ~Socket() { reset(); }

    void reset() noexcept {
        if (keeper_ != nullptr) {
            std::exchange(keeper_, nullptr)->retire(fd_, row_.serial());
            fd_ = -1;
            row_ = {};
        }
    }

    /// −1 when empty.
    [[nodiscard]] int fd() const noexcept { return fd_; }

    /// Unique in the life of the engine; 0 when empty.
    [[nodiscard]] std::uint64_t serial() const noexcept { return row_.serial(); }

    /// What is shown of it.
    [[nodiscard]] const RowHandle& row() const noexcept { return row_; }

    explicit operator bool() const noexcept { return keeper_ != nullptr; }

private:
    SocketKeeper* keeper_ = nullptr;
    int fd_ = -1;
    RowHandle row_;
};

/// A socket just made: non-blocking and close-on-exec. `connected` when the prepare hook said so.
struct OpenedSocket {
    Socket socket;
    bool connected = false;
};

}  // namespace penstock
