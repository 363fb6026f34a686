#pragma once
// TLS as a client, over any filter (RFC 8446, 5246): a certificate that CertificateCheck lets pass,
// or no connection. Thread: the engine's.

#include "engine/net/certificate_check.h"
#include "engine/net/forwarding_filter.h"
#include "engine/net/ocsp_staple.h"
#include "engine/net/tls_bio.h"
#include "engine/net/tls_context.h"
#include "engine/net/tls_error.h"

#include <chrono>
#include <memory>
#include <string>

struct ssl_st;

namespace penstock {

/// A connection that ends without close_notify gives Failed with Trunc.Body; one with it gives
/// Closed. A reader that knows by itself where the data ends may take the former for an end, too.
class TlsFilter final : public ForwardingFilter {
public:
    /// `hostName` is what the certificate must name: a name, or an IP literal. `handshake` bounds
    /// the whole handshake (DeadlineKind::Handshake, Tls.Timeout). `sessionKey` names the server
    /// for resumption; empty: always a full handshake. One that a person's trust lets in leaves no
    /// session. What `parts`, `context` and `trust` refer to must outlive it.
    TlsFilter(std::unique_ptr<Filter> below, const FilterParts& parts, TlsContext& context,
              std::string hostName, std::chrono::milliseconds handshake,
              std::string sessionKey = {}, PersonalTrust trust = {});
    TlsFilter(const TlsFilter&) = delete;
    TlsFilter& operator=(const TlsFilter&) = delete;
    ~TlsFilter() override;

    Step connect() override;
    IoResult send(std::span<const std::byte> bytes) override;
    IoResult recv(std::span<std::byte> into) override;
    void adjustPollSet(PollSet& set, bool reading, bool writing) const override;
    [[nodiscard]] Interest interest(bool reading, bool writing) const override;
    /// Writes close_notify; Done when the peer's has come, or cannot come any more (RFC 8446
    /// section 6.1). Call it once to send that without waiting.
    Step shutdown() override;

    [[nodiscard]] std::string_view lentKey() const override { return check_.lentKey(); }

    [[nodiscard]] std::string_view alpn() const override { return alpn_; }

    /// Whether it is resumed, and the certificate: of a resumed one that of its first handshake.
    void describe(SocketDetails& details) const override;

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    enum class State : std::uint8_t { Opening, Handshake, Open, Closing, Broken };

    struct FreeSsl {
        void operator()(ssl_st* ssl) const noexcept;
    };

    Step begin();
    Step closingStep(int result);
    bool setName();
    Step handshake();
    Step finish();
    Step fail(Error error);
    IoResult stopped(int reason, Interest& wants);

    [[nodiscard]] HandshakeView view() const { return {bio_.start(), askedForCertificate_}; }

    static int onCertificateRequest(ssl_st* ssl, void* self);

    State state_ = State::Opening;
    TlsBio bio_;
    std::unique_ptr<ssl_st, FreeSsl> ssl_;  // uses bio_
    // What the socket must be ready for before reading, or writing, can go on. TLS may have to send
    // in order to read, and the other way round.
    Interest readWants_ = Interest::Read;
    Interest writeWants_ = Interest::Write;
    Interest closeWants_ = Interest::Nothing;
    CertificateCheck check_;
    StapleReport staple_;
    TlsSessions::Client session_;
    bool askedForCertificate_ = false;
    FilterHost* host_;
    TlsContext* context_;
    const TimePoint* now_;
    std::string hostName_;
    std::chrono::milliseconds limit_;
    Deadline deadline_;
    std::string alpn_;
    Error error_;
};

}  // namespace penstock
