#include "tests/bench/raw_core.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace penstock::bench {

namespace {

constexpr std::size_t kScratch = 64U << 10U;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "Content-Length: ";
constexpr std::string_view kHost = "127.0.0.1";

// Where its authority begins; kHost stands there.
std::size_t authorityOf(std::string_view url) {
    return url.find("//") + 2;
}

std::uint64_t numberAt(std::string_view text, std::size_t at) {
    std::uint64_t value = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), value);
    return value;
}

void require(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(what);
    }
}

}  // namespace

RawCore::RawCore(SubjectConfig config, WatchCall watch, Tally& tally)
    : config_(std::move(config)), watch_(std::move(watch)), tally_(&tally), scratch_(kScratch) {}

RawCore::~RawCore() = default;

int RawCore::keepSession(SSL* ssl, SSL_SESSION* session) {
    auto* core = static_cast<RawCore*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    core->session_.reset(session);
    return 1;  // the reference is ours now
}

void RawCore::makeContext(const std::string& bundle) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_mode(context_.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    require(SSL_CTX_load_verify_file(context_.get(), bundle.c_str()) == 1, "no trusted CAs");
    SSL_CTX_set_app_data(context_.get(), this);
    SSL_CTX_set_session_cache_mode(context_.get(),
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context_.get(), &RawCore::keepSession);
}

std::uint64_t RawCore::fetch(const std::string& url) {
    const std::size_t authority = authorityOf(url);
    const std::size_t path = url.find('/', authority);
    std::string request = "GET " + url.substr(path) +
                          " HTTP/1.1\r\nHost: " + url.substr(authority, path - authority) +
                          "\r\nAccept: */*\r\n\r\n";
    if (idle_.empty()) {
        return static_cast<std::uint64_t>(connect(url, std::move(request)));
    }
    Connection& connection = *idle_.back();
    idle_.pop_back();
    connection.request = std::move(request);
    send(connection);
    return static_cast<std::uint64_t>(connection.fd.get());
}

int RawCore::connect(const std::string& url, std::string request) {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    require(static_cast<bool>(fd), "no descriptor for a socket");
    constexpr int kOn = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::size_t port = authorityOf(url) + kHost.size() + 1;
    address.sin_port = htons(static_cast<std::uint16_t>(numberAt(url, port)));
    const int result =
        ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    require(result == 0 || errno == EINPROGRESS, "cannot connect to the origin");

    auto connection = std::make_unique<Connection>();
    connection->request = std::move(request);
    if (url.starts_with("https:")) {
        if (!context_) {
            makeContext(config_.bundle);
        }
        SSL* ssl = SSL_new(context_.get());
        connection->ssl.reset(ssl);
        SSL_set_fd(ssl, fd.get());
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), kHost.data());
        if (session_) {
            SSL_set_session(ssl, session_.get());
        }
        SSL_set_connect_state(ssl);
    }
    const int number = fd.get();
    connection->fd = std::move(fd);
    const auto index = static_cast<std::size_t>(number);
    if (index >= connections_.size()) {
        connections_.resize(index * 2 + 1);
    }
    connections_[index] = std::move(connection);
    watch_(number, EPOLLOUT);
    return number;
}

void RawCore::action(int fd) {
    Connection& connection = *connections_[static_cast<std::size_t>(fd)];
    switch (connection.step) {
        case Step::Connecting:
            watch_(fd, EPOLLIN);
            if (connection.ssl) {
                connection.step = Step::Securing;
                secure(connection);
            } else {
                send(connection);
            }
            return;
        case Step::Securing:
            secure(connection);
            return;
        case Step::Head:
        case Step::Body:
            receive(connection);
            return;
        case Step::Idle:
            close(fd);
            return;
    }
}

void RawCore::secure(Connection& connection) {
    const int done = SSL_do_handshake(connection.ssl.get());
    if (done == 1) {
        send(connection);
        return;
    }
    require(SSL_get_error(connection.ssl.get(), done) == SSL_ERROR_WANT_READ, "no handshake");
}

void RawCore::send(Connection& connection) {
    const std::string& request = connection.request;
    const auto size = static_cast<std::ptrdiff_t>(request.size());
    const std::ptrdiff_t sent =
        connection.ssl
            ? SSL_write(connection.ssl.get(), request.data(), static_cast<int>(request.size()))
            : ::send(connection.fd.get(), request.data(), request.size(), MSG_NOSIGNAL);
    require(sent == size, "a small request was not taken whole");
    connection.step = Step::Head;
    connection.head.clear();
    connection.body.clear();
}

// Bytes read into the scratch; 0: the end, negative: none now.
std::ptrdiff_t RawCore::read(Connection& connection) {
    if (!connection.ssl) {
        return ::recv(connection.fd.get(), scratch_.data(), scratch_.size(), 0);
    }
    const int got =
        SSL_read(connection.ssl.get(), scratch_.data(), static_cast<int>(scratch_.size()));
    if (got > 0) {
        return got;
    }
    return SSL_get_error(connection.ssl.get(), got) == SSL_ERROR_WANT_READ ? -1 : 0;
}

void RawCore::receive(Connection& connection) {
    const std::ptrdiff_t got = read(connection);
    if (got < 0) {
        return;
    }
    if (got == 0) {
        ++tally_->failed;
        close(connection.fd.get());
        return;
    }
    if (connection.step == Step::Head) {
        headBytes(connection, scratch_.data(), static_cast<std::size_t>(got));
    } else {
        bodyBytes(connection, scratch_.data(), static_cast<std::size_t>(got));
    }
}

void RawCore::headBytes(Connection& connection, const char* bytes, std::size_t count) {
    std::string& head = connection.head;
    head.append(bytes, count);
    const std::size_t end = head.find(kHeadEnd);
    if (end == std::string::npos) {
        return;
    }
    connection.left = numberAt(head, head.find(kLength) + kLength.size());
    connection.step = Step::Body;
    const std::size_t rest = end + kHeadEnd.size();
    bodyBytes(connection, head.data() + rest, head.size() - rest);
}

void RawCore::bodyBytes(Connection& connection, const char* bytes, std::size_t count) {
    if (count == 0) {
        return;
    }
    if (connection.body.empty()) {
        ++tally_->begun;
    }
    tally_->bytes += count;
    connection.body.append(bytes, count);
    connection.left -= count;
    if (connection.left == 0) {
        finish(connection);
    }
}

void RawCore::finish(Connection& connection) {
    ++tally_->finished;
    if (connection.head.find("Connection: close") != std::string::npos) {
        close(connection.fd.get());
        return;
    }
    connection.step = Step::Idle;
    idle_.push_back(&connection);
}

void RawCore::close(int fd) {
    std::unique_ptr<Connection>& connection = connections_[static_cast<std::size_t>(fd)];
    if (connection->ssl) {
        SSL_shutdown(connection->ssl.get());
    }
    idle_.erase(std::remove(idle_.begin(), idle_.end(), connection.get()), idle_.end());
    watch_(fd, 0);
    connection.reset();
}

}  // namespace penstock::bench
