#include "engine/net/certificate_details.h"

#include "engine/base/base64.h"
#include "engine/net/address.h"
#include "engine/net/certificate_text.h"
#include "engine/net/free_with.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

namespace penstock {

namespace {

constexpr std::size_t kMostHosts = 100;
constexpr std::size_t kShownHosts = 10;

std::string textOf(const ASN1_STRING* text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// The common name, else the organisation; empty: neither.
std::string nameOf(const X509_NAME* name) {
    for (const int part : {NID_commonName, NID_organizationName}) {
        if (const int at = X509_NAME_get_index_by_NID(name, part, -1); at >= 0) {
            return textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
        }
    }
    return {};
}

std::chrono::system_clock::time_point timeOf(const ASN1_TIME* time) {
    std::tm utc{};
    return ASN1_TIME_to_tm(time, &utc) == 1 ? std::chrono::system_clock::from_time_t(::timegm(&utc))
                                            : std::chrono::system_clock::time_point();
}

std::string hostText(const GENERAL_NAME& name) {
    if (name.type == GEN_DNS) {
        return textOf(name.d.dNSName);
    }
    const ASN1_STRING* value = name.d.iPAddress;
    Address address;
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(value));
    address.family = size == 4 ? AF_INET : AF_INET6;
    std::copy_n(ASN1_STRING_get0_data(value), std::min(size, address.bytes.size()),
                address.bytes.begin());
    return addressText(address);
}

std::string fingerprintOf(const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) {
        return {};
    }
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += i == 0 ? "" : ":";
        text += kDigits[digest[i] >> 4U];
        text += kDigits[digest[i] & 0xFU];
    }
    return text;
}

std::string namesLine(const std::vector<std::string>& hosts) {
    std::string line;
    for (std::size_t i = 0; i < std::min(hosts.size(), kShownHosts); ++i) {
        line += (i == 0 ? "" : ", ") + shownHost(hosts[i]);
    }
    if (hosts.size() > kShownHosts) {
        line += " and more";
    }
    return hosts.empty() ? "none" : line;
}

}  // namespace

CertificateDetails detailsOf(const x509_st& certificate) {
    CertificateDetails details;
    details.hosts = hostsOf(certificate, kMostHosts);
    details.subject = nameOf(X509_get_subject_name(&certificate));
    if (details.subject.empty() && !details.hosts.empty()) {
        details.subject = details.hosts.front();
    }
    details.issuer = nameOf(X509_get_issuer_name(&certificate));
    details.begins = timeOf(X509_get0_notBefore(&certificate));
    details.ends = timeOf(X509_get0_notAfter(&certificate));
    details.key = keyOf(certificate);
    details.fingerprint = fingerprintOf(certificate);
    return details;
}

void describeCertificates(const ssl_st* ssl, SocketDetails& details) {
    if (const X509* own = SSL_get0_peer_certificate(ssl)) {
        details.certificate = detailsOf(*own);
    }
    const STACK_OF(X509)* sent = SSL_get_peer_cert_chain(ssl);  // the server's own is its first
    const int count = std::min(sk_X509_num(sent), static_cast<int>(kMostShownCertificates));
    for (int i = 1; i < count; ++i) {
        details.chain.push_back(detailsOf(*sk_X509_value(sent, i)));
    }
}

std::vector<std::string> hostsOf(const x509_st& certificate, std::size_t most) {
    const std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>> names(
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<std::string> hosts;
    const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names.get());
    for (int i = 0; i < count && hosts.size() < most; ++i) {
        const GENERAL_NAME* each = sk_GENERAL_NAME_value(names.get(), i);
        if (each->type == GEN_DNS || each->type == GEN_IPADD) {
            hosts.push_back(hostText(*each));
        }
    }
    return hosts;
}

std::string keyOf(const x509_st& certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &der);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned digits = 0;
    const bool made = size > 0 && EVP_Digest(der, static_cast<std::size_t>(size), digest.data(),
                                             &digits, EVP_sha256(), nullptr) == 1;
    OPENSSL_free(der);
    return made ? "sha256//" + base64({reinterpret_cast<const char*>(digest.data()), digits})
                : std::string();
}

std::string certificateLines(const x509_st& certificate, const stack_st_X509* sent) {
    std::string lines = "Subject: " + nameText(X509_get_subject_name(&certificate));
    lines += "\nIssuer: " + nameText(X509_get_issuer_name(&certificate));
    lines += "\nValid: from " + dateText(X509_get0_notBefore(&certificate)) + " until " +
             dateText(X509_get0_notAfter(&certificate));
    lines += "\nNames: " + namesLine(hostsOf(certificate, kShownHosts + 1));
    lines += "\nSHA-256: " + fingerprintOf(certificate);
    lines += "\nKey: " + keyOf(certificate);
    const int count = std::min(sk_X509_num(sent), static_cast<int>(kMostShownCertificates));
    for (int i = 0; i < count; ++i) {
        const X509* each = sk_X509_value(sent, i);
        lines += "\nSent " + std::to_string(i + 1) + ": " + nameText(X509_get_subject_name(each)) +
                 ", by " + nameText(X509_get_issuer_name(each)) + ", until " +
                 dateText(X509_get0_notAfter(each));
    }
    return lines;
}

}  // namespace penstock
