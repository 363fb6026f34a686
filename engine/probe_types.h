#pragma once
// What an address has, asked before it is added: the answer's head and nothing more. Values; no
// threads, no ownership.

#include "engine/error.h"
#include "engine/request_types.h"
#include "engine/transfer_types.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// Identifies a probe for the life of an engine. Never reused. 0 is none.
enum class ProbeId : std::uint64_t { Nothing = 0 };

struct ProbeOptions {
    std::vector<HeaderField> headers = {};  // as TransferRequest::headers
    std::string userAgent = {};             // instead of EngineConfig::userAgent
    std::string referrer = {};              // an address
    std::string proxy = {};                 // as TransferOptions::proxy
    std::optional<Credentials> login = {};  // as TransferRequest::login
    /// Until it is over, all included.
    std::chrono::milliseconds timeout{30'000};
};

struct ProbeResult {
    ProbeId id = ProbeId::Nothing;
    Error error;                        // ok(): a transfer would take this answer
    int status = 0;                     // of the last answer; 0: none came
    std::string finalUrl;               // redirects followed; the address itself without any
    std::optional<std::uint64_t> size;  // of the whole file, where the server says it
    std::string type;                   // Content-Type without parameters; may be empty
    std::string name;                   // what a transfer would call it
    bool resumable = false;             // a range was given, and there is a validator
    std::string etag;                   // as sent; may be empty
    std::string lastModified;           // as sent; may be empty
    std::vector<RequestAccount> requests;
};

/// Told once, from within a turn, when what has changed was told; may give commands as
/// EngineObserver::changed() may.
using ProbeAnswer = std::function<void(const ProbeResult&)>;

}  // namespace penstock
