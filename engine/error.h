#pragma once
// What went wrong, as a kind for the program and a sentence for the person.
//
// Values only; any thread. A would-block is never an Error. The kinds are the classes of
// tests/scenarios; name() gives the form used in logs, JSON and tests ("Connect.Refused").

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace penstock {

struct TrustedKey;  // engine/trust_types.h

enum class ErrorKind : std::uint8_t {
    Nothing,
    // Url: the address itself is unusable. Nothing was sent.
    UrlBad,
    UrlBadHost,
    UrlScheme,
    // Dns
    DnsNotFound,
    DnsNoData,
    DnsServFail,
    DnsTimeout,
    // Connect
    ConnectRefused,
    ConnectUnreachable,
    ConnectReset,
    ConnectTimeout,
    ConnectFailed,
    ConnectDropped,  // by a person; its transfer goes on at once
    ProxyRefused,    // by the proxy: it does not lead there
    ProxySocks,      // the same of one that speaks SOCKS, a login that it refuses included
    // Tls
    TlsExpired,
    TlsNotYetValid,
    TlsHostMismatch,
    TlsUntrusted,
    TlsWeak,
    TlsNotTls,
    TlsBadRecord,
    TlsHostUnknown,
    TlsClientCert,
    TlsRevoked,
    TlsBadStaple,
    TlsNoTrustStore,
    TlsTimeout,
    TlsFailed,
    // Timeout: after the connection is up
    TimeoutFirstByte,
    TimeoutHeaders,
    TimeoutStall,
    TimeoutQueue,
    TimeoutTotal,
    // Proto: the peer does not speak HTTP/1.1 as RFC 9112 has it
    ProtoStatusLine,
    ProtoBadHeader,
    ProtoHeaderTooLarge,
    ProtoFraming,
    ProtoChunk,
    ProtoInterim,
    ProtoUpgrade,
    ProtoUnexpected,
    ProtoEmptyReply,
    // Http: a well-formed answer that is no file
    HttpStatus,
    HttpGone,
    HttpServer,
    HttpCaptive,      // a network on the way answers instead, mostly since it wants a login first
    AuthNeeded,       // a login is wanted, or another one
    AuthUnsupported,  // a login is wanted in a way that is not known here
    ProxyLogin,       // a proxy wants a login, or another one: it is said where the proxy is
    // Trunc: the connection ended before the announced end
    TruncBody,
    TruncHeaders,
    // Redir
    RedirTooMany,
    RedirDowngrade,
    RedirBadScheme,
    RedirBad,
    PolicyPrivateNet,
    // Enc
    EncUnsupported,
    EncCorrupt,
    EncBomb,
    // Range and entity: a resume that cannot be trusted
    RangeBad,
    RangeMismatch,
    RangeEncoded,
    RangeMultipart,
    EntityChanged,
    // Disk and names
    DiskNoSpace,
    DiskIo,
    DiskDenied,
    DiskReadOnly,
    DiskMissing,
    DiskTooLarge,
    DiskBusy,
    NameNotRegular,
    NameBad,
    // The list and the journal
    JournalFailed,
    JournalForeign,
    JournalNewer,
    // Check: all came, and it is not what it was to be
    CheckMismatch,  // the file has another checksum
    CheckPart,      // a range of it has another digest than the answer that brought it says
    // Engine
    ResFds,
    LoopRefused,
    Internal,
};

/// What `ErrorKind` belongs to.
enum class ErrorClass : std::uint8_t {
    Nothing,
    Url,
    Dns,
    Connect,
    Tls,
    Timeout,
    Proto,
    Http,
    Trunc,
    Redir,
    Enc,
    Range,
    Disk,
    Name,
    Journal,
    Engine,
    Check,
};

/// "Connect.Refused"; "None" for Nothing. Static storage.
std::string_view name(ErrorKind kind) noexcept;

ErrorClass classOf(ErrorKind kind) noexcept;

/// An error by value. `sentence` is complete, in English, for a person, names host or file, ends
/// without a full stop and holds no secret. `evidence` may hold what was seen, or what may help: a
/// line, of a certificate several. `systemError` is the errno behind it, or 0.
struct Error {
    ErrorKind kind = ErrorKind::Nothing;
    std::string sentence;
    std::string evidence;
    int systemError = 0;
    /// Of a certificate that only a person can trust: whose key that would be. Null: nothing can be
    /// done that way. Never stored. Owned by the copies of this error, and never changed.
    std::shared_ptr<const TrustedKey> trustable = nullptr;

    [[nodiscard]] bool ok() const noexcept { return kind == ErrorKind::Nothing; }

    bool operator==(const Error&) const = default;
};

/// A value or an Error. `value()` and `error()` require that `ok()` says so.
template <typename T>
class [[nodiscard]] Result {
public:
    // NOLINTBEGIN(google-explicit-constructor): a function returns either as it is.
    Result(T&& value) : content_(std::in_place_index<0>, std::move(value)) {}

    Result(const T& value) : content_(std::in_place_index<0>, value) {}

    Result(Error&& error) : content_(std::in_place_index<1>, std::move(error)) {}

    Result(const Error& error) : content_(std::in_place_index<1>, error) {}

    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] bool ok() const noexcept { return content_.index() == 0; }

    explicit operator bool() const noexcept { return ok(); }

    [[nodiscard]] T& value() & { return std::get<0>(content_); }

    [[nodiscard]] const T& value() const& { return std::get<0>(content_); }

    [[nodiscard]] T&& value() && { return std::get<0>(std::move(content_)); }

    [[nodiscard]] const Error& error() const { return std::get<1>(content_); }

private:
    std::variant<T, Error> content_;
};

}  // namespace penstock
