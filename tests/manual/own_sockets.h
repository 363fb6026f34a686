#pragma once
// A program that opens, prepares and closes the engine's sockets itself.

#include "engine/socket_types.h"

#include <netinet/in.h>

#include <optional>
#include <set>

namespace penstock {

class OwnSockets {
public:
    [[nodiscard]] SocketHooks hooks();

    /// Connections go there, whatever address was asked for.
    void goInsteadTo(const sockaddr_in& address) { detour_ = address; }

    /// That are open now.
    [[nodiscard]] std::size_t count() const noexcept { return open_.size(); }

    [[nodiscard]] std::size_t opened() const noexcept { return opened_; }

private:
    int open(SocketRequest& request);
    static Prepared prepare(int fd, const SocketRequest& request);
    void close(int fd);

    std::optional<sockaddr_in> detour_;
    std::set<int> open_;
    std::size_t opened_ = 0;
};

}  // namespace penstock
