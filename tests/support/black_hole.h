#pragma once
// An address on loopback where connects hang: a listening socket whose queue is full, so that the
// kernel drops every SYN. What a firewall does to a connect, without privileges.

#include "engine/base/unique_fd.h"

#include <cstdint>

namespace penstock {

class BlackHole {
public:
    /// Listens on 127.0.0.1 and fills its own queue. Throws std::runtime_error when it cannot.
    BlackHole();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// From now on connects succeed, those that hang too with their next SYN (1, 3 or 7 s after
    /// their first), though nobody ever answers on them.
    void release();

private:
    UniqueFd listener_;
    UniqueFd filler_;
    std::uint16_t port_ = 0;
};

}  // namespace penstock
