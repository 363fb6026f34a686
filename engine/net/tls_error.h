#pragma once
// From what OpenSSL says to a kind and a sentence: certificates, handshakes, records. Pure; any
// thread.

#include "engine/error.h"

#include <string>
#include <vector>

struct x509_store_ctx_st;

namespace penstock {

/// What the verification of a chain stumbled over, copied while it happens: after a handshake that
/// failed OpenSSL keeps no certificate of the peer.
struct CertificateFailure {
    int code = 0;           // X509_V_ERR_…; 0: none
    int depth = 0;          // 0: the server's own; above: of those that vouch for it
    std::string subject;    // of the certificate at `depth`, "CN = Example CA"
    std::string notBefore;  // "3 May 2024"
    std::string notAfter;
    std::vector<std::string> names;  // the hosts that the server's own certificate is for
    std::string lines;               // what is known of it, and of what came with it
    std::string key;                 // its key, where a person may trust that; else empty
};

/// Copies from a verification whose callback was just told of an error.
CertificateFailure certificateFailure(x509_store_ctx_st* verification);

/// RFC 5280 and 9525.
Error certificateError(const std::string& host, const CertificateFailure& failure);

/// What else is known when a handshake fails.
struct HandshakeView {
    std::string start;                 // the first bytes that the peer sent
    bool askedForCertificate = false;  // of ours
};

/// `code` is from OpenSSL's error queue, 0 for none.; RFC 8446
/// section 6.2.
Error handshakeError(const std::string& host, unsigned long code, const HandshakeView& view);

/// The same once the handshake is done: R-38 (Trunc.Body), R-42 (Tls.BadRecord).
Error recordError(const std::string& host, unsigned long code, const HandshakeView& view);

}  // namespace penstock
