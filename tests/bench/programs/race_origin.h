#pragma once
// An origin that gives each connection a speed of its own, so that clients with several connections
// can be raced: one thread, one epoll, plain HTTP/1.1 on the loopback, one file under every path.
//
// It answers GET, whole or one range of bytes (RFC 9110 section 14), with a strong entity tag, and
// keeps connections alive.

#include "engine/base/unique_fd.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::bench {

/// What connections get, by the order in which they came.
enum class RaceProfile : std::uint8_t {
    Alike,     // each the full speed
    OneSlow,   // one of the first eight a hundredth of it
    Changing,  // each another part of it every 2 s, from a fiftieth to the whole, log-uniform
    Refusing,  // of those after the first, half get 503 and are closed
};

std::optional<RaceProfile> raceProfileNamed(std::string_view name) noexcept;

class RaceOrigin {
public:
    struct Settings {
        std::string file;
        RaceProfile profile = RaceProfile::Alike;
        std::uint64_t seed = 1;
        double bytesPerSecond = 8e6;  // of one connection at full speed
    };

    /// Maps the file. Throws std::runtime_error when the system refuses something.
    explicit RaceOrigin(const Settings& settings);
    ~RaceOrigin();
    RaceOrigin(const RaceOrigin&) = delete;
    RaceOrigin& operator=(const RaceOrigin&) = delete;

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Serves until standard input ends.
    void run();

private:
    using Clock = std::chrono::steady_clock;

    struct Peer {
        UniqueFd fd;
        std::string in;
        std::string head;
        std::size_t at = 0;  // of the file: [at, end) is still to be sent
        std::size_t end = 0;
        double bytesPerSecond = 0;
        double allowance = 0;  // bytes that it may send now
        Clock::time_point filled;
        Clock::time_point nextSpeed;
        bool refused = false;

        [[nodiscard]] bool answering() const noexcept { return !head.empty() || at < end; }
    };

    void accept();
    void read(Peer& peer);
    void answer(Peer& peer, std::string_view request);
    void refill(Peer& peer, Clock::time_point now);
    /// False: the connection is over.
    bool send(Peer& peer);
    void sendAll();
    double speed();
    bool refused();

    Settings settings_;
    UniqueFd epoll_;
    UniqueFd listener_;
    std::uint16_t port_ = 0;
    const char* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::mt19937_64 random_;
    std::uint64_t slow_ = 0;      // the serial number of the slow one
    std::uint64_t accepted_ = 0;  // connections
    std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace penstock::bench
