#include "tests/bench/programs/race_origin.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace penstock::bench {

namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kEntityTag = "\"race\"";
constexpr int kTick = 2;  // milliseconds between two helpings
constexpr std::uint64_t kRacers = 8;
constexpr std::chrono::seconds kSpeedHolds{2};
constexpr double kSlowest = 0.02;  // of the full speed, where speeds change
// What a connection may save up, as time: more than a tick, less than a client can see.
constexpr double kBurstSeconds = 0.02;

void require(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error(what);
    }
}

struct Asked {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool range = false;
    bool valid = true;
};

Asked askedOf(std::string_view request, std::size_t size) {
    constexpr std::string_view kField = "\r\nRange: bytes=";
    const std::size_t field = request.find(kField);
    if (field == std::string_view::npos) {
        return {0, size, false, true};
    }
    const char* text = request.data() + field + kField.size();
    const char* end = request.data() + request.size();
    std::size_t first = 0;
    std::size_t last = size - 1;
    const auto begin = std::from_chars(text, end, first);
    if (begin.ec != std::errc{} || begin.ptr == end || *begin.ptr != '-') {
        return {0, size, false, true};
    }
    std::from_chars(begin.ptr + 1, end, last);
    return {first, std::min(last, size - 1) + 1, true, first <= last && first < size};
}

}  // namespace

std::optional<RaceProfile> raceProfileNamed(std::string_view name) noexcept {
    constexpr std::array<std::pair<std::string_view, RaceProfile>, 4> kNames{
        {{"alike", RaceProfile::Alike},
         {"one-slow", RaceProfile::OneSlow},
         {"changing", RaceProfile::Changing},
         {"refusing", RaceProfile::Refusing}}};
    for (const auto& [known, profile] : kNames) {
        if (known == name) {
            return profile;
        }
    }
    return std::nullopt;
}

RaceOrigin::RaceOrigin(const Settings& settings)
    : settings_(settings),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      random_(settings.seed) {
    const UniqueFd file(::open(settings_.file.c_str(), O_RDONLY | O_CLOEXEC));

    struct stat status {};

    require(file && ::fstat(file.get(), &status) == 0 && status.st_size > 0,
            "the file cannot be read");
    size_ = static_cast<std::size_t>(status.st_size);
    void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.get(), 0);
    require(mapped != MAP_FAILED, "the file cannot be mapped");
    bytes_ = static_cast<const char*>(mapped);
    slow_ = std::uniform_int_distribution<std::uint64_t>(0, kRacers - 1)(random_);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(::bind(listener_.get(), generic, length) == 0 && ::listen(listener_.get(), 64) == 0 &&
                ::getsockname(listener_.get(), generic, &length) == 0,
            "cannot listen on the loopback");
    port_ = ntohs(address.sin_port);
    for (const int fd : {listener_.get(), STDIN_FILENO}) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        require(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0, "epoll refuses");
    }
}

RaceOrigin::~RaceOrigin() {
    ::munmap(const_cast<char*>(bytes_), size_);
}

void RaceOrigin::run() {
    std::array<epoll_event, 64> events;
    for (;;) {
        const bool busy = std::any_of(peers_.begin(), peers_.end(),
                                      [](const auto& peer) { return peer && peer->answering(); });
        const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                       busy ? kTick : -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == STDIN_FILENO) {
                return;
            }
            if (fd == listener_.get()) {
                accept();
            } else if (const auto index = static_cast<std::size_t>(fd); peers_[index]) {
                read(*peers_[index]);
            }
        }
        sendAll();
    }
}

double RaceOrigin::speed() {
    const double full = settings_.bytesPerSecond;
    switch (settings_.profile) {
        case RaceProfile::OneSlow:
            return accepted_ == slow_ ? full / 100 : full;
        case RaceProfile::Changing:
            return full *
                   std::exp(std::uniform_real_distribution<double>(std::log(kSlowest), 0)(random_));
        case RaceProfile::Alike:
        case RaceProfile::Refusing:
            break;
    }
    return full;
}

bool RaceOrigin::refused() {
    return settings_.profile == RaceProfile::Refusing && accepted_ > 0 &&
           std::bernoulli_distribution(0.5)(random_);
}

void RaceOrigin::accept() {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd) {
        return;
    }
    constexpr int kOn = 1;
    constexpr int kLittle = 64 << 10;  // so that what was sent is soon what has come
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDBUF, &kLittle, sizeof(kLittle));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd.get();
    require(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd.get(), &event) == 0, "epoll refuses");
    const auto index = static_cast<std::size_t>(fd.get());
    peers_.resize(std::max(peers_.size(), index + 1));
    auto peer = std::make_unique<Peer>();
    peer->fd = std::move(fd);
    peer->filled = Clock::now();
    peer->nextSpeed = peer->filled + kSpeedHolds;
    peer->bytesPerSecond = speed();
    peer->refused = refused();
    ++accepted_;
    peers_[index] = std::move(peer);
}

void RaceOrigin::read(Peer& peer) {
    std::array<char, 4096> bytes;
    const ssize_t got = ::recv(peer.fd.get(), bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            peers_[static_cast<std::size_t>(peer.fd.get())].reset();
        }
        return;
    }
    peer.in.append(bytes.data(), static_cast<std::size_t>(got));
}

void RaceOrigin::answer(Peer& peer, std::string_view request) {
    if (peer.refused) {
        peer.head =
            "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        return;
    }
    const Asked asked = askedOf(request, size_);
    if (!asked.valid) {
        peer.head = "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */" +
                    std::to_string(size_) + "\r\nContent-Length: 0\r\n\r\n";
        return;
    }
    peer.at = asked.begin;
    peer.end = asked.end;
    peer.head = asked.range ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n";
    if (asked.range) {
        peer.head += "Content-Range: bytes " + std::to_string(asked.begin) + "-" +
                     std::to_string(asked.end - 1) + "/" + std::to_string(size_) + "\r\n";
    }
    peer.head += "Accept-Ranges: bytes\r\nETag: " + std::string(kEntityTag) +
                 "\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
                 std::to_string(asked.end - asked.begin) + "\r\n\r\n";
}

void RaceOrigin::refill(Peer& peer, Clock::time_point now) {
    if (settings_.profile == RaceProfile::Changing && now >= peer.nextSpeed) {
        peer.bytesPerSecond = speed();
        peer.nextSpeed = now + kSpeedHolds;
    }
    const double passed = std::chrono::duration<double>(now - peer.filled).count();
    peer.filled = now;
    peer.allowance = std::min(peer.allowance + passed * peer.bytesPerSecond,
                              peer.bytesPerSecond * kBurstSeconds);
}

bool RaceOrigin::send(Peer& peer) {
    if (!peer.head.empty()) {
        // A head is smaller than any socket's buffer, and the first thing in it.
        if (::send(peer.fd.get(), peer.head.data(), peer.head.size(), MSG_NOSIGNAL) < 0) {
            return errno == EAGAIN;
        }
        peer.head.clear();
    }
    const std::size_t much = std::min(peer.end - peer.at, static_cast<std::size_t>(peer.allowance));
    if (much > 0) {
        const ssize_t sent = ::send(peer.fd.get(), bytes_ + peer.at, much, MSG_NOSIGNAL);
        if (sent < 0) {
            return errno == EAGAIN;
        }
        peer.at += static_cast<std::size_t>(sent);
        peer.allowance -= static_cast<double>(sent);
    }
    return !peer.refused || peer.answering();
}

void RaceOrigin::sendAll() {
    const Clock::time_point now = Clock::now();
    for (auto& peer : peers_) {
        if (!peer) {
            continue;
        }
        refill(*peer, now);
        if (const std::size_t end = peer->in.find(kHeadEnd);
            !peer->answering() && end != std::string::npos) {
            answer(*peer, std::string_view(peer->in).substr(0, end));
            peer->in.erase(0, end + kHeadEnd.size());
        }
        if (peer->answering() && !send(*peer)) {
            peer.reset();
        }
    }
}

}  // namespace penstock::bench
