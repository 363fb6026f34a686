#include "engine/wait_types.h"

#include <numeric>

namespace penstock {

const char* waitWord(WaitsFor waitsFor) noexcept {
    switch (waitsFor) {
        case WaitsFor::Nothing:
            return "nothing";
        case WaitsFor::Answer:
            return "answer";
        case WaitsFor::TcpConnect:
            return "TCP connect";
        case WaitsFor::ProxyReply:
            return "proxy reply";
        case WaitsFor::TlsHandshake:
            return "TLS handshake";
        case WaitsFor::Send:
            return "send";
        case WaitsFor::FirstByte:
            return "first byte";
        case WaitsFor::Headers:
            return "headers";
        case WaitsFor::Body:
            return "body";
        case WaitsFor::Disk:
            return "write-back";
        case WaitsFor::RateTokens:
            return "rate tokens";
        case WaitsFor::NextRequest:
            return "next request";
        case WaitsFor::Close:
            return "close";
        case WaitsFor::Slot:
            return "slot";
        case WaitsFor::Stream:
            return "stream";
        case WaitsFor::Host:
            return "a place at the host";
        case WaitsFor::List:
            return "list";
        case WaitsFor::Check:
            return "checksum";
        case WaitsFor::Retry:
            return "retry";
        case WaitsFor::RetryAfter:
            return "retry-after";
        case WaitsFor::Space:
            return "space";
        case WaitsFor::Descriptors:
            return "descriptors";
        case WaitsFor::Schedule:
            return "schedule";
        case WaitsFor::Decision:
            return "decision";
        case WaitsFor::Resume:
            return "resume";
    }
    return "";
}

Duration WaitShares::total() const noexcept {
    return std::accumulate(spent_.begin() + 1, spent_.end(), Duration{});
}

}  // namespace penstock
