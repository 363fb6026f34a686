#pragma once
// Certificates for tests, made in memory: a certification authority and leaves of every kind that
// a client must accept or refuse.
//
// Keys are P-256 unless `rsaBits` asks otherwise. All calls throw std::runtime_error when OpenSSL
// refuses. Use from one thread at a time. Files are written with writeFile() of temp_dir.h.

#include "tests/support/temp_dir.h"

#include <memory>
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
    bool selfSigned = false;
    bool clientAuthOnly = false;  // extended key usage clientAuth instead of serverAuth
    int rsaBits = 0;              // 0: P-256
    bool sha1 = false;            // signed with SHA-1 instead of SHA-256
};

/// PEM texts. `chainPem` is what a server sends: the leaf, then the intermediates, not the root.
struct TestCertificate {
    std::string certPem;
    std::string keyPem;
    std::string chainPem;
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
    [[nodiscard]] TestCa intermediate(const std::string& commonName) const;
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
