#include "engine/net/ocsp_staple.h"

#include "engine/net/certificate_text.h"
#include "engine/net/free_with.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

namespace penstock {

namespace {

constexpr long kClockSkew = 5L * 60;  // seconds by which our clock may differ
// A response that does not say until when it holds is not good for ever: for as long as one that
// does may (CA/Browser Forum, Baseline Requirements, 4.9.10), which is 10 days.
constexpr long kOpenEndedAge = 10L * 24 * 60 * 60;
constexpr long kStatusRequest = 5;  // the extension that must-staple certificates name (RFC 7633)
constexpr int kBitsPerByte = 8;
constexpr int kSecurityBits = 112;  // level 2 of OpenSSL, which rules out SHA-1
constexpr const char* kUnreadable = "The server's OCSP response cannot be read";

using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, FreeWith<OCSP_RESPONSE_free>>;
using BasicPtr = std::unique_ptr<OCSP_BASICRESP, FreeWith<OCSP_BASICRESP_free>>;
using CertIdPtr = std::unique_ptr<OCSP_CERTID, FreeWith<OCSP_CERTID_free>>;
using FeaturesPtr = std::unique_ptr<TLS_FEATURE, FreeWith<TLS_FEATURE_free>>;

StapleFailure bad(std::string evidence) {
    return {ErrorKind::TlsBadStaple, {}, std::move(evidence)};
}

StapleReport badReport(std::string evidence) {
    return {bad(std::move(evidence)), {}};
}

// A list of features that cannot be read may be one that demands a staple.
bool demandsStaple(const X509* certificate) {
    int critical = -1;
    const FeaturesPtr features(static_cast<TLS_FEATURE*>(
        X509_get_ext_d2i(certificate, NID_tlsfeature, &critical, nullptr)));
    if (features == nullptr) {
        return critical != -1;  // −1: it has none
    }
    for (int i = 0; i < sk_ASN1_INTEGER_num(features.get()); ++i) {
        if (ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features.get(), i)) == kStatusRequest) {
            return true;
        }
    }
    return false;
}

// The response as its authority signed it; null if it is none, with the reason in `failure`.
BasicPtr readStaple(const unsigned char* data, long size, StapleFailure& failure) {
    const unsigned char* end = data;
    const ResponsePtr response(d2i_OCSP_RESPONSE(nullptr, &end, size));
    if (response == nullptr || end != data + size) {
        failure = bad(kUnreadable);
        return nullptr;
    }
    const int status = OCSP_response_status(response.get());
    if (status != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
        failure =
            bad(std::string("The OCSP response is no answer: ") + OCSP_response_status_str(status));
        return nullptr;
    }
    BasicPtr basic(OCSP_response_get1_basic(response.get()));
    if (basic == nullptr) {
        failure = bad(kUnreadable);
    }
    return basic;
}

// OpenSSL holds certificates to its security level, but not what is signed with them.
bool isWeaklySigned(const OCSP_BASICRESP* basic) {
    const X509_ALGOR* algorithm = OCSP_resp_get0_tbs_sigalg(basic);
    int digest = NID_undef;
    OBJ_find_sigid_algs(OBJ_obj2nid(algorithm->algorithm), &digest, nullptr);
    const EVP_MD* function = EVP_get_digestbynid(digest);
    // None: the algorithm brings its own.
    return function != nullptr && EVP_MD_get_size(function) * kBitsPerByte / 2 < kSecurityBits;
}

// What it says of `certificate`; null if it is about others. It may name certificates by any
// digest.
OCSP_SINGLERESP* findStatement(OCSP_BASICRESP* basic, const X509* certificate, const X509* issuer) {
    for (int i = 0; i < OCSP_resp_count(basic); ++i) {
        OCSP_SINGLERESP* statement = OCSP_resp_get0(basic, i);
        const OCSP_CERTID* named = OCSP_SINGLERESP_get0_id(statement);
        ASN1_OBJECT* digest = nullptr;
        // Only read: OpenSSL's parameter has no const.
        OCSP_id_get0_info(nullptr, &digest, nullptr, nullptr, const_cast<OCSP_CERTID*>(named));
        const EVP_MD* function = EVP_get_digestbyobj(digest);
        if (function == nullptr) {
            continue;
        }
        const CertIdPtr ours(OCSP_cert_to_id(function, certificate, issuer));
        if (ours != nullptr && OCSP_id_cmp(ours.get(), named) == 0) {
            return statement;
        }
    }
    return nullptr;
}

// The last moment at which OCSP_check_validity() finds it good, below.
std::time_t endOf(const ASN1_GENERALIZEDTIME* from, const ASN1_GENERALIZEDTIME* until) {
    std::tm date{};
    if (ASN1_TIME_to_tm(until != nullptr ? until : from, &date) != 1) {
        return 0;
    }
    return ::timegm(&date) + (until != nullptr ? kClockSkew : kOpenEndedAge);
}

StapleReport judge(OCSP_SINGLERESP* statement) {
    int reason = -1;
    ASN1_GENERALIZEDTIME* revoked = nullptr;
    ASN1_GENERALIZEDTIME* from = nullptr;
    ASN1_GENERALIZEDTIME* until = nullptr;
    const int status = OCSP_single_get0_status(statement, &reason, &revoked, &from, &until);
    if (status == V_OCSP_CERTSTATUS_REVOKED) {
        return {{ErrorKind::TlsRevoked, dateText(revoked),
                 reason >= 0 ? std::string("Reason: ") + OCSP_crl_reason_str(reason) : ""},
                {}};
    }
    if (status != V_OCSP_CERTSTATUS_GOOD) {
        return badReport(
            "The authority's OCSP response says that it does not know the certificate");
    }
    if (OCSP_check_validity(from, until, kClockSkew, until == nullptr ? kOpenEndedAge : -1) == 1) {
        return {{}, endOf(from, until)};
    }
    const std::string since = "The OCSP response is of " + dateText(from);
    return badReport(until == nullptr ? since : since + " and holds until " + dateText(until));
}

StapleReport checkStaple(SSL* ssl, const unsigned char* data, long size) {
    StapleFailure failure;
    const BasicPtr basic = readStaple(data, size, failure);
    if (basic == nullptr) {
        return {std::move(failure), {}};
    }
    // From the server's certificate to one that is trusted: verified just before.
    STACK_OF(X509)* chain = SSL_get0_verified_chain(ssl);
    const int length = chain != nullptr ? sk_X509_num(chain) : 0;
    if (length == 0) {
        return badReport("There is no certificate for the OCSP response to be about");
    }
    X509_STORE* trusted = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
    if (OCSP_basic_verify(basic.get(), chain, trusted, 0) != 1) {
        return badReport("The OCSP response is not signed by the authority of the certificate");
    }
    if (isWeaklySigned(basic.get())) {
        return badReport("The OCSP response is signed with a digest that is no longer safe");
    }
    // The last one vouches for itself.
    const X509* issuer = sk_X509_value(chain, length > 1 ? 1 : 0);
    OCSP_SINGLERESP* statement = findStatement(basic.get(), sk_X509_value(chain, 0), issuer);
    return statement != nullptr ? judge(statement)
                                : badReport("The OCSP response is about another certificate");
}

StapleReport checkPeer(SSL* ssl) {
    if (SSL_session_reused(ssl) != 0) {
        return {};
    }
    const unsigned char* data = nullptr;
    const long size = SSL_get_tlsext_status_ocsp_resp(ssl, &data);
    if (data != nullptr && size > 0) {
        return checkStaple(ssl, data, size);
    }
    const X509* certificate = SSL_get0_peer_certificate(ssl);
    return certificate != nullptr && demandsStaple(certificate)
               ? badReport("The certificate demands an OCSP response, and the server sent none")
               : StapleReport{};
}

// Where a connection remembers whom to tell.
int reportIndex() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

// When the server has said all of its part: certificate, staple if any, and that it has the key.
int onStatus(SSL* ssl, void* /*argument*/) {
    StapleReport found = checkPeer(ssl);
    ERR_clear_error();  // what the check has left of its own
    const bool fine = found.failure.kind == ErrorKind::Nothing;
    if (auto* report = static_cast<StapleReport*>(SSL_get_ex_data(ssl, reportIndex()))) {
        *report = std::move(found);
    }
    return fine ? 1 : 0;
}

}  // namespace

void checkStaples(ssl_ctx_st* context) {
    SSL_CTX_set_tlsext_status_type(context, TLSEXT_STATUSTYPE_ocsp);
    SSL_CTX_set_tlsext_status_cb(context, &onStatus);
}

void reportStaple(ssl_st* ssl, StapleReport& into) {
    SSL_set_ex_data(ssl, reportIndex(), &into);
}

std::optional<std::time_t> stapleGoodUntil(const ssl_st* ssl) {
    const auto* report = static_cast<const StapleReport*>(SSL_get_ex_data(ssl, reportIndex()));
    return report != nullptr ? report->goodUntil : std::nullopt;
}

Error stapleError(const std::string& host, const StapleFailure& failure) {
    if (failure.kind == ErrorKind::TlsRevoked) {
        return {
            failure.kind,
            "The certificate of " + host + " was revoked by its authority on " + failure.revokedOn,
            failure.evidence, 0};
    }
    return {failure.kind,
            "There is no valid proof that the certificate of " + host + " has not been revoked",
            failure.evidence, 0};
}

}  // namespace penstock
