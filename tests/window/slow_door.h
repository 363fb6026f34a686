#pragma once
// A door in front of a server on loopback that nobody passes until it is opened: connects hang, as
// with BlackHole, and then lead to the server.
//
// Made, opened and destroyed in one thread; it relays in one of its own. One guest at a time.
// Throws std::runtime_error when it cannot listen.

#include "engine/base/unique_fd.h"

#include <cstdint>
#include <thread>

namespace penstock {

class SlowDoor {
public:
    /// Leads to 127.0.0.1:`behind`.
    explicit SlowDoor(std::uint16_t behind);
    SlowDoor(const SlowDoor&) = delete;
    SlowDoor& operator=(const SlowDoor&) = delete;
    ~SlowDoor();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Connects that hang succeed with their next SYN, 1, 3 or 7 s after their first. Once.
    void open();

private:
    void serve();
    void relay(int guest, int server);
    [[nodiscard]] bool waitFor(int fd) const;

    std::uint16_t behind_;
    std::uint16_t port_ = 0;
    UniqueFd listener_;
    UniqueFd filler_;
    UniqueFd stop_;  // readable when the thread is to end
    std::thread thread_;
};

}  // namespace penstock
