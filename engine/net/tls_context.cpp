#include "engine/net/tls_context.h"

#include "engine/net/certificate_check.h"
#include "engine/net/ocsp_staple.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <system_error>

namespace penstock {

namespace {

constexpr int kVerifyDepth = 10;
constexpr long kMaxCertList = 128L << 10U;       // bytes of a peer's whole chain
constexpr std::size_t kReadBuffer = 32U << 10U;  // bytes read ahead: some records with one recv()

// Where distributions keep their bundle, for an OpenSSL that was built to look elsewhere: Debian
// and Arch, Fedora, openSUSE, Alpine.
constexpr std::array kBundles{"/etc/ssl/certs/ca-certificates.crt",
                              "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                              "/etc/ssl/cert.pem"};

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value != nullptr ? value : "";
}

bool isReadable(const std::string& file) {
    return ::access(file.c_str(), R_OK) == 0;
}

bool holdsFiles(const std::string& directory) {
    std::error_code error;
    const std::filesystem::directory_iterator first(directory, error);
    return !error && first != std::filesystem::directory_iterator{};
}

// The trust store that the environment names. Only that one: who sets it means to replace the
// system's, so there is no falling back.
bool loadNamed(SSL_CTX* context, const std::string& file, const std::string& directory) {
    const bool fileLoaded = !file.empty() && SSL_CTX_load_verify_file(context, file.c_str()) == 1;
    const bool directoryLoaded = !directory.empty() && holdsFiles(directory) &&
                                 SSL_CTX_load_verify_dir(context, directory.c_str()) == 1;
    return fileLoaded || directoryLoaded;
}

bool loadSystem(SSL_CTX* context) {
    // Certificates of a directory are read when they are needed; setting it as such never fails.
    if (isReadable(X509_get_default_cert_file()) || holdsFiles(X509_get_default_cert_dir())) {
        return SSL_CTX_set_default_verify_paths(context) == 1;
    }
    for (const char* bundle : kBundles) {
        if (isReadable(bundle) && SSL_CTX_load_verify_file(context, bundle) == 1) {
            return true;
        }
    }
    return false;
}

Error noTrustStore(const std::string& file, const std::string& directory) {
    std::string tried;
    const auto add = [&tried](const std::string& path) {
        if (!path.empty()) {
            tried += tried.empty() ? path : ", " + path;
        }
    };
    add(file);
    add(directory);
    if (tried.empty()) {
        add(X509_get_default_cert_file());
        add(X509_get_default_cert_dir());
        for (const char* bundle : kBundles) {
            add(bundle);
        }
    }
    return {ErrorKind::TlsNoTrustStore,
            "No certificates of trusted authorities were found (tried " + tried + ")",
            "The package ca-certificates brings them", 0};
}

void setPolicy(SSL_CTX* context) {
    CertificateCheck::serve(context);
    SSL_CTX_set_verify_depth(context, kVerifyDepth);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_max_cert_list(context, kMaxCertList);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    // Both are off unless a configuration file says otherwise.
    SSL_CTX_clear_options(context, SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, kReadBuffer);
    constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_CTX_set_alpn_protos(context, kHttp11.data(), kHttp11.size());
    checkStaples(context);
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::make(const std::string& caFile) {
    SSL_CTX* handle = SSL_CTX_new(TLS_client_method());
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    std::unique_ptr<TlsContext> context(new TlsContext(handle));
    setPolicy(handle);
    const std::string file = environment(X509_get_default_cert_file_env());
    const std::string directory = environment(X509_get_default_cert_dir_env());
    const bool named = !file.empty() || !directory.empty();
    const bool loaded = named ? loadNamed(handle, file, directory) : loadSystem(handle);
    if (!caFile.empty() && SSL_CTX_load_verify_file(handle, caFile.c_str()) != 1) {
        ERR_clear_error();
        return Error{ErrorKind::TlsNoTrustStore,
                     "The file of trusted certificates " + caFile + " cannot be used",
                     {},
                     0};
    }
    ERR_clear_error();
    if (!loaded && caFile.empty()) {
        return noTrustStore(file, directory);
    }
    return context;
}

TlsContext::~TlsContext() {
    SSL_CTX_free(context_);
}

}  // namespace penstock
