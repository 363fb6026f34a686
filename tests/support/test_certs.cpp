#include "tests/support/test_certs.h"

#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <stdexcept>
#include <string_view>

namespace penstock {

namespace {

constexpr long kX509Version3 = 2;
constexpr long kSecondsPerDay = 24L * 60 * 60;
constexpr long kSecondsPerHour = 60L * 60;
constexpr int kCaDays = 3650;

template <auto function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, FreeWith<X509_free>>;
using BioPtr = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using NamePtr = std::unique_ptr<X509_NAME, FreeWith<X509_NAME_free>>;
using TimePtr = std::unique_ptr<ASN1_GENERALIZEDTIME, FreeWith<ASN1_GENERALIZEDTIME_free>>;
using BasicPtr = std::unique_ptr<OCSP_BASICRESP, FreeWith<OCSP_BASICRESP_free>>;
using ResponsePtr = std::unique_ptr<OCSP_RESPONSE, FreeWith<OCSP_RESPONSE_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

void require(bool ok, const char* what) {
    if (!ok) {
        throw std::runtime_error(std::string("OpenSSL refused to ") + what);
    }
}

Key makeKey(int rsaBits) {
    Key key(rsaBits > 0 ? EVP_RSA_gen(static_cast<unsigned>(rsaBits)) : EVP_EC_gen("P-256"));
    require(key != nullptr, "make a key");
    return key;
}

std::string textOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pemOf(X509* certificate) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(bio.get(), certificate) == 1, "write a certificate");
    return textOf(bio.get());
}

std::string pemOf(EVP_PKEY* key) {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "write a key");
    return textOf(bio.get());
}

void setRandomSerial(X509* certificate) {
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1,
            "give random bytes");
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U);
}

void setSubject(X509* certificate, const std::string& commonName) {
    const NamePtr name(X509_NAME_new());
    X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(commonName.c_str()), -1, -1,
                               0);
    require(X509_set_subject_name(certificate, name.get()) == 1, "set a subject");
}

/// `value` as in openssl's x509v3_config, where a comma separates.
void addExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    require(extension != nullptr, "make an extension");
    require(X509_add_ext(certificate, extension.get(), -1) == 1, "add an extension");
}

std::string alternativeNames(const CertOptions& options) {
    std::string list;
    const auto append = [&list](std::string_view kind, const std::string& name) {
        list += list.empty() ? "" : ",";
        list.append(kind).append(name);
    };
    for (const std::string& name : options.dnsNames) {
        append("DNS:", name);
    }
    for (const std::string& address : options.ipAddresses) {
        append("IP:", address);
    }
    return list;
}

/// All but issuer, extensions and signature.
X509Ptr blank(const std::string& commonName, EVP_PKEY* key, int notBeforeDays, int notAfterDays) {
    X509Ptr certificate(X509_new());
    require(certificate != nullptr, "make a certificate");
    X509_set_version(certificate.get(), kX509Version3);
    setRandomSerial(certificate.get());
    setSubject(certificate.get(), commonName);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), notBeforeDays * kSecondsPerDay);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), notAfterDays * kSecondsPerDay);
    require(X509_set_pubkey(certificate.get(), key) == 1, "set a key");
    return certificate;
}

TimePtr inDays(int days) {
    return TimePtr(ASN1_GENERALIZEDTIME_adj(nullptr, std::time(nullptr), days, 0));
}

X509Ptr readCertificate(const std::string& pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    X509Ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    require(certificate != nullptr, "read a certificate");
    return certificate;
}

Key readKey(const std::string& pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    require(key != nullptr, "read a key");
    return key;
}

/// Not yet signed.
BasicPtr statement(const X509* about, const X509* issuer, const StapleOptions& options) {
    using Says = StapleOptions::Says;
    BasicPtr basic(OCSP_BASICRESP_new());
    const bool revoked = options.says == Says::Revoked;
    const int status = revoked                         ? V_OCSP_CERTSTATUS_REVOKED
                       : options.says == Says::Unknown ? V_OCSP_CERTSTATUS_UNKNOWN
                                                       : V_OCSP_CERTSTATUS_GOOD;
    const TimePtr from = inDays(options.thisUpdateDays);
    const TimePtr until = options.nextUpdateDays ? inDays(*options.nextUpdateDays) : nullptr;
    const std::unique_ptr<OCSP_CERTID, FreeWith<OCSP_CERTID_free>> named(
        OCSP_cert_to_id(options.namedBySha256 ? EVP_sha256() : EVP_sha1(), about, issuer));
    require(
        OCSP_basic_add1_status(basic.get(), named.get(), status, OCSP_REVOKED_STATUS_KEYCOMPROMISE,
                               revoked ? from.get() : nullptr, from.get(), until.get()) != nullptr,
        "make a statement");
    return basic;
}

}  // namespace

struct TestCa::Impl {
    Key key;
    X509Ptr certificate;
    std::string chainPem;  // this CA and those above it, without the root

    /// Issued by `parent`, or by itself when that is null. Ends in `hours`, if not 0.
    Impl(const std::string& commonName, const Impl* parent, int hours = 0)
        : key(makeKey(0)), certificate(blank(commonName, key.get(), -1, kCaDays)) {
        X509* self = certificate.get();
        if (hours != 0) {
            X509_gmtime_adj(X509_getm_notAfter(self), hours * kSecondsPerHour);
        }
        X509* issuer = parent != nullptr ? parent->certificate.get() : self;
        X509_set_issuer_name(self, X509_get_subject_name(issuer));
        addExtension(self, issuer, NID_basic_constraints, "critical,CA:TRUE");
        addExtension(self, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
        addExtension(self, issuer, NID_subject_key_identifier, "hash");
        EVP_PKEY* signer = parent != nullptr ? parent->key.get() : key.get();
        require(X509_sign(self, signer, EVP_sha256()) > 0, "sign a CA");
        if (parent != nullptr) {
            chainPem = pemOf(self) + parent->chainPem;
        }
    }
};

TestCa::TestCa(const std::string& commonName)
    : impl_(std::make_unique<Impl>(commonName, nullptr)) {}

TestCa::TestCa(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

TestCa::TestCa(TestCa&&) noexcept = default;
TestCa& TestCa::operator=(TestCa&&) noexcept = default;
TestCa::~TestCa() = default;

TestCertificate TestCa::issue(const CertOptions& options) const {
    const Key key = makeKey(options.rsaBits);
    const X509Ptr leaf =
        blank(options.commonName, key.get(), options.notBeforeDays, options.notAfterDays);
    X509_gmtime_adj(X509_getm_notAfter(leaf.get()), options.notAfterDays * kSecondsPerDay +
                                                        options.notAfterHours * kSecondsPerHour);
    X509* issuer = options.selfSigned ? leaf.get() : impl_->certificate.get();
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(issuer));
    addExtension(leaf.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
    addExtension(leaf.get(), issuer, NID_ext_key_usage, options.purpose);
    const std::string names = alternativeNames(options);
    if (!names.empty()) {
        addExtension(leaf.get(), issuer, NID_subject_alt_name, names);
    }
    if (options.mustStaple) {
        addExtension(leaf.get(), issuer, NID_tlsfeature, "status_request");
    }
    EVP_PKEY* signer = options.selfSigned ? key.get() : impl_->key.get();
    require(X509_sign(leaf.get(), signer, options.sha1 ? EVP_sha1() : EVP_sha256()) > 0,
            "sign a certificate");
    const std::string pem = pemOf(leaf.get());
    return {pem, pemOf(key.get()), options.selfSigned ? pem : pem + impl_->chainPem, {}};
}

TestCa TestCa::intermediate(const std::string& commonName, int hours) const {
    return TestCa(std::make_unique<Impl>(commonName, impl_.get(), hours));
}

std::string TestCa::staple(const TestCertificate& about, const StapleOptions& options) const {
    using SignedBy = StapleOptions::SignedBy;
    const X509Ptr leaf = readCertificate(about.certPem);
    const BasicPtr basic = statement(leaf.get(), impl_->certificate.get(), options);
    const TestCa& authority = options.authority != nullptr ? *options.authority : *this;
    X509Ptr signer(X509_dup(authority.impl_->certificate.get()));
    EVP_PKEY* key = authority.impl_->key.get();
    Key delegatedKey;
    if (options.signedBy != SignedBy::Authority) {
        const TestCertificate delegated = authority.issue(
            {.commonName = "Responder",
             .purpose = options.signedBy == SignedBy::Responder ? "OCSPSigning" : "serverAuth"});
        signer = readCertificate(delegated.certPem);
        delegatedKey = readKey(delegated.keyPem);
        key = delegatedKey.get();
    }
    // Whoever knows the authority has its certificate already.
    const unsigned long flags = options.signedBy == SignedBy::Authority ? OCSP_NOCERTS : 0;
    const EVP_MD* digest = options.sha1 ? EVP_sha1() : EVP_sha256();
    require(OCSP_basic_sign(basic.get(), signer.get(), key, digest, nullptr, flags) == 1,
            "sign a statement");
    const ResponsePtr response(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
    unsigned char* der = nullptr;
    const int size = i2d_OCSP_RESPONSE(response.get(), &der);
    require(size > 0, "write a statement");
    std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

std::string TestCa::caPem() const {
    return pemOf(impl_->certificate.get());
}

CertOptions localhostCert() {
    return {.dnsNames = {"localhost"}, .ipAddresses = {"127.0.0.1", "::1"}};
}

}  // namespace penstock
