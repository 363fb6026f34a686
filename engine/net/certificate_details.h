#pragma once
// A certificate as a person is shown it. Pure.

#include "engine/socket_types.h"

#include <cstddef>
#include <string>
#include <vector>

struct ssl_st;
struct stack_st_X509;
struct x509_st;

namespace penstock {

/// So many of a chain are shown, the server's own included.
inline constexpr std::size_t kMostShownCertificates = 10;

CertificateDetails detailsOf(const x509_st& certificate);

/// Fills in what the server has shown, and vouches for it.
void describeCertificates(const ssl_st* ssl, SocketDetails& details);

/// For whom it is: names, and addresses as text, as they stand there.
std::vector<std::string> hostsOf(const x509_st& certificate, std::size_t most);

/// As TrustedKey::key; empty if it cannot be read.
std::string keyOf(const x509_st& certificate);

/// What may be known of it, and of those that came with it, over several lines and escaped:
/// subject, issuer, validity, names, fingerprint, key; then a line for each that was sent. `sent`
/// may be null.
std::string certificateLines(const x509_st& certificate, const stack_st_X509* sent);

}  // namespace penstock
