#include "tests/support/proxy_server.h"

#include "tests/support/proxy_line.h"
#include "tests/support/server_socket.h"

#include <openssl/evp.h>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace penstock {

namespace {

int connectTo(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

std::uint16_t portOf(const std::string& digits) {
    return static_cast<std::uint16_t>(std::stoi(digits));
}

std::string base64Of(const std::string& text) {
    std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string hexOf(const std::string& algorithm, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &size,
               algorithm == "MD5" ? EVP_md5() : EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        hex += kDigits[bytes[i] >> 4U];
        hex += kDigits[bytes[i] & 0xFU];
    }
    return hex;
}

/// NAME="VALUE" or NAME=VALUE of a field; empty: there is none.
std::string parameter(const std::string& field, const std::string& name) {
    const std::size_t at = field.find(" " + name + "=");
    if (at == std::string::npos) {
        return {};
    }
    std::string value = field.substr(at + name.size() + 2);
    const bool quoted = value.front() == '"';
    value.erase(0, quoted ? 1 : 0);
    return value.substr(0, value.find_first_of(quoted ? "\"" : ",\r"));
}

std::string fieldOf(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    return at == std::string::npos ? std::string()
                                   : head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
}

}  // namespace

/// One connection to it, on a thread of its own.
class ProxyServer::Client {
public:
    Client(ProxyServer& proxy, int fd)
        : proxy_(&proxy), config_(&proxy.config_), line_(fd, proxy.stop_.get()) {}

    void run() {
        if (config_->certificate && !line_.secure(*config_->certificate)) {
            return;
        }
        if (config_->silent) {
            line_.listen();
            return;
        }
        switch (config_->speaks) {
            case ProxyServerConfig::Speaks::Http:
                http();
                break;
            case ProxyServerConfig::Speaks::Socks4:
                socks4();
                break;
            case ProxyServerConfig::Speaks::Socks5:
                socks5();
                break;
        }
    }

private:
    void say(const std::string& bytes) {
        if (!config_->bytewise) {
            line_.send(bytes);
            return;
        }
        for (const char c : bytes) {
            line_.send(std::string(1, c));
        }
    }

    std::optional<std::string> head() {
        std::size_t end = 0;
        while ((end = line_.come().find("\r\n\r\n")) == std::string::npos) {
            if (!line_.need(line_.come().size() + 1)) {
                return std::nullopt;
            }
        }
        return line_.take(end + 4);
    }

    void http() {
        const auto asked = head();
        if (!asked) {
            return;
        }
        std::string target = asked->substr(asked->find(' ') + 1);
        target = target.substr(0, target.find(' '));
        const bool tunnel = asked->starts_with("CONNECT ");
        std::string authority = target;
        if (!tunnel && authority.starts_with("http://")) {
            authority = authority.substr(7);
            authority = authority.substr(0, authority.find('/'));
        }
        proxy_->remember(authority, line_.taken());
        const auto wanted = wantedLogin(*asked, target);
        if (wanted) {
            say("HTTP/1.1 407 Login please\r\nProxy-Authenticate: " + *wanted +
                "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        if (!config_->instead.empty()) {
            say(config_->instead);
            return;
        }
        const int server = reach(authority);
        if (server < 0) {
            say("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        if (tunnel) {
            // The length speaks of no body (RFC 9110 section 9.3.6).
            say(config_->before + "HTTP/1.1 200 Led\r\nContent-Length: 5\r\n\r\n" +
                config_->behind);
        } else {
            line_.putBack(*asked);
        }
        line_.pass(server);
    }

    /// The challenge; nothing: it is served.
    std::optional<std::string> wantedLogin(const std::string& asked, const std::string& target) {
        const std::string said = fieldOf(asked, "Proxy-Authorization");
        if (config_->user.empty()) {
            return std::nullopt;
        }
        if (config_->digest.empty()) {
            const std::string login =
                "Proxy-Authorization: Basic " + base64Of(config_->user + ":" + config_->password);
            return said == login ? std::nullopt : std::optional<std::string>("Basic realm=\"p\"");
        }
        const auto hash = [this](const std::string& text) {
            return hexOf(config_->digest, text);
        };
        const std::string nonce = parameter(said, "nonce");
        const std::string between =
            ":" + parameter(said, "nc") + ":" + parameter(said, "cnonce") + ":auth:";
        const std::string right =
            hash(hash(config_->user + ":p:" + config_->password) + ":" + nonce + between +
                 hash(asked.substr(0, asked.find(' ')) + ":" + target));
        const bool knows = said.find(" Digest ") != std::string::npos &&
                           parameter(said, "response") == right && parameter(said, "uri") == target;
        const bool fresh = knows && proxy_->countNonce(nonce);
        if (fresh) {
            return std::nullopt;
        }
        return "Basic realm=\"p\"\r\nProxy-Authenticate: Digest realm=\"p\", nonce=\"" +
               proxy_->nonce() + "\", algorithm=" + config_->digest + ", qop=\"auth\"" +
               (knows ? ", stale=true" : "");
    }

    void socks4() {
        if (!line_.need(9)) {
            return;
        }
        const std::string fixed = line_.take(8);
        const std::string user = text();
        const bool byName = fixed.substr(4, 3) == std::string(3, '\0') && fixed[7] != '\0';
        const std::string host = byName ? text() : dotted(fixed.substr(4, 4));
        const std::string authority = host + ":" + std::to_string(number(fixed.substr(2, 2)));
        proxy_->remember(authority, line_.taken());
        const bool allowed = config_->user.empty() || user == config_->user;
        const int server = allowed && config_->instead.empty() ? reach(authority) : -1;
        if (!config_->instead.empty()) {
            say(config_->instead);
            return;
        }
        say(std::string("\0", 1) + (server < 0 ? (allowed ? '\x5b' : '\x5d') : '\x5a') +
            std::string(6, '\0'));
        if (server >= 0) {
            line_.pass(server);
        }
    }

    void socks5() {
        if (!line_.need(2) || !line_.need(2 + number(line_.come().substr(1, 1)))) {
            return;
        }
        const std::string methods = line_.take(2 + number(line_.come().substr(1, 1))).substr(2);
        const char wanted = config_->user.empty() ? '\0' : '\2';
        const bool offered = methods.find(wanted) != std::string::npos;
        say(std::string("\5", 1) + (offered ? wanted : '\xff'));
        if (!offered || (wanted == '\2' && !socksLogin()) || !line_.need(5)) {
            return;
        }
        const char kind = line_.come()[3];
        const std::size_t size = kind == 1   ? 4
                                 : kind == 4 ? 16
                                             : 1 + number(line_.come().substr(4, 1));
        if (!line_.need(4 + size + 2)) {
            return;
        }
        const std::string asked = line_.take(4 + size + 2);
        const std::string host = kind == 3 ? asked.substr(5, size - 1) : dotted(asked.substr(4, 4));
        const std::string authority = host + ":" + std::to_string(number(asked.substr(4 + size)));
        proxy_->remember(authority, line_.taken());
        if (!config_->instead.empty()) {
            say(config_->instead);
            return;
        }
        const int server = reach(authority);
        // What it is bound to is named by a name, of a length that nobody expects.
        say(std::string("\5", 1) + (server < 0 ? '\5' : '\0') + std::string("\0\3\7", 3) +
            "1234567" + std::string(2, '\0') + config_->behind);
        if (server >= 0) {
            line_.pass(server);
        }
    }

    bool socksLogin() {
        if (!line_.need(2) || !line_.need(3 + number(line_.come().substr(1, 1)))) {
            return false;
        }
        const std::size_t name = number(line_.come().substr(1, 1));
        if (!line_.need(3 + name + number(line_.come().substr(2 + name, 1)))) {
            return false;
        }
        const std::string login = line_.take(3 + name + number(line_.come().substr(2 + name, 1)));
        const bool right =
            login.substr(2, name) == config_->user && login.substr(3 + name) == config_->password;
        proxy_->remember({}, line_.taken());
        say(std::string("\1", 1) + (right ? '\0' : '\1'));
        return right;
    }

    std::string text() {
        std::size_t end = 0;
        while ((end = line_.come().find('\0')) == std::string::npos) {
            if (!line_.need(line_.come().size() + 1)) {
                return {};
            }
        }
        std::string out = line_.take(end + 1);
        out.pop_back();
        return out;
    }

    static std::size_t number(const std::string& bytes) {
        std::size_t value = 0;
        for (const char c : bytes) {
            value = value * 256 + static_cast<unsigned char>(c);
        }
        return value;
    }

    static std::string dotted(const std::string& bytes) {
        std::string out;
        for (const char c : bytes) {
            out += (out.empty() ? "" : ".") + std::to_string(static_cast<unsigned char>(c));
        }
        return out;
    }

    int reach(const std::string& authority) {
        const std::size_t colon = authority.rfind(':');
        const std::string host = authority.substr(0, colon);
        if (const auto known = config_->names.find(host); known != config_->names.end()) {
            return connectTo(known->second);
        }
        const bool here = host == "127.0.0.1" || host == "localhost";
        return here && colon != std::string::npos ? connectTo(portOf(authority.substr(colon + 1)))
                                                  : -1;
    }

    ProxyServer* proxy_;
    const ProxyServerConfig* config_;
    ProxyLine line_;
};

ProxyServer::ProxyServer(ProxyServerConfig config)
    : config_(std::move(config)), stop_(::eventfd(0, EFD_CLOEXEC)) {
    ListeningSockets listening = listenOnLoopback({"127.0.0.1"});
    port_ = listening.port;
    listener_ = std::move(listening.sockets.front());
    thread_ = std::thread([this] { serve(); });
}

ProxyServer::~ProxyServer() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_.get(), &one, sizeof one);
    thread_.join();
    for (std::thread& client : clients_) {
        client.join();
    }
}

void ProxyServer::serve() {
    for (;;) {
        std::array<pollfd, 2> all{pollfd{stop_.get(), POLLIN, 0},
                                  pollfd{listener_.get(), POLLIN, 0}};
        ::poll(all.data(), all.size(), -1);
        if ((all[0].revents & POLLIN) != 0) {
            return;
        }
        const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0) {
            const std::lock_guard lock(guard_);
            ++accepted_;
            clients_.emplace_back([this, fd] { Client(*this, fd).run(); });
        }
    }
}

void ProxyServer::remember(const std::string& target, const std::string& told) {
    const std::lock_guard lock(guard_);
    if (!target.empty()) {
        targets_.push_back(target);
    }
    told_ += told;
}

/// Whether it is the one that is good now.
bool ProxyServer::countNonce(const std::string& nonce) {
    const std::lock_guard lock(guard_);
    return nonce == "n" + std::to_string(nonces_) && ++nonceUses_ <= config_.nonceLasts;
}

/// One that is good, a new one where the last was used up.
std::string ProxyServer::nonce() {
    const std::lock_guard lock(guard_);
    if (nonces_ == 0 || nonceUses_ > config_.nonceLasts) {
        ++nonces_;
        nonceUses_ = 0;
    }
    return "n" + std::to_string(nonces_);
}

std::vector<std::string> ProxyServer::targets() const {
    const std::lock_guard lock(guard_);
    return targets_;
}

std::string ProxyServer::told() const {
    const std::lock_guard lock(guard_);
    return told_;
}

std::size_t ProxyServer::accepted() const {
    const std::lock_guard lock(guard_);
    return accepted_;
}

}  // namespace penstock
