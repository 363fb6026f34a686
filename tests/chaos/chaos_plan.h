#pragma once
// What one transfer of a round is: what it asks for, how the origin serves it, and which errors
// that alone may lead to. Values, drawn from the round's dice.

#include "engine/error.h"
#include "tests/chaos/chaos_random.h"
#include "tests/support/dns_stub.h"
#include "tests/support/origin.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace penstock {

/// How far a transfer is, as far as a removal may hit it there.
enum class Stage : std::uint8_t { Nothing, Lookup, Connect, Handshake, Body };

/// How the host is named, and what its addresses are worth.
enum class Way : std::uint8_t {
    Literal,       // 127.0.0.1: no lookup
    Name,          // answered at once
    SlowName,      // in 40 and 90 ms
    LostQuery,     // the first query gets no answer
    HangingFirst,  // two addresses; a connect to the first hangs
    RefusedFirst,  // two addresses; the first refuses
};

/// What the origin does wrong, on the first answers only unless it says so.
enum class Fault : std::uint8_t {
    Nothing,
    Reset,      // RST in mid-body
    Truncated,  // FIN in mid-body
    Stall,      // silence in mid-body
    Busy,       // 503
    Missing,    // 404, always
};

struct ChaosPlan {
    std::size_t number = 0;  // within the round: names the path and the file
    bool tls = false;
    bool sink = false;
    bool redirected = false;
    bool gzip = false;
    bool ranges = true;
    OriginFraming framing = OriginFraming::Length;
    Way way = Way::Literal;
    Fault fault = Fault::Nothing;
    std::uint64_t size = 0;
    std::uint64_t rateLimit = 0;
    std::size_t bytesPerWrite = 0;
    Stage removeIn = Stage::Nothing;  // remove it as soon as it is there

    [[nodiscard]] std::string fileName() const { return std::to_string(number) + ".bin"; }

    /// Nobody can go on where a body broke off.
    [[nodiscard]] bool resumable() const noexcept { return ranges && !gzip; }

    /// Whether it may end with `kind` although nobody has interfered.
    [[nodiscard]] bool mayFailWith(ErrorKind kind) const noexcept {
        return fault == Fault::Missing && kind == ErrorKind::HttpStatus;
    }
};

ChaosPlan drawPlan(ChaosRandom& random, std::size_t number);

/// The bytes that must arrive.
std::string contentOf(const ChaosPlan& plan);

/// Makes `origin` serve it.
void serve(Origin& origin, const ChaosPlan& plan);

std::string urlOf(const Origin& origin, const ChaosPlan& plan);

/// The names of all ways, each without its last dot: for the zone and the certificate.
void fillZone(DnsStub& dns);
CertOptions certificateOptions();

// Where the two addresses of Way::HangingFirst lead is for the open hook to arrange.
inline constexpr const char* kHangingAddress = "192.0.2.1";
inline constexpr const char* kGoodAddress = "192.0.2.2";

}  // namespace penstock
