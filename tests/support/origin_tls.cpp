#include "tests/support/origin.h"
#include "tests/support/origin_stream.h"
#include "tests/support/test_certs.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <errno.h>
#include <sys/socket.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace penstock {

namespace {

template <auto function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using MethodPtr = std::unique_ptr<BIO_METHOD, FreeWith<BIO_meth_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, FreeWith<SSL_free>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

struct FreeChain {
    void operator()(STACK_OF(X509) * chain) const noexcept { sk_X509_pop_free(chain, X509_free); }
};

using ChainPtr = std::unique_ptr<STACK_OF(X509), FreeChain>;

BioPtr bioOf(const std::string& pem) {
    return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// OpenSSL's own socket BIO uses write(), which raises SIGPIPE; this one sends with MSG_NOSIGNAL.

int fdOf(BIO* bio) {
    return static_cast<const OriginStream*>(BIO_get_data(bio))->fd();
}

bool wouldBlock() noexcept {
    return errno == EAGAIN || errno == EINTR;
}

int bioRead(BIO* bio, char* into, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::recv(fdOf(bio), into, static_cast<std::size_t>(size), 0);
    if (count < 0 && wouldBlock()) {
        BIO_set_retry_read(bio);
    }
    return static_cast<int>(count);
}

int bioWrite(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::send(fdOf(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (count < 0 && wouldBlock()) {
        BIO_set_retry_write(bio);
    }
    return static_cast<int>(count);
}

long bioControl(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

MethodPtr makeBioMethod() {
    MethodPtr method(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "origin socket"));
    BIO_meth_set_read(method.get(), bioRead);
    BIO_meth_set_write(method.get(), bioWrite);
    BIO_meth_set_ctrl(method.get(), bioControl);
    return method;
}

class TlsStream final : public OriginStream {
public:
    TlsStream(UniqueFd socket, SSL_CTX* context, const BIO_METHOD* method)
        : OriginStream(std::move(socket)), ssl_(SSL_new(context)) {
        BIO* bio = BIO_new(method);
        BIO_set_data(bio, this);
        BIO_set_init(bio, 1);
        SSL_set_bio(ssl_.get(), bio, bio);
        SSL_set_accept_state(ssl_.get());
    }

    StreamStep handshake() override {
        ERR_clear_error();
        return stepOf(SSL_do_handshake(ssl_.get()), 0);
    }

    [[nodiscard]] bool handshakeWantsWrite() const override {
        return SSL_want_write(ssl_.get()) != 0;
    }

    StreamStep receive(std::span<std::byte> into) override {
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &count);
        return stepOf(result, count);
    }

    StreamStep send(std::span<const std::byte> bytes) override {
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
        return stepOf(result, count);
    }

    void finish(bool politely) override {
        if (politely) {
            SSL_shutdown(ssl_.get());
        }
        OriginStream::finish(politely);
    }

    [[nodiscard]] std::string serverName() const override {
        const char* name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
        return name != nullptr ? name : "";
    }

    [[nodiscard]] bool tls() const noexcept override { return true; }

    [[nodiscard]] bool resumed() const override { return SSL_session_reused(ssl_.get()) != 0; }

private:
    [[nodiscard]] StreamStep stepOf(int result, std::size_t count) const {
        if (result == 1) {
            return {StreamStep::State::Moved, count};
        }
        const int error = SSL_get_error(ssl_.get(), result);
        const bool blocked = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
        ERR_clear_error();  // the queue is the thread's: a client beside us must not find our
                            // errors
        return {blocked ? StreamStep::State::Blocked : StreamStep::State::Ended, 0};
    }

    SslPtr ssl_;
};

/// Whether `wanted` is among the length-prefixed names that the client offers (RFC 7301).
bool offers(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        const auto length = static_cast<unsigned char>(list.front());
        if (list.substr(1, length) == wanted) {
            return true;
        }
        list.remove_prefix(std::min<std::size_t>(list.size(), 1U + length));
    }
    return false;
}

int selectAlpn(SSL* /*ssl*/, const unsigned char** out, unsigned char* outLength,
               const unsigned char* in, unsigned inLength, void* argument) {
    const auto& config = *static_cast<const OriginTlsConfig*>(argument);
    const std::string_view offered(reinterpret_cast<const char*>(in), inLength);
    if (config.alpn.empty() || (!config.alpnEvenIfNotOffered && !offers(offered, config.alpn))) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = reinterpret_cast<const unsigned char*>(config.alpn.data());
    *outLength = static_cast<unsigned char>(config.alpn.size());
    return SSL_TLSEXT_ERR_OK;
}

int checkServerName(SSL* ssl, int* alert, void* argument) {
    const auto& config = *static_cast<const OriginTlsConfig*>(argument);
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (name == nullptr || config.refuseServerName != name) {
        return SSL_TLSEXT_ERR_OK;
    }
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

int staple(SSL* ssl, void* argument) {
    const auto& config = *static_cast<const OriginTlsConfig*>(argument);
    const std::string& response = config.certificate.value().staple;
    if (response.empty()) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    // OpenSSL takes the copy.
    SSL_set_tlsext_status_ocsp_resp(ssl, OPENSSL_memdup(response.data(), response.size()),
                                    static_cast<long>(response.size()));
    return SSL_TLSEXT_ERR_OK;
}

void usePem(SSL_CTX* context, const TestCertificate& certificate) {
    const BioPtr chainBio = bioOf(certificate.chainPem);
    const X509Ptr leaf(PEM_read_bio_X509(chainBio.get(), nullptr, nullptr, nullptr));
    const ChainPtr chain(sk_X509_new_null());
    while (X509* next = PEM_read_bio_X509(chainBio.get(), nullptr, nullptr, nullptr)) {
        sk_X509_push(chain.get(), next);
    }
    const BioPtr keyBio = bioOf(certificate.keyPem);
    const KeyPtr key(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr));
    if (SSL_CTX_use_cert_and_key(context, leaf.get(), key.get(), chain.get(), 1) != 1) {
        throw std::runtime_error("OpenSSL refused the origin's certificate");
    }
}

}  // namespace

struct OriginTls::Impl {
    OriginTlsConfig config;  // the callbacks point to it
    MethodPtr method = makeBioMethod();
    ContextPtr context{SSL_CTX_new(TLS_server_method())};
};

OriginTls::OriginTls(const OriginTlsConfig& config) : impl_(std::make_unique<Impl>()) {
    impl_->config = config;
    SSL_CTX* context = impl_->context.get();
    SSL_CTX_set_security_level(context, 0);  // tests of weak peers need a server that is one
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_alpn_select_cb(context, selectAlpn, &impl_->config);
    SSL_CTX_set_tlsext_servername_callback(context, checkServerName);
    SSL_CTX_set_tlsext_servername_arg(context, &impl_->config);
    SSL_CTX_set_tlsext_status_cb(context, staple);
    SSL_CTX_set_tlsext_status_arg(context, &impl_->config);
    if (config.maxVersion) {
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, *config.maxVersion);
    }
    if (config.demandClientCertificate) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    usePem(context, config.certificate.value());
}

OriginTls::~OriginTls() = default;

void OriginTls::present(const TestCertificate& certificate) {
    usePem(impl_->context.get(), certificate);
    impl_->config.certificate = certificate;
}

void OriginTls::forgetSessions() {
    SSL_CTX* context = impl_->context.get();
    std::vector<unsigned char> keys(
        static_cast<std::size_t>(SSL_CTX_get_tlsext_ticket_keys(context, nullptr, 0)));
    RAND_bytes(keys.data(), static_cast<int>(keys.size()));
    SSL_CTX_set_tlsext_ticket_keys(context, keys.data(), static_cast<long>(keys.size()));
    SSL_CTX_flush_sessions(context, std::numeric_limits<long>::max());
}

std::unique_ptr<OriginStream> OriginTls::accept(UniqueFd socket) const {
    return std::make_unique<TlsStream>(std::move(socket), impl_->context.get(),
                                       impl_->method.get());
}

}  // namespace penstock
