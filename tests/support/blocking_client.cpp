#include "tests/support/blocking_client.h"

#include "engine/base/unique_fd.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace penstock {

namespace {

constexpr std::size_t kNoLimit = ~std::size_t{0};
constexpr timeval kPatience{.tv_sec = 10, .tv_usec = 0};

template <auto function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

UniqueFd connected(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list) != 0) {
        throw std::runtime_error(host + " is no address");
    }
    const std::unique_ptr<addrinfo, FreeWith<::freeaddrinfo>> owner(list);
    UniqueFd fd(::socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (::connect(fd.get(), list->ai_addr, list->ai_addrlen) != 0) {
        throw std::runtime_error("cannot connect to " + host);
    }
    return fd;
}

std::uint64_t numberOf(std::string_view text, int base) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

}  // namespace

struct BlockingClient::Impl {
    UniqueFd fd;
    std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context;
    std::unique_ptr<SSL, FreeWith<SSL_free>> ssl;
    std::string in;  // received, not yet taken
    bool endedInOrder = false;
    int systemError = 0;

    /// Receives once; false at the end.
    bool more() {
        std::array<char, 65536> scratch;
        std::size_t count = 0;
        if (ssl) {
            const int result = SSL_read_ex(ssl.get(), scratch.data(), scratch.size(), &count);
            const int error = SSL_get_error(ssl.get(), result);
            endedInOrder = error == SSL_ERROR_ZERO_RETURN;
            systemError = error == SSL_ERROR_SYSCALL ? errno : 0;
        } else {
            const ssize_t result = ::recv(fd.get(), scratch.data(), scratch.size(), 0);
            endedInOrder = result == 0;
            systemError = result < 0 ? errno : 0;
            count = result > 0 ? static_cast<std::size_t>(result) : 0;
        }
        in.append(scratch.data(), count);
        return count > 0;
    }

    std::string take(std::size_t size) {
        while (in.size() < size && more()) {
        }
        std::string taken = in.substr(0, size);
        in.erase(0, taken.size());
        return taken;
    }

    /// Up to and without `end`, which is taken too; all there is when it does not come.
    std::string takeUntil(std::string_view end) {
        std::size_t at = in.find(end);
        while (at == std::string::npos && more()) {
            at = in.find(end);
        }
        std::string taken = in.substr(0, at);
        in.erase(0, at == std::string::npos ? at : at + end.size());
        return taken;
    }

    void takeChunks(ClientReply& reply) {
        for (;;) {
            const std::string line = takeUntil("\r\n");
            const std::uint64_t size = numberOf(line, 16);
            if (line.empty() || size == 0) {
                reply.whole = !line.empty() && takeUntil("\r\n").empty();
                return;
            }
            const std::string data = take(static_cast<std::size_t>(size));
            reply.body += data;
            if (data.size() < size || take(2) != "\r\n") {
                return;
            }
        }
    }
};

std::string ClientReply::header(std::string_view name) const {
    const std::string start = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(start);
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t from = at + start.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

BlockingClient::BlockingClient(std::uint16_t port, const std::string& host)
    : impl_(std::make_unique<Impl>()) {
    impl_->fd = connected(host, port);
}

BlockingClient::~BlockingClient() = default;

bool BlockingClient::startTls(const std::string& caPem, const std::string& name) {
    impl_->context.reset(SSL_CTX_new(TLS_client_method()));
    const std::unique_ptr<BIO, FreeWith<BIO_free_all>> bio(
        BIO_new_mem_buf(caPem.data(), static_cast<int>(caPem.size())));
    const std::unique_ptr<X509, FreeWith<X509_free>> ca(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    X509_STORE_add_cert(SSL_CTX_get_cert_store(impl_->context.get()), ca.get());
    SSL_CTX_set_verify(impl_->context.get(), SSL_VERIFY_PEER, nullptr);
    impl_->ssl.reset(SSL_new(impl_->context.get()));
    SSL_set_tlsext_host_name(impl_->ssl.get(), name.c_str());
    SSL_set_hostflags(impl_->ssl.get(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    SSL_set1_host(impl_->ssl.get(), name.c_str());
    SSL_set_fd(impl_->ssl.get(), impl_->fd.get());
    return SSL_connect(impl_->ssl.get()) == 1;
}

void BlockingClient::send(std::string_view bytes) {
    if (impl_->ssl) {
        SSL_write(impl_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
    } else if (::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) {
        impl_->systemError = errno;
    }
}

ClientReply BlockingClient::get(std::string_view path, std::string_view fieldLines) {
    std::string request = "GET ";
    request.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    send(request.append(fieldLines).append("\r\n"));
    return readReply();
}

ClientReply BlockingClient::readReply() {
    constexpr std::string_view kVersion = "HTTP/1.1 ";
    ClientReply reply;
    reply.head = impl_->takeUntil("\r\n\r\n");
    if (!reply.head.starts_with(kVersion)) {
        return reply;
    }
    reply.status =
        static_cast<int>(numberOf(std::string_view(reply.head).substr(kVersion.size()), 10));
    const std::string length = reply.header("Content-Length");
    if (!reply.header("Transfer-Encoding").empty()) {
        impl_->takeChunks(reply);
    } else if (!length.empty()) {
        const auto size = static_cast<std::size_t>(numberOf(length, 10));
        reply.body = impl_->take(size);
        reply.whole = reply.body.size() == size;
    } else if (reply.status != 204 && reply.status != 304) {
        reply.body = impl_->take(kNoLimit);
        reply.whole = impl_->endedInOrder;
    }
    return reply;
}

std::string BlockingClient::read(std::size_t size) {
    return impl_->take(size);
}

std::string BlockingClient::readToEnd() {
    return impl_->take(kNoLimit);
}

bool BlockingClient::endedInOrder() const noexcept {
    return impl_->endedInOrder;
}

int BlockingClient::systemError() const noexcept {
    return impl_->systemError;
}

int BlockingClient::fd() const noexcept {
    return impl_->fd.get();
}

}  // namespace penstock
