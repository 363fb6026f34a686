// penstock-bench-origin: serves on the loopback until its standard input ends. Its first line says
// where, as JSON: the ports, its own CA, and that CA together with the system's.

#include "tests/bench/origin_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <openssl/x509.h>

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

namespace {

using namespace penstock;

// As many descriptors as the system gives; the bench says when they do not suffice.
void raiseLimit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string systemBundle() {
    for (const char* path : {"/etc/ssl/certs/ca-certificates.crt", X509_get_default_cert_file()}) {
        if (std::string text = readAll(path); !text.empty()) {
            return text;
        }
    }
    return {};
}

int serve() {
    std::signal(SIGPIPE, SIG_IGN);
    raiseLimit();
    const TempDir directory;
    const TestCa authority;
    const TestCertificate certificate = authority.issue(localhostCert());
    bench::OriginServer server(certificate.chainPem, certificate.keyPem);
    const std::string own = directory.file("ca.pem");
    const std::string bundle = directory.file("bundle.pem");
    if (!writeFile(own, authority.caPem()) ||
        !writeFile(bundle, systemBundle() + authority.caPem())) {
        std::cerr << "The certificates cannot be written to " << directory.path() << "\n";
        return EXIT_FAILURE;
    }
    const auto& ports = server.ports();
    std::cout << R"({"plain":)" << ports.plain << R"(,"full":)" << ports.full << R"(,"resumed":)"
              << ports.resumed << R"(,"control":)" << ports.control << R"(,"ca":")" << own
              << R"(","bundle":")" << bundle << "\"}" << std::endl;
    server.run();
    return EXIT_SUCCESS;
}

}  // namespace

int main() {
    try {
        return serve();
    } catch (const std::exception& failure) {
        std::cerr << "penstock-bench-origin: " << failure.what() << "\n";
        return EXIT_FAILURE;
    }
}
