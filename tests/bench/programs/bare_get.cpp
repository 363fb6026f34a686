// penstock-bench-bare PORT PATH OUTPUT [CA]: the least that a download can be. One blocking
// connection to the loopback, recv (with CA: SSL_read) and pwrite, nothing kept, nothing checked
// but the length. What a client costs beyond this is its own.

#include "engine/base/unique_fd.h"

#include <openssl/ssl.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using penstock::UniqueFd;

constexpr std::size_t kBuffer = 256U << 10U;

void require(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(what);
    }
}

struct Free {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }

    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

class Stream {
public:
    Stream(std::uint16_t port, const char* authority)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        require(::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0,
                "no connection");
        if (authority == nullptr) {
            return;
        }
        context_.reset(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        require(SSL_CTX_load_verify_locations(context_.get(), authority, nullptr) == 1,
                "the authority cannot be read");
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), fd_.get());
        require(SSL_set1_host(ssl_.get(), "localhost") == 1 && SSL_connect(ssl_.get()) == 1,
                "no trusted connection");
    }

    void send(std::string_view text) {
        const auto sent = ssl_ ? SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()))
                               : ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
        require(sent == static_cast<ssize_t>(text.size()), "the request cannot be sent");
    }

    std::size_t receive(std::span<char> into) {
        const auto got = ssl_ ? SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size()))
                              : ::recv(fd_.get(), into.data(), into.size(), 0);
        require(got > 0, "the answer ended too early");
        return static_cast<std::size_t>(got);
    }

private:
    UniqueFd fd_;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> ssl_;
};

std::uint64_t lengthIn(std::string_view head) {
    constexpr std::string_view kField = "\r\nContent-Length: ";
    const std::size_t field = head.find(kField);
    require(field != std::string_view::npos, "the answer has no length");
    const char* digits = head.data() + field + kField.size();
    std::uint64_t length = 0;
    std::from_chars(digits, head.data() + head.size(), length);
    return length;
}

void get(std::uint16_t port, const std::string& path, const char* output, const char* authority) {
    Stream stream(port, authority);
    stream.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    std::vector<char> buffer(kBuffer);
    std::size_t filled = 0;
    std::size_t body = std::string_view::npos;
    while (body == std::string_view::npos) {
        filled += stream.receive(std::span(buffer).subspan(filled));
        body = std::string_view(buffer.data(), filled).find("\r\n\r\n");
    }
    body += 4;
    const std::uint64_t length = lengthIn({buffer.data(), body});
    const UniqueFd file(::open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    require(static_cast<bool>(file), "the file cannot be made");
    std::uint64_t at = 0;
    const auto write = [&](std::span<const char> bytes) {
        require(::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(at)) ==
                    static_cast<ssize_t>(bytes.size()),
                "the file cannot be written");
        at += bytes.size();
    };
    write(std::span(buffer).subspan(body, filled - body));
    while (at < length) {
        write(std::span(buffer).first(stream.receive(buffer)));
    }
}

}  // namespace

int main(int count, char** words) {
    const std::span<char*> arguments(words, static_cast<std::size_t>(count));
    if (count != 4 && count != 5) {
        std::cerr << "usage: penstock-bench-bare PORT PATH OUTPUT [CA]\n";
        return EXIT_FAILURE;
    }
    try {
        get(static_cast<std::uint16_t>(std::strtoul(arguments[1], nullptr, 10)), arguments[2],
            arguments[3], count == 5 ? arguments[4] : nullptr);
    } catch (const std::exception& failure) {
        std::cerr << "penstock-bench-bare: " << failure.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
