#include "engine/error.h"

#include <array>

namespace penstock {

namespace {

struct KindRow {
    ErrorKind kind;
    ErrorClass errorClass;
    std::string_view name;
};

constexpr std::array kKinds{
    KindRow{ErrorKind::Nothing, ErrorClass::Nothing, "None"},
    KindRow{ErrorKind::UrlBad, ErrorClass::Url, "Url.Bad"},
    KindRow{ErrorKind::UrlBadHost, ErrorClass::Url, "Url.BadHost"},
    KindRow{ErrorKind::UrlScheme, ErrorClass::Url, "Url.Scheme"},
    KindRow{ErrorKind::DnsNotFound, ErrorClass::Dns, "Dns.NotFound"},
    KindRow{ErrorKind::DnsNoData, ErrorClass::Dns, "Dns.NoData"},
    KindRow{ErrorKind::DnsServFail, ErrorClass::Dns, "Dns.ServFail"},
    KindRow{ErrorKind::DnsTimeout, ErrorClass::Dns, "Dns.Timeout"},
    KindRow{ErrorKind::ConnectRefused, ErrorClass::Connect, "Connect.Refused"},
    KindRow{ErrorKind::ConnectUnreachable, ErrorClass::Connect, "Connect.Unreachable"},
    KindRow{ErrorKind::ConnectReset, ErrorClass::Connect, "Connect.Reset"},
    KindRow{ErrorKind::ConnectTimeout, ErrorClass::Connect, "Connect.Timeout"},
    KindRow{ErrorKind::ConnectFailed, ErrorClass::Connect, "Connect.Failed"},
    KindRow{ErrorKind::ConnectDropped, ErrorClass::Connect, "Connect.Dropped"},
    KindRow{ErrorKind::ProxyRefused, ErrorClass::Connect, "Proxy.Refused"},
    KindRow{ErrorKind::ProxySocks, ErrorClass::Connect, "Proxy.Socks"},
    KindRow{ErrorKind::TlsExpired, ErrorClass::Tls, "Tls.Expired"},
    KindRow{ErrorKind::TlsNotYetValid, ErrorClass::Tls, "Tls.NotYetValid"},
    KindRow{ErrorKind::TlsHostMismatch, ErrorClass::Tls, "Tls.HostMismatch"},
    KindRow{ErrorKind::TlsUntrusted, ErrorClass::Tls, "Tls.Untrusted"},
    KindRow{ErrorKind::TlsWeak, ErrorClass::Tls, "Tls.Weak"},
    KindRow{ErrorKind::TlsNotTls, ErrorClass::Tls, "Tls.NotTls"},
    KindRow{ErrorKind::TlsBadRecord, ErrorClass::Tls, "Tls.BadRecord"},
    KindRow{ErrorKind::TlsHostUnknown, ErrorClass::Tls, "Tls.HostUnknown"},
    KindRow{ErrorKind::TlsClientCert, ErrorClass::Tls, "Tls.ClientCert"},
    KindRow{ErrorKind::TlsRevoked, ErrorClass::Tls, "Tls.Revoked"},
    KindRow{ErrorKind::TlsBadStaple, ErrorClass::Tls, "Tls.BadStaple"},
    KindRow{ErrorKind::TlsNoTrustStore, ErrorClass::Tls, "Tls.NoTrustStore"},
    KindRow{ErrorKind::TlsTimeout, ErrorClass::Tls, "Tls.Timeout"},
    KindRow{ErrorKind::TlsFailed, ErrorClass::Tls, "Tls.Failed"},
    KindRow{ErrorKind::TimeoutFirstByte, ErrorClass::Timeout, "Timeout.FirstByte"},
    KindRow{ErrorKind::TimeoutHeaders, ErrorClass::Timeout, "Timeout.Headers"},
    KindRow{ErrorKind::TimeoutStall, ErrorClass::Timeout, "Timeout.Stall"},
    KindRow{ErrorKind::TimeoutQueue, ErrorClass::Timeout, "Timeout.Queue"},
    KindRow{ErrorKind::TimeoutTotal, ErrorClass::Timeout, "Timeout.Total"},
    KindRow{ErrorKind::ProtoStatusLine, ErrorClass::Proto, "Proto.StatusLine"},
    KindRow{ErrorKind::ProtoBadHeader, ErrorClass::Proto, "Proto.BadHeader"},
    KindRow{ErrorKind::ProtoHeaderTooLarge, ErrorClass::Proto, "Proto.HeaderTooLarge"},
    KindRow{ErrorKind::ProtoFraming, ErrorClass::Proto, "Proto.Framing"},
    KindRow{ErrorKind::ProtoChunk, ErrorClass::Proto, "Proto.Chunk"},
    KindRow{ErrorKind::ProtoInterim, ErrorClass::Proto, "Proto.Interim"},
    KindRow{ErrorKind::ProtoUpgrade, ErrorClass::Proto, "Proto.Upgrade"},
    KindRow{ErrorKind::ProtoUnexpected, ErrorClass::Proto, "Proto.Unexpected"},
    KindRow{ErrorKind::ProtoEmptyReply, ErrorClass::Proto, "Proto.EmptyReply"},
    KindRow{ErrorKind::HttpStatus, ErrorClass::Http, "Http.Status"},
    KindRow{ErrorKind::HttpGone, ErrorClass::Http, "Http.Gone"},
    KindRow{ErrorKind::HttpServer, ErrorClass::Http, "Http.Server"},
    KindRow{ErrorKind::HttpCaptive, ErrorClass::Http, "Http.Captive"},
    KindRow{ErrorKind::AuthNeeded, ErrorClass::Http, "Auth.Needed"},
    KindRow{ErrorKind::AuthUnsupported, ErrorClass::Http, "Auth.Unsupported"},
    KindRow{ErrorKind::ProxyLogin, ErrorClass::Http, "Proxy.Login"},
    KindRow{ErrorKind::TruncBody, ErrorClass::Trunc, "Trunc.Body"},
    KindRow{ErrorKind::TruncHeaders, ErrorClass::Trunc, "Trunc.Headers"},
    KindRow{ErrorKind::RedirTooMany, ErrorClass::Redir, "Redir.TooMany"},
    KindRow{ErrorKind::RedirDowngrade, ErrorClass::Redir, "Redir.Downgrade"},
    KindRow{ErrorKind::RedirBadScheme, ErrorClass::Redir, "Redir.BadScheme"},
    KindRow{ErrorKind::RedirBad, ErrorClass::Redir, "Redir.Bad"},
    KindRow{ErrorKind::PolicyPrivateNet, ErrorClass::Redir, "Policy.PrivateNet"},
    KindRow{ErrorKind::EncUnsupported, ErrorClass::Enc, "Enc.Unsupported"},
    KindRow{ErrorKind::EncCorrupt, ErrorClass::Enc, "Enc.Corrupt"},
    KindRow{ErrorKind::EncBomb, ErrorClass::Enc, "Enc.Bomb"},
    KindRow{ErrorKind::RangeBad, ErrorClass::Range, "Range.Bad"},
    KindRow{ErrorKind::RangeMismatch, ErrorClass::Range, "Range.Mismatch"},
    KindRow{ErrorKind::RangeEncoded, ErrorClass::Range, "Range.Encoded"},
    KindRow{ErrorKind::RangeMultipart, ErrorClass::Range, "Range.Multipart"},
    KindRow{ErrorKind::EntityChanged, ErrorClass::Range, "Entity.Changed"},
    KindRow{ErrorKind::DiskNoSpace, ErrorClass::Disk, "Disk.NoSpace"},
    KindRow{ErrorKind::DiskIo, ErrorClass::Disk, "Disk.Io"},
    KindRow{ErrorKind::DiskDenied, ErrorClass::Disk, "Disk.Denied"},
    KindRow{ErrorKind::DiskReadOnly, ErrorClass::Disk, "Disk.ReadOnly"},
    KindRow{ErrorKind::DiskMissing, ErrorClass::Disk, "Disk.Missing"},
    KindRow{ErrorKind::DiskTooLarge, ErrorClass::Disk, "Disk.TooLarge"},
    KindRow{ErrorKind::DiskBusy, ErrorClass::Disk, "Disk.Busy"},
    KindRow{ErrorKind::NameNotRegular, ErrorClass::Name, "Name.NotRegular"},
    KindRow{ErrorKind::NameBad, ErrorClass::Name, "Name.Bad"},
    KindRow{ErrorKind::JournalFailed, ErrorClass::Journal, "Journal.Failed"},
    KindRow{ErrorKind::JournalForeign, ErrorClass::Journal, "Journal.Foreign"},
    KindRow{ErrorKind::JournalNewer, ErrorClass::Journal, "Journal.Newer"},
    KindRow{ErrorKind::CheckMismatch, ErrorClass::Check, "Check.Mismatch"},
    KindRow{ErrorKind::CheckPart, ErrorClass::Check, "Check.Part"},
    KindRow{ErrorKind::ResFds, ErrorClass::Engine, "Res.Fds"},
    KindRow{ErrorKind::LoopRefused, ErrorClass::Engine, "Engine.LoopRefused"},
    KindRow{ErrorKind::Internal, ErrorClass::Engine, "Engine.Internal"},
};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (static_cast<std::size_t>(kKinds[i].kind) != i) {
            return false;
        }
    }
    return kKinds.size() == static_cast<std::size_t>(ErrorKind::Internal) + 1;
}

static_assert(inOrder(), "one row a kind, in the order of the enum");

}  // namespace

std::string_view name(ErrorKind kind) noexcept {
    return kKinds[static_cast<std::size_t>(kind)].name;
}

ErrorClass classOf(ErrorKind kind) noexcept {
    return kKinds[static_cast<std::size_t>(kind)].errorClass;
}

}  // namespace penstock
