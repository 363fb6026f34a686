#pragma once
// Two connected sockets, for tests of loops.

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace penstock {

/// Non-blocking; closed with the object.
class SocketPair {
public:
    SocketPair() {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends_.data()) !=
            0) {
            qFatal("no sockets");
        }
    }

    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    ~SocketPair() {
        closeNear();
        closeFar();
    }

    [[nodiscard]] int fd() const { return ends_[0]; }

    void makeReadable() const { QVERIFY(::write(ends_[1], "x", 1) == 1); }

    void drain() const {
        std::array<char, 64> bytes{};
        while (::read(ends_[0], bytes.data(), bytes.size()) > 0) {
        }
    }

    void closeNear() { shut(ends_[0]); }

    void closeFar() { shut(ends_[1]); }

private:
    static void shut(int& fd) {
        if (fd >= 0) {
            ::close(fd);
        }
        fd = -1;
    }

    std::array<int, 2> ends_{-1, -1};
};

}  // namespace penstock
