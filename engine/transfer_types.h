#pragma once
// Values that describe transfers, for every room. No behaviour, no threads, no ownership: copies
// travel between the engine's thread and the window's.
//
// Sizes are bytes, rates bytes per second; wall-clock times say so.

#include "engine/checksum.h"
#include "engine/error.h"
#include "engine/host_types.h"
#include "engine/login_types.h"
#include "engine/short_list.h"
#include "engine/time_types.h"
#include "engine/trust_types.h"
#include "engine/wait_types.h"

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

class Sink;

/// Identifies a transfer for the life of a list, over restarts too. Never reused. 0 is no transfer.
enum class TransferId : std::uint64_t { Nothing = 0 };

/// A field of a request or response (RFC 9110 section 5). The name keeps its case.
struct HeaderField {
    std::string name;
    std::string value;

    bool operator==(const HeaderField&) const = default;
};

/// Who goes first among those that wait for a slot or for a place at a host, and who gets more of a
/// rate limit that they share: a third as much, as usual, three times as much.
enum class Priority : std::uint8_t { Low, Normal, High };

/// "high": for logs, JSON and the journal, whose lists keep it. Static storage.
std::string_view name(Priority priority) noexcept;
/// The priority of that name, if there is one.
std::optional<Priority> priorityNamed(std::string_view text) noexcept;

/// Where to in the order of the list. Up and Down: past one neighbour.
enum class Place : std::uint8_t { Up, Down, Top, Bottom };

/// What one transfer does otherwise than EngineLimits and EngineConfig say. Zero, or empty: as
/// those. Kept in the list. How long a lookup may take is the same for all.
struct TransferOptions {
    std::chrono::milliseconds connect{0};    // until one of a host's addresses has answered, and
                                             // as much for the TLS handshake
    std::chrono::milliseconds firstByte{0};  // of an answer
    std::chrono::milliseconds stall{0};      // without a byte of the body
    int attempts = 0;                        // EngineLimits::attempts
    int connections = 0;                     // EngineLimits::connections
    std::string userAgent = {};              // wherever it is led; a field of `headers` goes before
    std::string referrer = {};               // an address, the same
    /// By way of whom, as `--proxy` takes it, whatever EngineConfig::proxies says: an address, or
    /// kDirectly. The list keeps it without its user and password: a proxy that wants them asks in
    /// vain after a restart (Proxy.Login).
    std::string proxy = {};

    /// TransferOptions::proxy for one that goes by way of nobody.
    static constexpr std::string_view kDirectly = "none";

    bool operator==(const TransferOptions&) const = default;
};

/// What a person asks for. Only `url` is required.
struct TransferRequest {
    std::string url = {};        // http: or https:, absolute; userinfo becomes `login`
    std::string directory = {};  // absolute; created if missing. Unused with a sink
    /// The final name; empty: Content-Disposition, else the URL's last segment.
    std::string name = {};
    std::vector<HeaderField> headers = {};  // own fields; stay with the origin they were given for
    /// Bytes per second; 0: none. Counts the bytes of the file, or what the sink gets: chunks and a
    /// content coding are undone first, and heads and TLS are not counted. Over any 2 s it holds
    /// within 3 % or 32 KiB, whichever is more, from the first byte on, and no more than that is
    /// read ahead.
    std::uint64_t rateLimit = 0;
    bool startPaused = false;
    /// The pieces next to the beginning first, for a film that is watched while it comes.
    bool inOrder = false;
    Priority priority = Priority::Normal;
    std::string queue = {};  // QueueSettings::name; empty, or not known: that of all others
    /// What the file is to have, else it is never given its name (Check.Mismatch). Goes before what
    /// the server says.
    std::optional<Checksum> checksum = {};
    /// Further addresses of the same file, as `url`. Own fields go to them only where they have its
    /// origin.
    std::vector<std::string> mirrors = {};
    TransferOptions options = {};
    /// For the origin of `url`, once that asks (RFC 9110 section 11); goes before one that stands
    /// in `url`, from where it is taken out. Never stored: after a restart it is asked for anew.
    std::optional<Credentials> login = {};
    /// Keys (TrustedKey::key) that the server of `url` may show though no authority vouches for it,
    /// beside those of EngineConfig. For its host and port only; never stored.
    std::vector<std::string> trustedKeys = {};
    /// Instead of a file; shared with the caller, who reads from it later.
    std::shared_ptr<Sink> sink = {};
};

/// Where a transfer stands. See the table in engine/transfer/transfer_state.h.
enum class TransferState : std::uint8_t {
    Queued,     // waits for a slot
    Probing,    // asked; no acceptable answer yet (lookup, connect, handshake, first byte)
    Receiving,  // body bytes are expected or arriving
    Verifying,  // all bytes are there; flush, check, rename
    Waiting,    // lost; tries again at `wait.until`, or when a condition is met
    Paused,     // by a person
    Settling,   // asked to stop; disk jobs are still out
    Asking,     // needs a decision, see `question`
    Done,
    Failed,
};

/// "receiving": for logs, JSON and the journal, whose lists keep it. Static storage.
std::string_view name(TransferState state) noexcept;
/// The state of that name, if there is one.
std::optional<TransferState> transferStateNamed(std::string_view text) noexcept;

/// What an Asking transfer asks.
enum class Question : std::uint8_t {
    Nothing,
    EntityChanged,   // the file on the server is another one now: StartOver, or Stop?
    PrivateNetwork,  // a public server points into a private network: Allow, or Stop?
    Login,           // a server wants a login, or another one: Engine::logIn(), or Stop?
    Certificate,     // only a person can trust it, see Error::trustable: Trust, or Stop?
};

/// Why a file that came as its server said may not be what was meant, or not all of it.
enum class Doubt : std::uint8_t {
    Nothing,
    WebPage,   // a page came where the address names another kind of file: a login, a portal
    NoLength,  // it ended with its connection, and nothing said how long it was to be
};

/// "web page", "no length", or "": for logs, JSON and the journal. Static storage.
std::string_view name(Doubt doubt) noexcept;
/// The doubt of that name; Nothing if there is none.
Doubt doubtNamed(std::string_view text) noexcept;

/// Answers to a Question.
enum class Choice : std::uint8_t {
    StartOver,  // new part from byte 0; the old part goes when the new is whole
    Stop,       // paused; what is here stays
    Allow,      // this transfer may be led to private networks, for as long as this engine lives
    Trust,      // Engine::trustKey() with what `error` names
};

/// What becomes of the bytes when a transfer is removed. KeepFile leaves a finished file, and
/// unlinks an unfinished part; DeleteFile unlinks either (only what is ours, see FileId).
enum class Removal : std::uint8_t { KeepFile, DeleteFile };

/// Half open: [begin, end).
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] std::uint64_t size() const noexcept { return end - begin; }

    bool operator==(const ByteRange&) const = default;
};

/// Sorted, disjoint; mostly one.
using ByteRanges = ShortList<ByteRange, 1>;

/// A range of a file that one connection is to bring.
struct SegmentSnapshot {
    ByteRange range;
    std::uint64_t at = 0;  // the next byte that comes: [range.begin, at) is here
    std::uint64_t bytesPerSecond = 0;
    std::uint64_t socket = 0;  // SocketSnapshot::serial; 0: none yet

    bool operator==(const SegmentSnapshot&) const = default;
};

/// What has become of one of the addresses that a file has.
enum class SourceState : std::uint8_t {
    Untried,  // nothing was asked there yet
    InUse,    // asked, and nothing speaks against it
    Spare,  // is the same file as far as can be told, but proves nothing: for when the others fail
    Dropped,  // asked for nothing more, for `reason`
};

/// "untried", "in use", "spare", "dropped". Static storage.
std::string_view name(SourceState state) noexcept;

struct SourceSnapshot {
    std::string url;   // as given, without userinfo
    std::string host;  // that answered last, redirects followed
    SourceState state = SourceState::Untried;
    Error reason;             // why it was dropped
    std::uint64_t bytes = 0;  // that it brought, since the engine knows the transfer; in answers
                              // that are over

    bool operator==(const SourceSnapshot&) const = default;
};

/// Everything about one transfer that has strings or changes seldom. Sent when the state changes.
struct TransferSnapshot {
    // Not defaulted: else most would be filled with zeros first, and then with what stands here.
    TransferSnapshot() {}  // NOLINT(modernize-use-equals-default)

    TransferId id = TransferId::Nothing;
    std::string url;   // as given, without userinfo
    std::string host;  // of the URL asked last, after redirects
    std::string directory;
    std::string name;      // final name as known so far; never empty. With a sink only a label
    std::string partName;  // "NAME.part" while it exists in `directory`, else empty
    TransferState state = TransferState::Queued;
    Wait wait;          // what it waits for at this moment; Nothing when it is done
    WaitShares waited;  // the waits before that, since the engine knows it: with it, its age
    Question question = Question::Nothing;
    Error error;                   // why Failed, Waiting or Asking; Nothing otherwise
    Doubt doubt = Doubt::Nothing;  // worth saying when it is done
    std::string note;  // something worth saying that is no error ("Started over: …"); may be empty
    std::optional<std::uint64_t> total;     // whole size, when known
    std::uint64_t received = 0;             // bytes of the file that are here
    ByteRanges ranges;                      // which of them
    std::vector<SegmentSnapshot> segments;  // that are under way, while they are several
    std::vector<SourceSnapshot> sources;    // the address first; empty without mirrors
    std::uint64_t checked = 0;              // bytes of the digest that is being made, see Wait
    bool resumable = false;                 // the server has promised ranges and a validator
    /// What is here (see `received`) would be fetched anew after a stop: the server has neither
    /// given nor announced ranges. Not of what is done.
    bool startsOver = false;
    std::uint64_t rateLimit = 0;
    Priority priority = Priority::Normal;
    std::string queue;          // empty: that of all others
    std::int64_t position = 0;  // in the order of the list: the smaller, the earlier
    int attempt = 0;            // failed tries in this streak
    int maxAttempts = 0;
    std::chrono::system_clock::time_point added;                    // wall clock
    std::optional<std::chrono::system_clock::time_point> finished;  // wall clock
    int activeSockets = 0;
    int allowedSockets = 1;
    /// Why there are no more of them; see connectionsText().
    MoreConnections moreConnections = MoreConnections::Nothing;
    std::optional<std::chrono::system_clock::time_point> ceilingSince;  // wall clock; HostCeiling
    std::optional<TimePoint> moreConnectionsAt;                         // RetryAfter: until then
    bool inOrder = false;
};

/// What moves while bytes arrive; of a transfer over several connections one for each range that
/// grows, alike in all else. Trivially copyable; pulled, never pushed.
struct TransferProgress {
    TransferId id = TransferId::Nothing;
    std::uint64_t received = 0;
    std::uint64_t total = kUnknown;
    std::uint64_t rangeBegin = 0;  // the range that grows: [rangeBegin, rangeEnd)
    std::uint64_t rangeEnd = 0;
    std::uint64_t bytesPerSecond = 0;
    std::uint64_t checked = 0;  // as in TransferSnapshot
    std::int32_t activeSockets = 0;
    Wait wait;
    /// The segment whose range grows; empty in the first of a transfer's, which begins them anew.
    SegmentSnapshot segment;

    static constexpr std::uint64_t kUnknown = ~std::uint64_t{0};
};

}  // namespace penstock
