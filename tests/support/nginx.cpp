#include "tests/support/nginx.h"

#include "engine/base/unique_fd.h"
#include "tests/support/server_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <sstream>

namespace penstock {

namespace {

constexpr const char* kBinary = "/usr/sbin/nginx";
constexpr int kPortTries = 5;  // somebody else may take a free port before nginx does
constexpr int kLookEveryMs = 5;
constexpr std::chrono::seconds kStartLimit{10};

/// Free at this moment.
std::uint16_t freePort() {
    return listenOnLoopback({"127.0.0.1"}).port;
}

bool accepts(std::uint16_t port) {
    const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

Nginx::Nginx(const NginxConfig& config) {
    if (!available()) {
        problem_ = std::string("nginx is not available: there is no ") + kBinary;
        return;
    }
    std::filesystem::create_directory(root());
    if (config.certificate) {
        writeFile(dir_.path() / "cert.pem", config.certificate->chainPem);
        writeFile(dir_.path() / "key.pem", config.certificate->keyPem);
    }
    start(config);
}

Nginx::~Nginx() {
    stop();
}

bool Nginx::available() {
    return ::access(kBinary, X_OK) == 0;
}

std::string Nginx::url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::string Nginx::tlsUrl(std::string_view path) const {
    return "https://localhost:" + std::to_string(tlsPort_) + std::string(path);
}

std::vector<std::string> Nginx::accessLog() const {
    std::istringstream text(readAll(dir_.path() / "access.log"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        lines.push_back(line);
    }
    return lines;
}

void Nginx::start(const NginxConfig& config) {
    for (int i = 0; i < kPortTries; ++i) {
        port_ = freePort();
        tlsPort_ = config.certificate ? freePort() : std::uint16_t{0};
        writeFile(dir_.path() / "nginx.conf", configText(config));
        if (spawn() && waitUntilItAccepts()) {
            return;
        }
        stop();
    }
    problem_ = "nginx does not start: " + readAll(dir_.path() / "error.log");
}

std::string Nginx::configText(const NginxConfig& config) const {
    const std::string dir = dir_.path().string();
    std::ostringstream text;
    text << "daemon off;\nmaster_process off;\npid " << dir << "/nginx.pid;\n"
         << "error_log " << dir << "/error.log;\n"
         << "events { worker_connections 1024; }\n"
         << "http {\n"
         << "log_format lines '$remote_port $request $status $http_range $body_bytes_sent';\n"
         << "access_log " << dir << "/access.log lines;\n";
    for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        text << kind << "_temp_path " << dir << "/" << kind << ";\n";
    }
    text << "keepalive_timeout 60;\nsendfile on;\n"
         << config.httpDirectives << "\n"
         << "server {\nlisten 127.0.0.1:" << port_ << ";\nserver_name localhost;\n";
    if (config.certificate) {
        text << "listen 127.0.0.1:" << tlsPort_ << " ssl;\n"
             << "ssl_certificate " << dir << "/cert.pem;\n"
             << "ssl_certificate_key " << dir << "/key.pem;\n";
    }
    text << "root " << root().string() << ";\n"
         << config.serverDirectives << "\n"
         << config.locations << "\n}\n}\n";
    return text.str();
}

/// fork() rather than posix_spawn(), for the line that lets nginx end with a test that crashes.
bool Nginx::spawn() {
    const std::string config = (dir_.path() / "nginx.conf").string();
    const std::string log = (dir_.path() / "error.log").string();
    const std::string prefix = dir_.path().string();
    const std::array<const char*, 8> arguments{kBinary,        "-p", prefix.c_str(), "-c",
                                               config.c_str(), "-e", log.c_str(),    nullptr};
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ != 0) {
        return pid_ > 0;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nowhere = ::open("/dev/null", O_RDWR);
    if (::getppid() == parent && nowhere >= 0) {
        ::dup2(nowhere, STDIN_FILENO);
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
        ::execv(kBinary, const_cast<char* const*>(arguments.data()));
    }
    ::_exit(127);
}

/// False when it ended instead, or took too long.
bool Nginx::waitUntilItAccepts() const {
    // By number: the declaration in glibc 2.36 has C++ linkage.
    const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    const auto limit = std::chrono::steady_clock::now() + kStartLimit;
    while (std::chrono::steady_clock::now() < limit) {
        pollfd ended{process.get(), POLLIN, 0};
        if (::poll(&ended, 1, kLookEveryMs) > 0) {
            return false;
        }
        if (accepts(port_)) {
            return true;
        }
    }
    return false;
}

void Nginx::stop() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
}

}  // namespace penstock
