#pragma once
// The one SSL_CTX of a TLS policy, shared by all connections: parsing the system's CA bundle for
// each of them would cost 27 ms of CPU a time.
//
// Thread: the engine's. Verification is always on: peer certificate, host name, serverAuth, at
// least TLS 1.2, ALPN http/1.1, and no stapled statement that says otherwise (RFC 5280, 6125/9525,
// 7301, 6066). There is no switch to turn it off; what a person trusts beside the system's
// authorities is a key at a place (CertificateCheck).

#include "engine/error.h"
#include "engine/net/tls_sessions.h"

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace penstock {

class TlsContext {
public:
    /// `caFile`: further trusted CAs (PEM), "" for none. Errors: Tls.NoTrustStore names the paths
    /// that were tried.
    static Result<std::unique_ptr<TlsContext>> make(const std::string& caFile);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    [[nodiscard]] ssl_ctx_st* handle() const noexcept { return context_; }

    /// What may be resumed with the servers of this context.
    [[nodiscard]] TlsSessions& sessions() noexcept { return sessions_; }

private:
    explicit TlsContext(ssl_ctx_st* context) : context_(context) { sessions_.serve(context); }

    TlsSessions sessions_;
    ssl_ctx_st* context_;
};

}  // namespace penstock
