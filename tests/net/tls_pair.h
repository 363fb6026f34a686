#pragma once
// TlsFilter and a TLS server, joined in memory under a fake clock.

#include "engine/net/tls_filter.h"
#include "tests/net/loop_host.h"
#include "tests/net/memory_tls.h"
#include "tests/support/fake_clock.h"

#include <array>
#include <chrono>
#include <memory>
#include <string>

namespace penstock {

/// One client and one server over a pipe in memory.
struct TlsPair {
    FakeClock clock;
    LoopHost host{clock};
    MemoryPipe pipe;
    MemoryTlsServer server;
    TlsFilter client;

    TlsPair(TlsContext& context, const MemoryServerOptions& options, const std::string& name,
            const std::string& sessionKey = {}, const PersonalTrust& trust = {})
        : server(pipe, options),
          client(std::make_unique<MemoryFilter>(pipe), host.parts(), context, name,
                 std::chrono::seconds{30}, sessionKey, trust) {}

    Step handshake() { return driveHandshake(client, server, pipe); }

    IoResult recv(std::string& text) {
        std::array<std::byte, 4096> buffer{};
        const IoResult result = client.recv(buffer);
        text.append(reinterpret_cast<const char*>(buffer.data()), result.bytes);
        return result;
    }
};

}  // namespace penstock
