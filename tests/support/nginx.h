#pragma once
// Debian's nginx on loopback, as a server that we did not write.
//
// Runs as root and as anyone else, with everything it writes in a directory of its own. One thread.

#include "tests/support/temp_dir.h"
#include "tests/support/test_certs.h"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

struct NginxConfig {
    std::optional<TestCertificate> certificate = {};  // nullopt: no HTTPS
    std::string httpDirectives = {};                  // further lines beside the server
    std::string serverDirectives = {};                // further lines for both ports
    std::string locations = {};                       // further location blocks
};

class Nginx {
public:
    /// Starts it and returns when it accepts connections, or with a problem().
    explicit Nginx(const NginxConfig& config = {});
    Nginx(const Nginx&) = delete;
    Nginx& operator=(const Nginx&) = delete;
    /// Stops it and waits for its end.
    ~Nginx();

    /// Whether the binary is there at all; a test skips itself if not.
    [[nodiscard]] static bool available();

    /// Empty when it runs; else why not ("nginx is not available: …").
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

    /// What is put here is served under "/".
    [[nodiscard]] std::filesystem::path root() const { return dir_.path() / "root"; }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    [[nodiscard]] std::uint16_t tlsPort() const noexcept { return tlsPort_; }

    [[nodiscard]] std::string url(std::string_view path) const;
    [[nodiscard]] std::string tlsUrl(std::string_view path) const;

    /// Finished requests: "$remote_port $request $status $http_range $body_bytes_sent". A line is
    /// written after its answer, so a test waits for the count that it expects.
    [[nodiscard]] std::vector<std::string> accessLog() const;

private:
    void start(const NginxConfig& config);
    [[nodiscard]] std::string configText(const NginxConfig& config) const;
    [[nodiscard]] bool spawn();
    [[nodiscard]] bool waitUntilItAccepts() const;
    void stop();

    TempDir dir_;
    std::string problem_;
    std::uint16_t port_ = 0;
    std::uint16_t tlsPort_ = 0;
    pid_t pid_ = -1;
};

}  // namespace penstock
