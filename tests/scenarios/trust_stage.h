#pragma once
// What the scenarios of trust share: certificates with a fault, and an engine before their server.

#include "engine/net/certificate_details.h"
#include "engine/net/free_with.h"
#include "tests/scenarios/world.h"

#include <QString>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

inline constexpr std::uint64_t kTrustedSize = 20'000;
inline const std::string kOtherKey = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

inline std::string keyIn(const TestCertificate& certificate) {
    const std::unique_ptr<BIO, FreeWith<BIO_free_all>> bio(
        BIO_new_mem_buf(certificate.certPem.data(), static_cast<int>(certificate.certPem.size())));
    const std::unique_ptr<X509, FreeWith<X509_free>> read(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    return keyOf(*read);
}

/// A certificate with this fault, which the origin shows from now on.
inline TestCertificate show(World& world, const QString& fault) {
    CertOptions options = localhostCert();
    const TestCa stranger("A stranger");
    if (fault == "self-signed") {
        options.selfSigned = true;
    } else if (fault == "wrong name") {
        options.dnsNames = {"other.test"};
        options.ipAddresses = {};
    } else if (fault == "expired") {
        options.notBeforeDays = -20;
        options.notAfterDays = -10;
    } else if (fault == "not yet valid") {
        options.notBeforeDays = 10;
    } else if (fault == "for clients") {
        options.purpose = "clientAuth";
        options.selfSigned = true;
    }
    const bool unknown = fault == "unknown authority" || fault == "missing intermediate";
    const TestCa between = stranger.intermediate("Between");
    TestCertificate made = (fault == "missing intermediate" ? between
                            : unknown                       ? stranger
                                                            : world.ca)
                               .issue(options);
    if (fault == "missing intermediate") {
        made.chainPem = made.certPem;
    }
    world.origin->setCertificate(made);
    return made;
}

/// The World's engine with a TLS origin that serves "/f".
struct TrustStage {
    World world;

    explicit TrustStage(int idle = 6, std::optional<int> version = {})
        : world(options(idle, version)) {
        world.origin->serve({.path = "/f", .size = kTrustedSize, .seed = 4});
    }

    static WorldOptions options(int idle, std::optional<int> version) {
        WorldOptions made;
        made.tls = true;
        made.limits.idleConnections = idle;
        made.origin.tls.maxVersion = version;
        return made;
    }

    [[nodiscard]] TrustedKey here(std::string key, const std::string& host = "localhost") const {
        return {host, world.origin->tlsPort(), std::move(key)};
    }

    TransferId fetch(std::vector<std::string> keys = {}, const std::string& host = "localhost") {
        const TransferId id =
            world.add(world.origin->tlsUrl("/f", host),
                      [&](TransferRequest& request) { request.trustedKeys = std::move(keys); });
        rest(id);
        return id;
    }

    void rest(TransferId id) {
        world.runUntil([&] {
            const TransferState state = world.state(id);
            return state == TransferState::Done || state == TransferState::Asking ||
                   state == TransferState::Failed;
        });
    }

    [[nodiscard]] bool done(TransferId id) const { return world.state(id) == TransferState::Done; }

    [[nodiscard]] bool asks(TransferId id) const {
        const TransferSnapshot& shown = world.at(id);
        return shown.state == TransferState::Asking && shown.question == Question::Certificate &&
               shown.error.trustable != nullptr;
    }
};

}  // namespace penstock
