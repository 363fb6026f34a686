#include "tests/bench/origin_peer.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace penstock::bench {

namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kByte = "x";

// Of "/bytes/1024" the 1024; 0 when there is none.
std::size_t sizeIn(std::string_view path) {
    const std::string_view digits = path.substr(path.rfind('/') + 1);
    std::size_t size = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), size);
    return size;
}

std::string head(std::string_view status, std::string_view fields, std::uint64_t length) {
    std::string text = "HTTP/1.1 ";
    text += status;
    text += "\r\nContent-Type: application/octet-stream\r\n";
    text += fields;
    return text + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

}  // namespace

OriginPeer::OriginPeer(UniqueFd fd, SSL_CTX* context, Host& host)
    : fd_(std::move(fd)), host_(&host) {
    if (context != nullptr) {
        ssl_.reset(SSL_new(context));
        SSL_set_fd(ssl_.get(), fd_.get());
        SSL_set_accept_state(ssl_.get());
    }
}

bool OriginPeer::run() {
    if (!flush()) {
        return false;
    }
    for (;;) {
        const Io io = read();
        if (io == Io::Closed) {
            return false;
        }
        if (io == Io::Blocked) {
            break;
        }
    }
    for (std::size_t end = in_.find(kHeadEnd); end != std::string::npos; end = in_.find(kHeadEnd)) {
        const std::string_view request(in_.data(), end);
        const std::size_t path = request.find(' ') + 1;
        answer(request.substr(path, request.find(' ', path) - path));
        in_.erase(0, end + kHeadEnd.size());
    }
    return flush();
}

void OriginPeer::answer(std::string_view path) {
    if (path == "/open") {
        out_ += head("200 OK", "", std::uint64_t{1} << 30U);
        out_ += kByte;
        host_->opened(*this);
    } else if (path.starts_with("/bytes/")) {
        out_ += head("200 OK", "", sizeIn(path));
        out_.append(sizeIn(path), 'x');
    } else if (path.starts_with("/last/")) {
        out_ += head("200 OK", "Connection: close\r\n", sizeIn(path));
        out_.append(sizeIn(path), 'x');
        last_ = true;
    } else if (path == "/later") {
        out_ += head("503 Service Unavailable", "Retry-After: 3600\r\n", 0);
    } else {
        out_ += head("404 Not Found", "", 0);
    }
}

bool OriginPeer::poke() {
    std::size_t taken = 0;
    return write(kByte, taken) == Io::Moved;
}

bool OriginPeer::flush() {
    while (wantsWrite()) {
        std::size_t taken = 0;
        const Io io = write(std::string_view(out_).substr(sent_), taken);
        if (io != Io::Moved) {
            return io == Io::Blocked;
        }
        sent_ += taken;
    }
    out_.clear();
    sent_ = 0;
    if (last_) {
        if (ssl_) {
            SSL_shutdown(ssl_.get());
        }
        ::shutdown(fd_.get(), SHUT_WR);
        last_ = false;
    }
    return true;
}

OriginPeer::Io OriginPeer::read() {
    std::array<char, 4096> bytes;
    if (ssl_) {
        const int got = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        if (!shaken_ && SSL_is_init_finished(ssl_.get()) != 0) {
            shaken_ = true;
            host_->handshakeDone(SSL_session_reused(ssl_.get()) != 0);
        }
        if (got <= 0) {
            return resultOfTls(got);
        }
        in_.append(bytes.data(), static_cast<std::size_t>(got));
        return Io::Moved;
    }
    const ssize_t got = ::recv(fd_.get(), bytes.data(), bytes.size(), 0);
    if (got > 0) {
        in_.append(bytes.data(), static_cast<std::size_t>(got));
        // What is less than a buffer was all there is; level-triggered epoll tells of more.
        return static_cast<std::size_t>(got) < bytes.size() ? Io::Blocked : Io::Moved;
    }
    return got < 0 && errno == EAGAIN ? Io::Blocked : Io::Closed;
}

OriginPeer::Io OriginPeer::write(std::string_view bytes, std::size_t& taken) {
    if (ssl_) {
        const int sent = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        taken = sent > 0 ? static_cast<std::size_t>(sent) : 0;
        return sent > 0 ? Io::Moved : resultOfTls(sent);
    }
    const ssize_t sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    taken = sent > 0 ? static_cast<std::size_t>(sent) : 0;
    if (sent > 0) {
        return Io::Moved;
    }
    return errno == EAGAIN ? Io::Blocked : Io::Closed;
}

OriginPeer::Io OriginPeer::resultOfTls(int code) {
    const int error = SSL_get_error(ssl_.get(), code);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Io::Blocked : Io::Closed;
}

}  // namespace penstock::bench
