#include "engine/loops/select_sets.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace penstock {

Error SelectSets::fits(int fd) {
    assert(fd >= 0);
    if (fd < FD_SETSIZE) {
        return {};
    }
    return {ErrorKind::ResFds,
            "Descriptor " + std::to_string(fd) +
                " is too high for select(), which takes only those below " +
                std::to_string(FD_SETSIZE),
            "A loop on epoll or poll() has no such limit", 0};
}

void SelectSets::clear() noexcept {
    FD_ZERO(&read_);
    FD_ZERO(&write_);
    FD_ZERO(&readable_);
    FD_ZERO(&writable_);
    descriptors_ = 0;
}

Error SelectSets::add(int fd, Interest interest) {
    if (Error error = fits(fd); !error.ok()) {
        return error;
    }
    if (wantsRead(interest)) {
        FD_SET(fd, &read_);
    }
    if (wantsWrite(interest)) {
        FD_SET(fd, &write_);
    }
    if (interest != Interest::Nothing) {
        descriptors_ = std::max(descriptors_, fd + 1);
    }
    return {};
}

bool SelectSets::wait(int timeoutMs) noexcept {
    timeval limit{timeoutMs / 1'000, timeoutMs % 1'000 * 1'000};
    readable_ = read_;
    writable_ = write_;
    const int count =
        ::select(descriptors_, &readable_, &writable_, nullptr, timeoutMs < 0 ? nullptr : &limit);
    if (count <= 0) {
        // After an error the sets are undefined.
        FD_ZERO(&readable_);
        FD_ZERO(&writable_);
    }
    return count > 0;
}

Readiness SelectSets::ready(int fd) const noexcept {
    if (fd < 0 || fd >= FD_SETSIZE) {
        return Readiness::Nothing;
    }
    return (FD_ISSET(fd, &readable_) ? Readiness::Read : Readiness::Nothing) |
           (FD_ISSET(fd, &writable_) ? Readiness::Write : Readiness::Nothing);
}

}  // namespace penstock
