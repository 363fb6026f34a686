#pragma once
// Certificates for tests, made in memory: a certification authority and leaves of every kind that
// a client must accept or refuse.
//
// Keys are P-256 unless `rsaBits` asks otherwise. All calls throw std::runtime_error when OpenSSL
// refuses. Use from one thread at a time. Files are written with writeFile() of temp_dir.h.

#include "tests/support/temp_dir.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What a leaf shall say. Validity is in days from now; a negative notAfterDays has expired.
struct CertOptions {
    std::vector<std::string> dnsNames = {};
    std::vector<std::string> ipAddresses = {};
    std::string commonName = "Penstock test";
    int notBeforeDays = -1;
    int notAfterDays = 30;
    int notAfterHours = 0;  // on top of the days
    bool selfSigned = false;
    std::string purpose = "serverAuth";  // extended key usage
    int rsaBits = 0;                     // 0: P-256
    bool sha1 = false;                   // signed with SHA-1 instead of SHA-256
    bool mustStaple = false;             // TLS feature status_request (RFC 7633)
};

/// PEM texts. `chainPem` is what a server sends: the leaf, then the intermediates, not the root.
struct TestCertificate {
    std::string certPem;
    std::string keyPem;
    std::string chainPem;
    std::string staple = {};  // an OCSP response that the server sends along; empty: none
};

class TestCa;

/// What a stapled OCSP response shall say, and who signs it. Times are in days from now.
struct StapleOptions {
    enum class Says { Good, Revoked, Unknown };
    enum class SignedBy { Authority, Responder, Server };

    Says says = Says::Good;
    int thisUpdateDays = -1;
    std::optional<int> nextUpdateDays = 6;  // nullopt: it does not say
    const TestCa* authority = nullptr;      // whose signature; null: that of the CA that is asked
    /// Responder: one that the authority has put in charge; Server: one that it has not, with a
    /// certificate of the same authority.
    SignedBy signedBy = SignedBy::Authority;
    bool namedBySha256 = false;  // the certificate; SHA-1 is usual
    bool sha1 = false;           // signed with SHA-1 instead of SHA-256
};

class TestCa {
public:
    /// A root with a key of its own; no two are alike.
    explicit TestCa(const std::string& commonName = "Penstock test CA");
    TestCa(TestCa&&) noexcept;
    TestCa& operator=(TestCa&&) noexcept;
    ~TestCa();

    [[nodiscard]] TestCertificate issue(const CertOptions& options) const;
    /// A CA signed by this one. A leaf's `certPem` alone then lacks the intermediate.
    /// It ends in `hours`; 0: as late as any CA.
    [[nodiscard]] TestCa intermediate(const std::string& commonName, int hours = 0) const;
    /// An OCSP response about a certificate that this CA has issued, as DER.
    [[nodiscard]] std::string staple(const TestCertificate& about,
                                     const StapleOptions& options = {}) const;
    /// This CA's own certificate.
    [[nodiscard]] std::string caPem() const;

private:
    struct Impl;
    explicit TestCa(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

/// For localhost, 127.0.0.1 and ::1: what most tests want.
CertOptions localhostCert();

}  // namespace penstock
