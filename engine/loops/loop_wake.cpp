#include "engine/loops/loop_wake.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace penstock {

Error loopError(const char* sentence) {
    const int code = errno;
    const bool shortage = code == EMFILE || code == ENFILE || code == ENOMEM || code == ENOSPC;
    return {shortage ? ErrorKind::ResFds : ErrorKind::Internal, sentence, "", code};
}

LoopWake::LoopWake() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!fd_) {
        error_ = loopError("The system gave no descriptor to wait for events with");
    }
}

void LoopWake::wake() {
    if (!pending_.exchange(true)) {
        const std::uint64_t one = 1;
        // Can only fail for a full counter, which is as readable as any.
        [[maybe_unused]] const ssize_t written = ::write(fd_.get(), &one, sizeof one);
    }
}

void LoopWake::stop() {
    stopped_ = true;
    wake();
}

void LoopWake::drain() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t size = ::read(fd_.get(), &count, sizeof count);
    // After the read: a wake from here on either makes the descriptor readable again or is seen by
    // the Engine::wokenUp() that follows.
    pending_ = false;
}

}  // namespace penstock
