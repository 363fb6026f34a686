#include "tests/net/memory_tls.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace penstock {

namespace {

template <auto function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

using ContextPtr = std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, FreeWith<SSL_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using CertPtr = std::unique_ptr<X509, FreeWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

BioPtr memory(const std::string& text) {
    return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

void useCertificate(SSL_CTX* context, const TestCertificate& certificate) {
    const BioPtr chain = memory(certificate.chainPem);
    const CertPtr leaf(PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr));
    const BioPtr keyText = memory(certificate.keyPem);
    const KeyPtr key(PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr));
    if (SSL_CTX_use_certificate(context, leaf.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        throw std::runtime_error("the test server cannot use its certificate");
    }
    while (X509* next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)) {
        SSL_CTX_add0_chain_cert(context, next);
    }
}

int chooseProtocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* size,
                   const unsigned char* /*offered*/, unsigned /*offeredSize*/, void* options) {
    const std::string& name = static_cast<const MemoryServerOptions*>(options)->alpn;
    *out = reinterpret_cast<const unsigned char*>(name.data());
    *size = static_cast<unsigned char>(name.size());
    return SSL_TLSEXT_ERR_OK;
}

int checkServerName(SSL* ssl, int* alert, void* options) {
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    const std::string& refused = static_cast<const MemoryServerOptions*>(options)->refuseServerName;
    return name != nullptr && refused == name ? SSL_TLSEXT_ERR_ALERT_FATAL : SSL_TLSEXT_ERR_OK;
}

int staple(SSL* ssl, void* options) {
    const std::string& response =
        static_cast<const MemoryServerOptions*>(options)->certificate.staple;
    if (response.empty()) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    // OpenSSL takes the copy.
    SSL_set_tlsext_status_ocsp_resp(ssl, OPENSSL_memdup(response.data(), response.size()),
                                    static_cast<long>(response.size()));
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

IoResult MemoryFilter::send(std::span<const std::byte> bytes) {
    if (pipe_->full) {
        return {IoResult::Kind::Blocked, 0};
    }
    ++pipe_->sends;
    pipe_->toServer.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {IoResult::Kind::Bytes, bytes.size()};
}

IoResult MemoryFilter::recv(std::span<std::byte> into) {
    if (pipe_->toClient.empty() || std::exchange(pause_, false)) {
        if (pipe_->toClient.empty() && pipe_->reset) {
            error_ = {
                ErrorKind::ConnectReset, "localhost broke off the connection", {}, ECONNRESET};
            return {IoResult::Kind::Failed, 0};
        }
        const bool closed = pipe_->toClient.empty() && pipe_->ended;
        return {closed ? IoResult::Kind::Closed : IoResult::Kind::Blocked, 0};
    }
    const std::size_t size = std::min({into.size(), pipe_->toClient.size(), pipe_->piece});
    std::copy_n(pipe_->toClient.data(), size, reinterpret_cast<char*>(into.data()));
    pipe_->toClient.erase(0, size);
    pause_ = pipe_->piece != ~std::size_t{0};
    return {IoResult::Kind::Bytes, size};
}

void MemoryFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    const Interest interest = (reading ? Interest::Read : Interest::Nothing) |
                              (writing ? Interest::Write : Interest::Nothing);
    if (interest != Interest::Nothing) {
        set.want(kFd, interest);
    }
}

struct MemoryTlsServer::Impl {
    MemoryServerOptions options;
    ContextPtr context;
    SslPtr ssl;
    std::string queued;
};

MemoryTlsServer::MemoryTlsServer(MemoryPipe& pipe, const MemoryServerOptions& options)
    : pipe_(&pipe), impl_(std::make_unique<Impl>()) {
    impl_->options = options;
    impl_->context.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX* context = impl_->context.get();
    SSL_CTX_set_security_level(context, 0);  // the weak ones must be able to be weak
    if (options.maxVersion != 0) {
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, options.maxVersion);
        SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");
    }
    if (options.demandClientCertificate) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    if (!options.alpn.empty()) {
        SSL_CTX_set_alpn_select_cb(context, &chooseProtocol, &impl_->options);
    }
    SSL_CTX_set_tlsext_servername_callback(context, &checkServerName);
    SSL_CTX_set_tlsext_servername_arg(context, &impl_->options);
    SSL_CTX_set_tlsext_status_cb(context, &staple);
    SSL_CTX_set_tlsext_status_arg(context, &impl_->options);
    useCertificate(context, options.certificate);
    impl_->ssl.reset(SSL_new(context));
    SSL_set_bio(impl_->ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(impl_->ssl.get());
}

MemoryTlsServer::~MemoryTlsServer() = default;

void MemoryTlsServer::pump() {
    SSL* ssl = impl_->ssl.get();
    const std::string arrived = std::exchange(pipe_->toServer, {});
    if (!arrived.empty()) {
        BIO_write(SSL_get_rbio(ssl), arrived.data(), static_cast<int>(arrived.size()));
    }
    if (SSL_do_handshake(ssl) == 1) {
        std::array<char, 4096> buffer{};
        for (int got = 0; (got = SSL_read(ssl, buffer.data(), buffer.size())) > 0;) {
            received_.append(buffer.data(), static_cast<std::size_t>(got));
        }
        if (!impl_->queued.empty()) {
            SSL_write(ssl, impl_->queued.data(), static_cast<int>(impl_->queued.size()));
            impl_->queued.clear();
        }
    }
    flush();
}

void MemoryTlsServer::write(const std::string& text) {
    impl_->queued += text;
    pump();
}

void MemoryTlsServer::close() {
    SSL_shutdown(impl_->ssl.get());
    flush();
}

void MemoryTlsServer::flush() {
    std::array<char, 4096> buffer{};
    BIO* out = SSL_get_wbio(impl_->ssl.get());
    for (int got = 0; (got = BIO_read(out, buffer.data(), buffer.size())) > 0;) {
        pipe_->toClient.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

bool MemoryTlsServer::clientClosed() const {
    return (SSL_get_shutdown(impl_->ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

std::optional<std::string> MemoryTlsServer::serverName() const {
    const char* name = SSL_get_servername(impl_->ssl.get(), TLSEXT_NAMETYPE_host_name);
    return name != nullptr ? std::optional<std::string>(name) : std::nullopt;
}

Step driveHandshake(Filter& client, MemoryTlsServer& server, MemoryPipe& pipe) {
    for (;;) {
        const Step step = client.connect();
        if (step != Step::Blocked) {
            server.pump();
            return step;
        }
        if (!pipe.toServer.empty()) {
            server.pump();
        } else if (pipe.toClient.empty() && !pipe.ended && !pipe.reset) {
            return step;
        }
    }
}

}  // namespace penstock
