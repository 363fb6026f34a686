#pragma once
// The descriptor sets of select(), which cannot hold a descriptor of FD_SETSIZE (1024) or more:
// to set one all the same writes outside of the set. Here that is an error that says so.
//
// For a program with a select() of its own: add() what Engine::watched() lists, at the very last
// step, since the list changes with each call of the engine.

#include "engine/error.h"
#include "engine/socket_types.h"

#include <sys/select.h>

namespace penstock {

class SelectSets {
public:
    SelectSets() noexcept { clear(); }

    /// ok(), or Res.Fds when `fd`, which is not below 0, is too high for any set.
    [[nodiscard]] static Error fits(int fd);

    void clear() noexcept;
    /// As fits(); on an error the sets are as before.
    Error add(int fd, Interest interest);

    /// The first argument of select(): one more than the highest descriptor; 0 when there is none.
    [[nodiscard]] int descriptors() const noexcept { return descriptors_; }

    /// Waits up to `timeoutMs` (−1: without limit) for what was added. Returns whether something
    /// is ready; false when interrupted.
    bool wait(int timeoutMs) noexcept;
    /// As the last wait() found it; Nothing for what was not added. There is no Error: select()
    /// calls a descriptor with an error or hang-up ready for what it was asked about.
    [[nodiscard]] Readiness ready(int fd) const noexcept;

private:
    // No third set: it tells of out-of-band data only.
    fd_set read_;
    fd_set write_;
    fd_set readable_;
    fd_set writable_;
    int descriptors_ = 0;
};

}  // namespace penstock
