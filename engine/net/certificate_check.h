#pragma once
// Whether what a server shows is to be trusted: by the authorities of the system, or because a
// person trusts its key (RFC 5280, 9525; ).
//
//   X509_verify_cert ─▶ nothing wrong ─────────────────────────────▶ by the system
//        │
//        ├─▶ unknown authority, another name, expired ─▶ the key is trusted ─▶ by a person
//        │                                            └▶ refused; a person may be asked
//        └─▶ anything else: weak, broken, not for a server ─────────▶ refused
//
// A key says who the server is, so it stands in for those who would vouch for that, and for
// nothing else. All of the chain is looked at before its key is: else a person would be asked for
// what could not be had. Thread: the engine's.

#include "engine/error.h"
#include "engine/net/tls_error.h"
#include "engine/net/trusted_keys.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;
struct x509_store_ctx_st;

namespace penstock {

/// What a person trusts at the place that a connection leads to.
struct PersonalTrust {
    std::uint16_t port = 0;              // 0: nobody is asked, of a proxy
    std::vector<std::string> keys = {};  // by those whom the connection is for
    const TrustedKeys* all = nullptr;    // by everybody; null: none

    [[nodiscard]] bool trusts(const std::string& host, const std::string& key) const;
    /// Whether some key is trusted there.
    [[nodiscard]] bool knows(const std::string& host) const;
};

class CertificateCheck {
public:
    CertificateCheck(std::string host, PersonalTrust trust)
        : host_(std::move(host)), trust_(std::move(trust)) {}

    CertificateCheck(const CertificateCheck&) = delete;
    CertificateCheck& operator=(const CertificateCheck&) = delete;
    ~CertificateCheck() = default;

    /// Connections of `context` are judged in this way from now on.
    static void serve(ssl_ctx_st* context);
    /// Before the handshake. It must live as long as `ssl`.
    void judge(ssl_st* ssl);

    [[nodiscard]] bool failed() const noexcept { return failure_.code != 0; }

    /// Requires failed().
    [[nodiscard]] Error error() const;

    /// The key by which a person has let it in; empty: nobody had to.
    [[nodiscard]] const std::string& lentKey() const noexcept { return lent_; }

private:
    static int onChain(x509_store_ctx_st* verification, void* unused);
    static int onFault(int fine, x509_store_ctx_st* verification);
    int decide(x509_store_ctx_st* verification);

    std::string host_;
    PersonalTrust trust_;
    CertificateFailure failure_;
    CertificateFailure forgivable_;  // the first; only a person can do something about it
    std::string lent_;
};

/// Whether that connection was let in by a person's trust.
bool isLent(const ssl_st* ssl);

}  // namespace penstock
