#pragma once
// A name server on loopback with a resolver's configuration that leads to it. One thread, beside
// the name server's own.

#include "engine/net/resolver.h"
#include "tests/support/dns_stub.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// Counts what it is told, and does what a test wants then.
struct CountingListener final : LookupListener {
    int told = 0;
    std::function<void()> then;

    void lookupProgressed() override {
        ++told;
        if (then) {
            then();
        }
    }
};

/// The addresses of one family, as text.
std::vector<std::string> texts(const FamilyAnswer& answer);

/// Sets CARES_HOSTS to a hosts file of its own, which knows "listed.test" only.
class DnsFixture {
public:
    DnsFixture();

    [[nodiscard]] DnsStub& stub() { return **stub_; }

    /// From now on its port refuses.
    void stopAnswering() { stub_.reset(); }

    [[nodiscard]] std::string resolvConf() const { return dir_.file("resolv.conf"); }

    [[nodiscard]] ResolverConfig config(std::chrono::milliseconds deadline = std::chrono::seconds{
                                            15}) const;
    /// Queries for `host`, of both types together.
    [[nodiscard]] std::size_t asked(const std::string& host) const;

private:
    TempDir dir_;
    std::unique_ptr<DnsStubThread> stub_ = std::make_unique<DnsStubThread>();
};

}  // namespace penstock
