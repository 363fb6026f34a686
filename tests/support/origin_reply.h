#pragma once
// From a request and a rule to what is to be sent. Pure: no socket, no clock.

#include "tests/support/origin_rules.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace penstock {

/// A piece of an answer: wait, send `bytes`, send `content`, then do what `after` says.
struct OriginPiece {
    enum class After : std::uint8_t {
        Continue,  // with the next piece, or the next request
        Close,     // FIN, over TLS with close_notify
        Cut,       // FIN alone
        Reset,     // RST
        Stall,     // nothing more, ever
    };

    Duration delay{};
    std::string bytes = {};  // head and framing: not counted, not rate-limited
    ByteRange content = {};  // of the content of `seed`, or of `literal`
    std::uint64_t seed = 0;
    std::optional<std::string> literal = {};
    std::uint64_t chunkSize = 0;  // 0: not chunked
    std::uint64_t rate = 0;
    std::size_t bytesPerWrite = 0;
    After after = After::Continue;
};

/// Takes one request head from the front of `input`; nullopt when it is not all there. What is not
/// HTTP gives a request without a method.
std::optional<RequestLog> takeRequest(std::string& input);

/// The answer of `rule` (null: 404) to `request`, whose numbers are set. Never empty.
std::deque<OriginPiece> answerOf(const Rule* rule, const RequestLog& request);

/// Exact bytes as pieces.
std::deque<OriginPiece> piecesOf(const std::vector<RawStep>& script);

}  // namespace penstock
