#include "engine/net/certificate_check.h"

#include "engine/net/certificate_details.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace penstock {

namespace {

// Where a connection remembers its check.
int checkIndex() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

CertificateCheck* checkOf(X509_STORE_CTX* verification) {
    const auto* ssl = static_cast<const SSL*>(
        X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
    return ssl == nullptr ? nullptr
                          : static_cast<CertificateCheck*>(SSL_get_ex_data(ssl, checkIndex()));
}

// What a key stands in for: who vouches, for which name, and until when. One that is not valid yet
// is not among it: there the clock is wrong, and with it all else that depends on the time.
bool isForgivable(int code) {
    switch (code) {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return true;
        default:
            return false;
    }
}

}  // namespace

bool PersonalTrust::trusts(const std::string& host, const std::string& key) const {
    return port != 0 && (std::ranges::find(keys, key) != keys.end() ||
                         (all != nullptr && all->has(host, port, key)));
}

bool PersonalTrust::knows(const std::string& host) const {
    return port != 0 && (!keys.empty() || (all != nullptr && all->knows(host, port)));
}

void CertificateCheck::serve(ssl_ctx_st* context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &CertificateCheck::onFault);
    SSL_CTX_set_cert_verify_callback(context, &CertificateCheck::onChain, nullptr);
}

void CertificateCheck::judge(ssl_st* ssl) {
    SSL_set_ex_data(ssl, checkIndex(), this);
}

int CertificateCheck::onFault(int fine, x509_store_ctx_st* verification) {
    CertificateCheck* self = checkOf(verification);
    if (fine != 0 || self == nullptr) {
        return fine;
    }
    const bool forgivable = isForgivable(X509_STORE_CTX_get_error(verification));
    CertificateFailure& first = forgivable ? self->forgivable_ : self->failure_;
    if (first.code == X509_V_OK) {
        first = certificateFailure(verification);
    }
    return forgivable ? 1 : 0;
}

int CertificateCheck::onChain(x509_store_ctx_st* verification, void* /*unused*/) {
    const int result = X509_verify_cert(verification);
    CertificateCheck* self = checkOf(verification);
    return result > 0 && self != nullptr ? self->decide(verification) : result;
}

int CertificateCheck::decide(x509_store_ctx_st* verification) {
    if (forgivable_.code == X509_V_OK) {
        return 1;
    }
    const X509* own = X509_STORE_CTX_get0_cert(verification);
    const std::string key = own == nullptr ? std::string() : keyOf(*own);
    if (!key.empty() && trust_.trusts(host_, key)) {
        lent_ = key;
        X509_STORE_CTX_set_error(verification, X509_V_OK);
        return 1;
    }
    failure_ = std::move(forgivable_);
    failure_.key = key;
    X509_STORE_CTX_set_error(verification, failure_.code);
    return 0;
}

bool isLent(const ssl_st* ssl) {
    const auto* check = static_cast<const CertificateCheck*>(SSL_get_ex_data(ssl, checkIndex()));
    return check != nullptr && !check->lentKey().empty();
}

Error CertificateCheck::error() const {
    Error error = certificateError(host_, failure_);
    if (failure_.key.empty() || trust_.port == 0) {
        return error;
    }
    if (trust_.knows(host_)) {
        error.evidence = error.sentence + '\n' + error.evidence;
        error.sentence = host_ + " has another key now than the one that is trusted";
    }
    error.trustable =
        std::make_shared<const TrustedKey>(TrustedKey{host_, trust_.port, failure_.key});
    return error;
}

}  // namespace penstock
