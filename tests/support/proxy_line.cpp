#include "tests/support/proxy_line.h"

#include <openssl/pem.h>

#include <poll.h>
#include <sys/socket.h>

#include <array>

namespace penstock {

bool ProxyLine::secure(const TestCertificate& certificate) {
    context_.reset(SSL_CTX_new(TLS_server_method()));
    const auto bio = [](const std::string& pem) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>(
            BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    };
    const auto chain = bio(certificate.certPem);
    const auto key = bio(certificate.keyPem);
    X509* leaf = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr);
    EVP_PKEY* secret = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context_.get(), leaf);
    SSL_CTX_use_PrivateKey(context_.get(), secret);
    X509_free(leaf);
    EVP_PKEY_free(secret);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), fd_.get());
    return SSL_accept(ssl_.get()) == 1;
}

// False: it is to end. -1: there is no server yet.
bool ProxyLine::wait(int server) {
    serverReady_ = false;
    if (ssl_ != nullptr && SSL_pending(ssl_.get()) > 0) {
        return true;
    }
    std::array<pollfd, 3> all{pollfd{stop_, POLLIN, 0}, pollfd{fd_.get(), POLLIN, 0},
                              pollfd{server, POLLIN, 0}};
    ::poll(all.data(), server < 0 ? 2 : 3, -1);
    serverReady_ = server >= 0 && all[2].revents != 0;
    return (all[0].revents & POLLIN) == 0;
}

std::string ProxyLine::some() {
    std::array<char, 16384> into{};
    const auto got = ssl_ != nullptr
                         ? static_cast<ssize_t>(SSL_read(ssl_.get(), into.data(), into.size()))
                         : ::recv(fd_.get(), into.data(), into.size(), 0);
    return {into.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

bool ProxyLine::need(std::size_t bytes) {
    while (come_.size() < bytes) {
        if (!wait(-1)) {
            return false;
        }
        const std::string more = some();
        if (more.empty()) {
            return false;
        }
        come_ += more;
    }
    return true;
}

std::string ProxyLine::take(std::size_t bytes) {
    std::string out = come_.substr(0, bytes);
    come_.erase(0, bytes);
    taken_ += out;
    return out;
}

void ProxyLine::send(const std::string& bytes) {
    if (ssl_ != nullptr) {
        if (!bytes.empty()) {
            SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        }
        return;
    }
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto n = ::send(fd_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += static_cast<std::size_t>(n);
    }
}

void ProxyLine::listen() {
    while (wait(-1) && !some().empty()) {
    }
}

void ProxyLine::pass(int server) {
    const UniqueFd to(server);
    std::array<char, 65536> into{};
    for (;;) {
        ::send(to.get(), come_.data(), come_.size(), MSG_NOSIGNAL);
        come_.clear();
        if (!wait(to.get())) {
            return;
        }
        if (serverReady_) {
            const auto got = ::recv(to.get(), into.data(), into.size(), 0);
            if (got <= 0) {
                return;
            }
            send({into.data(), static_cast<std::size_t>(got)});
            continue;
        }
        come_ = some();
        if (come_.empty()) {
            return;
        }
    }
}

}  // namespace penstock
