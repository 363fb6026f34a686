#include "tests/bench/origin_server.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace penstock::bench {

namespace {

constexpr int kBacklog = 4096;

struct BioFree {
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};

struct X509Free {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

struct KeyFree {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};

void require(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(what);
    }
}

SslContext makeContext(const std::string& chainPem, const std::string& keyPem, bool resumable) {
    SslContext context(SSL_CTX_new(TLS_server_method()));
    const std::unique_ptr<BIO, BioFree> chain(
        BIO_new_mem_buf(chainPem.data(), static_cast<int>(chainPem.size())));
    const std::unique_ptr<BIO, BioFree> keyText(
        BIO_new_mem_buf(keyPem.data(), static_cast<int>(keyPem.size())));
    const std::unique_ptr<X509, X509Free> leaf(
        PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<EVP_PKEY, KeyFree> key(
        PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr));
    require(leaf && key && SSL_CTX_use_certificate(context.get(), leaf.get()) == 1 &&
                SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1,
            "the certificate cannot be used");
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (!resumable) {
        SSL_CTX_set_num_tickets(context.get(), 0);
        SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
        SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    }
    return context;
}

}  // namespace

OriginServer::OriginServer(const std::string& chainPem, const std::string& keyPem)
    : fullContext_(makeContext(chainPem, keyPem, false)),
      resumedContext_(makeContext(chainPem, keyPem, true)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    require(static_cast<bool>(epoll_), "no descriptors");
    ports_.plain = listen(nullptr, false);
    ports_.full = listen(fullContext_.get(), false);
    ports_.resumed = listen(resumedContext_.get(), false);
    ports_.control = listen(nullptr, true);
    watch(STDIN_FILENO, EPOLLIN, EPOLL_CTL_ADD);
}

std::uint16_t OriginServer::listen(SSL_CTX* context, bool control) {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(::bind(fd.get(), generic, length) == 0 && ::listen(fd.get(), kBacklog) == 0 &&
                ::getsockname(fd.get(), generic, &length) == 0,
            "cannot listen on the loopback");
    watch(fd.get(), EPOLLIN, EPOLL_CTL_ADD);
    listeners_.push_back({std::move(fd), context, control});
    return ntohs(address.sin_port);
}

void OriginServer::watch(int fd, std::uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    require(::epoll_ctl(epoll_.get(), operation, fd, &event) == 0, "epoll refuses");
}

void OriginServer::run() {
    std::array<epoll_event, 256> events;
    for (;;) {
        const int count =
            ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == STDIN_FILENO) {
                return;
            }
            ready(fd);
        }
    }
}

void OriginServer::ready(int fd) {
    for (const Listener& listener : listeners_) {
        if (fd == listener.fd.get()) {
            accept(listener);
            return;
        }
    }
    if (fd == control_.fd.get()) {
        readControl();
        return;
    }
    const auto index = static_cast<std::size_t>(fd);
    if (index >= peers_.size() || !peers_[index]) {
        return;
    }
    const bool wrote = peers_[index]->wantsWrite();
    ERR_clear_error();
    if (!peers_[index]->run()) {
        forget(fd);
    } else if (peers_[index]->wantsWrite() != wrote) {
        watch(fd, wrote ? std::uint32_t{EPOLLIN} : std::uint32_t{EPOLLIN | EPOLLOUT},
              EPOLL_CTL_MOD);
    }
}

void OriginServer::accept(const Listener& listener) {
    for (;;) {
        UniqueFd fd(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!fd) {
            require(errno == EAGAIN || errno == ECONNABORTED, "cannot accept: too few descriptors");
            return;
        }
        constexpr int kOn = 1;
        ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
        watch(fd.get(), EPOLLIN, EPOLL_CTL_ADD);
        if (listener.control) {
            control_ = {std::move(fd), {}};
            continue;
        }
        const auto index = static_cast<std::size_t>(fd.get());
        if (index >= peers_.size()) {
            peers_.resize(index * 2 + 1);
        }
        OriginPeer::Host& host = *this;
        peers_[index] = std::make_unique<OriginPeer>(std::move(fd), listener.context, host);
    }
}

void OriginServer::readControl() {
    std::array<char, 1024> bytes;
    const ssize_t got = ::recv(control_.fd.get(), bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        control_ = {};
        return;
    }
    control_.in.append(bytes.data(), static_cast<std::size_t>(got));
    for (std::size_t end = control_.in.find('\n'); end != std::string::npos;
         end = control_.in.find('\n')) {
        const std::string line = control_.in.substr(0, end);
        control_.in.erase(0, end + 1);
        obey(line);
    }
}

void OriginServer::obey(std::string_view line) {
    std::istringstream words{std::string(line)};
    std::string verb;
    std::size_t which = 0;
    words >> verb >> which;
    if (verb == "poke") {
        reply(poke(which) ? "ok" : "none");
    } else if (verb == "stats") {
        reply("full " + std::to_string(full_) + " resumed " + std::to_string(resumed_) + " open " +
              std::to_string(open_.size()));
    } else {
        reply("unknown");
    }
}

bool OriginServer::poke(std::size_t index) {
    if (index >= open_.size() || open_[index] < 0) {
        return false;
    }
    return peers_[static_cast<std::size_t>(open_[index])]->poke();
}

void OriginServer::reply(const std::string& line) const {
    const std::string text = line + "\n";
    ::send(control_.fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
}

void OriginServer::forget(int fd) {
    std::replace(open_.begin(), open_.end(), fd, -1);
    peers_[static_cast<std::size_t>(fd)].reset();
}

}  // namespace penstock::bench
