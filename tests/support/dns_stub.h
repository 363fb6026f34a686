#pragma once
// A name server for tests: UDP and TCP on 127.0.0.1, one port, whose answers, good or bad, are
// scripted by name.
//
// Works only while somebody calls pump(); DnsStubThread does so on a thread of its own. Every other
// call is safe from any thread. The constructor throws std::runtime_error when it cannot listen.

#include "tests/support/pumped.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

enum class DnsType : std::uint16_t { A = 1, Cname = 5, Aaaa = 28 };

/// What is known of a name. The defaults answer at once, truthfully and over either transport.
/// Answers over 512 bytes set TC over UDP and come whole over TCP (RFC 1035 section 4.2).
struct DnsEntry {
    std::vector<std::string> a = {};     // IPv4 literals
    std::vector<std::string> aaaa = {};  // IPv6 literals
    std::string cname = {};              // the answer goes on with that name's records, loops too
    int rcode = 0;                       // 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED: no records then
    std::uint32_t ttl = 60;              // seconds

    std::chrono::milliseconds delayA{0};
    std::chrono::milliseconds delayAaaa{0};
    bool dropA = false;
    bool dropAaaa = false;
    unsigned dropFirst = 0;  // so many queries of each type get no answer

    bool truncate = false;   // TC over UDP whatever the size
    bool closeTcp = false;   // a TCP query is answered by FIN
    bool junkFirst = false;  // UDP: empty, short, wrong id, wrong question, then the answer
};

struct DnsQuery {
    std::string name = {};  // lower case, without the last dot
    DnsType type = DnsType::A;
    bool tcp = false;
    TimePoint time{};
};

class DnsStub final : public Pumped {
public:
    explicit DnsStub(std::function<TimePoint()> clock = steadyClock());
    ~DnsStub() override;

    bool pump(int timeoutMs) override;
    [[nodiscard]] std::optional<TimePoint> nextDeadline() const override;
    [[nodiscard]] int pollFd() const override;
    void wake() override;

    /// UDP and TCP. c-ares takes it as ARES_OPT_UDP_PORT and ARES_OPT_TCP_PORT.
    [[nodiscard]] std::uint16_t port() const;

    /// Adds or replaces. Names are case-insensitive, without the last dot; others are NXDOMAIN.
    void add(std::string_view name, DnsEntry entry);

    [[nodiscard]] std::vector<DnsQuery> queries() const;
    /// Over UDP and TCP together.
    [[nodiscard]] std::size_t queryCount(std::string_view name, DnsType type) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A DnsStub that runs by itself until it goes: in real time, or at that of a `clock` which whoever
/// moves it follows by a wake().
class DnsStubThread {
public:
    explicit DnsStubThread(std::function<TimePoint()> clock = steadyClock())
        : stub_(std::move(clock)), thread_(stub_) {}

    [[nodiscard]] DnsStub& operator*() noexcept { return stub_; }

    [[nodiscard]] DnsStub* operator->() noexcept { return &stub_; }

    void stop() { thread_.stop(); }

private:
    DnsStub stub_;
    PumpThread thread_;
};

/// `count` different addresses in 127.1.0.0/16.
std::vector<std::string> manyAddresses(std::size_t count);

/// Text of a resolver file that names 127.0.0.1 only, one try and no search list. The format knows
/// no port (c-ares 1.18): set that by option.
std::string resolvConf();

}  // namespace penstock
