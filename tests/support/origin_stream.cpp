#include "tests/support/origin_stream.h"

#include <errno.h>
#include <sys/socket.h>

#include <array>

namespace penstock {

namespace {

StreamStep stepOf(ssize_t count) noexcept {
    if (count > 0) {
        return {StreamStep::State::Moved, static_cast<std::size_t>(count)};
    }
    const bool blocked = count < 0 && (errno == EAGAIN || errno == EINTR);
    return {blocked ? StreamStep::State::Blocked : StreamStep::State::Ended, 0};
}

}  // namespace

StreamStep OriginStream::handshake() {
    return {StreamStep::State::Moved, 0};
}

bool OriginStream::handshakeWantsWrite() const {
    return false;
}

StreamStep OriginStream::receive(std::span<std::byte> into) {
    return stepOf(::recv(fd(), into.data(), into.size(), 0));
}

StreamStep OriginStream::send(std::span<const std::byte> bytes) {
    return stepOf(::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

void OriginStream::finish(bool /*politely*/) {
    ::shutdown(fd(), SHUT_WR);
}

std::string OriginStream::serverName() const {
    return {};
}

bool OriginStream::gone() const {
    std::byte first{};
    return stepOf(::recv(fd(), &first, 1, MSG_PEEK)).state == StreamStep::State::Ended;
}

StreamStep OriginStream::discard() {
    std::array<std::byte, 16384> scratch;
    StreamStep step;
    do {
        step = stepOf(::recv(fd(), scratch.data(), scratch.size(), 0));
    } while (step.state == StreamStep::State::Moved);
    return step;
}

void OriginStream::reset() noexcept {
    const linger abort{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    socket_.reset();
}

}  // namespace penstock
