#pragma once
// The command line, read into values. Pure: nothing is opened, nothing is printed.

#include "app/option_values.h"
#include "engine/engine_limits.h"
#include "engine/transfer_types.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace penstock {

/// `penstock [URL…]`: the window, with the add dialog for what was given.
struct WindowOptions {
    std::vector<std::string> urls;
};

/// `penstock get …`: downloads without a window.
struct GetOptions {
    std::vector<std::string> urls;
    std::string inputFile;                   // -i; "-" is standard input
    std::string outputFile;                  // -o; with one URL only
    std::string directory;                   // -d; empty: the working directory
    std::vector<HeaderField> headers;        // --header, in order
    std::string caFile;                      // --cacert
    std::vector<std::string> trustedKeys;    // --trust-key, in order
    std::optional<std::string> proxy;        // --proxy; empty: none, whatever the environment says
    std::optional<std::string> noProxy;      // --no-proxy
    std::optional<Credentials> login;        // --user
    std::string netRcFile;                   // --netrc-file
    std::string cookieFile;                  // --cookies
    std::vector<std::string> mirrors;        // --mirror, in order; of one URL only
    std::optional<Checksum> checksum;        // --checksum; of one URL only
    std::uint64_t rateLimit = 0;             // --limit-rate, bytes per second for each URL; 0: none
    std::uint64_t totalLimit = 0;            // --limit-total, of all URLs together; 0: none
    std::uint64_t hostLimit = 0;             // --limit-host, of each host; 0: none
    Priority priority = Priority::Normal;    // --priority
    std::string queue;                       // --queue, one of the window's; empty: none
    int tries = 5;                           // --tries
    std::chrono::seconds connectTimeout{0};  // --connect-timeout; 0: as usual
    std::chrono::seconds firstByteTimeout{0};  // --first-byte-timeout, of an answer; the same
    std::chrono::seconds stallTimeout{0};      // --stall-timeout, of more of it; the same
    std::chrono::seconds timeout{0};           // --timeout, both where they are not given; the same
    std::string userAgent;                     // --user-agent
    std::string referrer;                      // --referer
    int maxActive = kUsualActiveTransfers;     // --max-active
    int maxPerHost = kUsualConnectionsPerHost;  // --max-per-host
    int connections = 4;                        // -x, of one file at the same time
    std::string onComplete;                     // --on-download-complete; empty: none
    bool inOrder = false;                       // --in-order
    bool json = false;
    bool sockets = false;
};

/// Says something on standard output and exits 0.
struct PrintAndExit {
    std::string text;
};

/// A wrong command line: the sentence and the usage go to standard error, exit 2.
struct UsageError {
    std::string sentence;
    std::string usage;
};

using CommandLine = std::variant<WindowOptions, GetOptions, PrintAndExit, UsageError>;

/// Reads what follows the program's name. Options and URLs mix; `--` ends the options.
CommandLine parseCommandLine(std::span<const std::string_view> arguments);

/// What --checksum and checksum= need, after their name.
inline constexpr std::string_view kChecksumForm =
    "needs the digits of an MD5, SHA-1 or SHA-2 digest, such as sha-256:0123\u2026";

/// What --mirror and mirror= need, after their name.
inline constexpr std::string_view kMirrorForm =
    "needs an address that begins with http:// or https://";

/// What `penstock get` takes, by long name; beside these --help and --version.
std::vector<std::string_view> getOptionNames();

}  // namespace penstock
