#include "engine/net/certificate_details.h"

#include "engine/net/free_with.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <string>

namespace penstock {

namespace {

constexpr std::size_t kMostHosts = 100;

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

std::vector<std::string> hostsOf(const X509& certificate) {
    const std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>> names(
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::vector<std::string> hosts;
    const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names.get());
    for (int i = 0; i < count && hosts.size() < kMostHosts; ++i) {
        const GENERAL_NAME* each = sk_GENERAL_NAME_value(names.get(), i);
        if (each->type == GEN_DNS) {
            hosts.push_back(textOf(each->d.dNSName));
        }
    }
    return hosts;
}

}  // namespace

CertificateDetails detailsOf(const x509_st& certificate) {
    CertificateDetails details;
    details.hosts = hostsOf(certificate);
    details.subject = nameOf(X509_get_subject_name(&certificate));
    if (details.subject.empty() && !details.hosts.empty()) {
        details.subject = details.hosts.front();
    }
    details.issuer = nameOf(X509_get_issuer_name(&certificate));
    details.begins = timeOf(X509_get0_notBefore(&certificate));
    details.ends = timeOf(X509_get0_notAfter(&certificate));
    return details;
}

}  // namespace penstock
