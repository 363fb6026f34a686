#include "engine/net/tls_error.h"

#include "engine/base/text.h"
#include "engine/net/certificate_details.h"
#include "engine/net/certificate_text.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <string_view>

namespace penstock {

namespace {

constexpr std::size_t kShownNames = 3;
constexpr std::size_t kMostNames = 1000;

std::string listOf(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kShownNames); ++i) {
        list += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > kShownNames) {
        list += " and " + std::to_string(names.size() - kShownNames) + " more";
    }
    return list;
}

ErrorKind kindOf(int code) {
    switch (code) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return ErrorKind::TlsExpired;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return ErrorKind::TlsNotYetValid;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return ErrorKind::TlsHostMismatch;
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK:
            return ErrorKind::TlsWeak;
        default:
            return ErrorKind::TlsUntrusted;
    }
}

std::string whose(const std::string& host, const CertificateFailure& failure) {
    return failure.depth == 0
               ? "The certificate of " + host
               : "The certificate of “" + failure.subject + "”, which vouches for " + host + ",";
}

std::string certificateSentence(const std::string& host, const CertificateFailure& failure) {
    switch (kindOf(failure.code)) {
        case ErrorKind::TlsExpired:
            return whose(host, failure) + " expired on " + failure.notAfter;
        case ErrorKind::TlsNotYetValid:
            return whose(host, failure) + " is not valid before " + failure.notBefore;
        case ErrorKind::TlsHostMismatch:
            return failure.names.empty()
                       ? "The certificate names no host, and so not " + host
                       : "The certificate is for " + listOf(failure.names) + ", not for " + host;
        case ErrorKind::TlsWeak:
            return whose(host, failure) + " is too weak to be trusted";
        default:
            break;
    }
    if (failure.code == X509_V_ERR_INVALID_PURPOSE && failure.depth == 0) {
        return "The certificate of " + host + " is not meant for a server";
    }
    return "The certificate of " + host + " is not from an authority that this system trusts";
}

bool looksLikeTls(std::string_view start) {
    // The type of a record (RFC 8446 section 5.1) and the constant high byte of its version, as far
    // as they came.
    return (start.empty() || (start[0] >= 0x14 && start[0] <= 0x17)) &&
           (start.size() < 2 || start[1] == 0x03);
}

// As little a matter of TLS as a reset: a server that has too much to do, or begins to run, ends
// its connections in one way or the other.
Error endedEarly(const std::string& host, std::string_view start, std::string evidence) {
    return {ErrorKind::ConnectReset,
            start.empty() ? host + " closed the connection instead of starting TLS"
                          : host + " closed the connection in the middle of the TLS handshake",
            std::move(evidence), 0};
}

Error notTls(const std::string& host, std::string_view start) {
    const std::string_view line = start.substr(0, start.find_first_of("\r\n"));
    return {ErrorKind::TlsNotTls, host + " does not speak TLS on this port",
            "It answered " + excerpt(line), 0};
}

ErrorKind handshakeKind(int reason, bool askedForCertificate) {
    switch (reason) {
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
            return ErrorKind::TlsClientCert;
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
            return askedForCertificate ? ErrorKind::TlsClientCert : ErrorKind::TlsWeak;
        case SSL_R_TLSV1_UNRECOGNIZED_NAME:
            return ErrorKind::TlsHostUnknown;
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_VERSION_TOO_LOW:
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
        case SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED:
        case SSL_R_DH_KEY_TOO_SMALL:
        case SSL_R_EE_KEY_TOO_SMALL:
        case SSL_R_CA_KEY_TOO_SMALL:
        case SSL_R_CA_MD_TOO_WEAK:
        case SSL_R_WRONG_CIPHER_RETURNED:
        case SSL_R_WRONG_SIGNATURE_TYPE:
            return ErrorKind::TlsWeak;
        case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC:
        case SSL_R_SSLV3_ALERT_BAD_RECORD_MAC:
        case SSL_R_DIGEST_CHECK_FAILED:
            return ErrorKind::TlsBadRecord;
        default:
            return ErrorKind::TlsFailed;
    }
}

std::string handshakeSentence(ErrorKind kind, int reason, const std::string& host) {
    switch (kind) {
        case ErrorKind::TlsClientCert:
            return host + " demands a certificate from its clients, and there is none to offer";
        case ErrorKind::TlsHostUnknown:
            return "The server does not know the name " + host;
        case ErrorKind::TlsBadRecord:
            return "The encrypted data from " + host + " was damaged on its way";
        case ErrorKind::TlsWeak:
            break;
        default:
            return "No encrypted connection to " + host + " could be made";
    }
    if (reason == SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED) {
        return host + " uses an outdated and unsafe form of TLS (no secure renegotiation)";
    }
    if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ||
        reason == SSL_R_VERSION_TOO_LOW) {
        return host + " offers only versions of TLS that are no longer safe";
    }
    return host + " offers no encryption that is strong enough";
}

std::string reasonText(unsigned long code) {
    const char* reason = ERR_reason_error_string(code);
    return reason != nullptr ? reason : "";
}

}  // namespace

CertificateFailure certificateFailure(x509_store_ctx_st* verification) {
    CertificateFailure failure;
    failure.code = X509_STORE_CTX_get_error(verification);
    failure.depth = X509_STORE_CTX_get_error_depth(verification);
    if (const X509* certificate = X509_STORE_CTX_get_current_cert(verification)) {
        failure.subject = nameText(X509_get_subject_name(certificate));
        failure.notBefore = dateText(X509_get0_notBefore(certificate));
        failure.notAfter = dateText(X509_get0_notAfter(certificate));
    }
    if (const X509* own = X509_STORE_CTX_get0_cert(verification)) {
        for (const std::string& host : hostsOf(*own, kMostNames)) {
            failure.names.push_back(shownHost(host));
        }
        failure.lines = certificateLines(*own, X509_STORE_CTX_get0_untrusted(verification));
    }
    return failure;
}

Error certificateError(const std::string& host, const CertificateFailure& failure) {
    const ErrorKind kind = kindOf(failure.code);
    std::string evidence = X509_verify_cert_error_string(failure.code);
    if (kind == ErrorKind::TlsNotYetValid) {
        evidence += "; is the clock of this computer right?";
    }
    if (!failure.lines.empty()) {
        evidence += '\n' + failure.lines;
    }
    return {kind, certificateSentence(host, failure), std::move(evidence), 0};
}

Error handshakeError(const std::string& host, unsigned long code, const HandshakeView& view) {
    if (!looksLikeTls(view.start)) {
        return notTls(host, view.start);
    }
    const int reason = ERR_GET_REASON(code);
    const bool isOfTls = ERR_GET_LIB(code) == ERR_LIB_SSL;
    if (code == 0 || (isOfTls && reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)) {
        return endedEarly(host, view.start, reasonText(code));
    }
    if (!isOfTls) {
        return {ErrorKind::TlsFailed, "The TLS handshake with " + host + " broke off",
                reasonText(code), 0};
    }
    const ErrorKind kind = handshakeKind(reason, view.askedForCertificate);
    return {kind, handshakeSentence(kind, reason, host), reasonText(code), 0};
}

Error recordError(const std::string& host, unsigned long code, const HandshakeView& view) {
    const int reason = ERR_GET_REASON(code);
    if (code == 0 ||
        (ERR_GET_LIB(code) == ERR_LIB_SSL && reason == SSL_R_UNEXPECTED_EOF_WHILE_READING)) {
        return {ErrorKind::TruncBody, host + " ended the connection before the data was complete",
                "The end of the encrypted data was not confirmed (no close_notify)", 0};
    }
    const bool isAlert = ERR_GET_LIB(code) == ERR_LIB_SSL && reason >= SSL_AD_REASON_OFFSET;
    if (isAlert && reason != SSL_R_SSLV3_ALERT_BAD_RECORD_MAC) {
        const ErrorKind kind = handshakeKind(reason, view.askedForCertificate);
        if (kind == ErrorKind::TlsClientCert) {
            return {kind, handshakeSentence(kind, reason, host), reasonText(code), 0};
        }
        return {ErrorKind::TlsFailed, host + " broke off the encrypted connection",
                reasonText(code), 0};
    }
    return {ErrorKind::TlsBadRecord, handshakeSentence(ErrorKind::TlsBadRecord, reason, host),
            reasonText(code), 0};
}

}  // namespace penstock
