#include "engine/net/tls_filter.h"

#include "engine/net/address.h"
#include "engine/net/certificate_details.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <new>
#include <string_view>
#include <utility>

namespace penstock {

namespace {

constexpr std::string_view kHttp11 = "http/1.1";

// "TLSv1.3" as people write it.
std::string versionText(const SSL* ssl) {
    const std::string_view version = SSL_get_version(ssl);
    constexpr std::string_view kPrefix = "TLSv";
    return version.starts_with(kPrefix) ? "TLS " + std::string(version.substr(kPrefix.size()))
                                        : std::string(version);
}

// Certificates and SNI know none (RFC 6066 section 3).
std::string withoutRootDot(std::string host) {
    if (host.ends_with('.')) {
        host.pop_back();
    }
    return host;
}

std::string chosenProtocol(const SSL* ssl) {
    const unsigned char* data = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &data, &size);
    return {reinterpret_cast<const char*>(data), size};
}

/// "TLS 1.3, TLS_AES_256_GCM_SHA384, resumed".
std::string handshakeText(const SSL* ssl) {
    return versionText(ssl) + ", " + SSL_get_cipher_name(ssl) +
           (SSL_session_reused(ssl) != 0 ? ", resumed" : "");
}

}  // namespace

void TlsFilter::FreeSsl::operator()(ssl_st* ssl) const noexcept {
    SSL_free(ssl);
}

TlsFilter::TlsFilter(std::unique_ptr<Filter> layerBelow, const FilterParts& parts,
                     TlsContext& context, std::string hostName, std::chrono::milliseconds handshake,
                     std::string sessionKey, PersonalTrust trust)
    : ForwardingFilter(std::move(layerBelow)),
      bio_(*below()),
      check_(withoutRootDot(hostName), std::move(trust)),
      session_{std::move(sessionKey)},
      host_(&parts.host),
      context_(&context),
      now_(&parts.now),
      hostName_(withoutRootDot(std::move(hostName))),
      limit_(handshake),
      deadline_(parts.deadlines, parts.now, DeadlineKind::Handshake) {}

TlsFilter::~TlsFilter() = default;

Step TlsFilter::connect() {
    if (state_ == State::Opening) {
        const Step step = below()->connect();
        if (step != Step::Done) {
            error_ = step == Step::Failed ? below()->error() : Error{};
            return step;
        }
        if (begin() == Step::Failed) {
            return Step::Failed;
        }
    }
    switch (state_) {
        case State::Handshake:
            return handshake();
        case State::Open:
            return Step::Done;
        default:
            return Step::Failed;
    }
}

Step TlsFilter::begin() {
    ERR_clear_error();
    ssl_.reset(SSL_new(context_->handle()));
    if (ssl_ == nullptr) {
        throw std::bad_alloc();
    }
    BIO* bio = bio_.makeHandle();
    SSL_set_bio(ssl_.get(), bio, bio);
    check_.judge(ssl_.get());
    SSL_set_cert_cb(ssl_.get(), &TlsFilter::onCertificateRequest, this);
    reportStaple(ssl_.get(), staple_);
    SSL_set_connect_state(ssl_.get());
    if (!setName()) {
        return fail({ErrorKind::TlsFailed,
                     "No certificate can be checked for the name " + hostName_,
                     {},
                     0});
    }
    if (!session_.key.empty()) {
        context_->sessions().offer(ssl_.get(), session_, *now_);
    }
    deadline_.arm(*now_ + limit_);
    if (const Socket* socket = below()->socket()) {
        socket->row().step(
            {SocketState::Securing, WaitsFor::TlsHandshake, DeadlineKind::Handshake});
    }
    state_ = State::Handshake;
    return Step::Blocked;
}

// Whether what is set was taken must be looked at: an empty name would switch the check off.
bool TlsFilter::setName() {
    if (hostName_.empty()) {
        return false;
    }
    // A wildcard stands for a whole label, and a common name is no host name (RFC 9525).
    SSL_set_hostflags(ssl_.get(),
                      X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (const auto literal = parseAddress(hostName_)) {
        const std::size_t size = literal->family == AF_INET ? 4 : literal->bytes.size();
        return X509_VERIFY_PARAM_set1_ip(SSL_get0_param(ssl_.get()), literal->bytes.data(), size) ==
               1;
    }
    return SSL_set1_host(ssl_.get(), hostName_.c_str()) == 1 &&
           SSL_set_tlsext_host_name(ssl_.get(), hostName_.c_str()) == 1;
}

Step TlsFilter::handshake() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result == 1) {
        return finish();
    }
    const int reason = SSL_get_error(ssl_.get(), result);
    if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE) {
        readWants_ = reason == SSL_ERROR_WANT_READ ? Interest::Read : Interest::Write;
        if (!deadline_.reached()) {
            return Step::Blocked;
        }
        return fail(
            {ErrorKind::TlsTimeout,
             "The TLS handshake with " + hostName_ + " took longer than " +
                 std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limit_).count()) +
                 " s",
             {},
             0});
    }
    if (bio_.failed()) {
        return fail(below()->error());
    }
    if (check_.failed()) {
        return fail(check_.error());
    }
    if (staple_.failure.kind != ErrorKind::Nothing) {
        return fail(stapleError(hostName_, staple_.failure));
    }
    return fail(handshakeError(hostName_, ERR_peek_error(), view()));
}

Step TlsFilter::finish() {
    // The handshake has made sure of both. It costs nothing to see that it did. A session that is
    // resumed was checked when it was made, for the same name; a key that is trusted stands in for
    // the name.
    const bool isName =
        !parseAddress(hostName_) && SSL_session_reused(ssl_.get()) == 0 && check_.lentKey().empty();
    if (SSL_get_verify_result(ssl_.get()) != X509_V_OK ||
        (isName && SSL_get0_peername(ssl_.get()) == nullptr)) {
        return fail({ErrorKind::TlsUntrusted,
                     "The certificate of " + hostName_ + " was not verified",
                     {},
                     0});
    }
    alpn_ = chosenProtocol(ssl_.get());
    if (!alpn_.empty() && alpn_ != kHttp11) {
        return fail(
            {ErrorKind::TlsFailed, hostName_ + " chose a protocol that it was not offered", {}, 0});
    }
    deadline_.disarm();
    if (const Socket* socket = below()->socket()) {
        socket->row().update([this](SocketSnapshot& row) {
            row.tls = versionText(ssl_.get());
            row.cipher = SSL_get_cipher_name(ssl_.get());
            row.alpn = alpn_;
        });
        host_->noted({OpeningNote::Step::Secured, socket->serial(), handshakeText(ssl_.get())});
    }
    readWants_ = Interest::Read;
    writeWants_ = Interest::Write;
    state_ = State::Open;
    return Step::Done;
}

Step TlsFilter::fail(Error error) {
    error_ = std::move(error);
    state_ = State::Broken;
    deadline_.disarm();
    return Step::Failed;
}

IoResult TlsFilter::send(std::span<const std::byte> bytes) {
    if (state_ != State::Open) {
        return {IoResult::Kind::Failed, 0};
    }
    ERR_clear_error();
    std::size_t sent = 0;
    const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent);
    if (result == 1) {
        writeWants_ = Interest::Write;
        return {IoResult::Kind::Bytes, sent};
    }
    return stopped(SSL_get_error(ssl_.get(), result), writeWants_);
}

IoResult TlsFilter::recv(std::span<std::byte> into) {
    if (state_ != State::Open) {
        return {IoResult::Kind::Failed, 0};
    }
    ERR_clear_error();
    std::size_t got = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    if (result == 1) {
        readWants_ = Interest::Read;
        return {IoResult::Kind::Bytes, got};
    }
    return stopped(SSL_get_error(ssl_.get(), result), readWants_);
}

IoResult TlsFilter::stopped(int reason, Interest& wants) {
    switch (reason) {
        case SSL_ERROR_WANT_READ:
            wants = Interest::Read;
            return {IoResult::Kind::Blocked, 0};
        case SSL_ERROR_WANT_WRITE:
            wants = Interest::Write;
            return {IoResult::Kind::Blocked, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {IoResult::Kind::Closed, 0};
        default:
            break;
    }
    state_ = State::Broken;  // OpenSSL forbids any further call, SSL_shutdown() too
    error_ = bio_.failed() ? below()->error() : recordError(hostName_, ERR_peek_error(), view());
    return {IoResult::Kind::Failed, 0};
}

void TlsFilter::adjustPollSet(PollSet& set, bool reading, bool writing) const {
    if (state_ == State::Opening) {
        below()->adjustPollSet(set, reading, writing);
        return;
    }
    if (state_ == State::Closing) {
        below()->adjustPollSet(set, wantsRead(closeWants_), wantsWrite(closeWants_));
        return;
    }
    const bool handshaking = state_ == State::Handshake;
    const Interest wanted = interest(reading || handshaking, writing && !handshaking);
    below()->adjustPollSet(set, wantsRead(wanted), wantsWrite(wanted));
}

Interest TlsFilter::interest(bool reading, bool writing) const {
    return (reading ? readWants_ : Interest::Nothing) | (writing ? writeWants_ : Interest::Nothing);
}

void TlsFilter::describe(SocketDetails& details) const {
    ForwardingFilter::describe(details);
    if (state_ != State::Open && state_ != State::Closing) {
        return;
    }
    details.resumed = SSL_session_reused(ssl_.get()) != 0;
    details.trustedByPerson = !check_.lentKey().empty();
    describeCertificates(ssl_.get(), details);
}

Step TlsFilter::shutdown() {
    if (state_ != State::Open && state_ != State::Closing) {
        return Step::Done;  // nothing was said that a goodbye could protect
    }
    state_ = State::Closing;
    ERR_clear_error();
    int result = SSL_shutdown(ssl_.get());
    if (result == 0) {  // ours is written: now for the peer's
        result = SSL_shutdown(ssl_.get());
    }
    return closingStep(result);
}

Step TlsFilter::closingStep(int result) {
    const int reason = result < 0 ? SSL_get_error(ssl_.get(), result) : SSL_ERROR_NONE;
    if (reason == SSL_ERROR_WANT_WRITE) {
        closeWants_ = Interest::Write;
        return Step::Blocked;
    }
    if (reason == SSL_ERROR_WANT_READ) {
        closeWants_ = Interest::Read;
        return Step::Blocked;
    }
    return Step::Done;  // both were said, or the peer has gone, or it talks on: nobody listens
}

int TlsFilter::onCertificateRequest(ssl_st* /*ssl*/, void* self) {
    static_cast<TlsFilter*>(self)->askedForCertificate_ = true;
    return 1;  // go on without one
}

}  // namespace penstock
