#include "ui/socket_more_columns.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(SocketColumn)
};

QString textOrUnknown(const std::string& text) {
    return text.empty() ? unknownText() : shownText(text);
}

QString yesOrNo(bool yes) {
    return yes ? Words::tr("yes") : Words::tr("no");
}

QString milliseconds(std::chrono::microseconds duration) {
    constexpr double kPerMilli = 1000;
    constexpr std::int64_t kWhole = 100'000;
    const auto count = static_cast<double>(duration.count());
    return Words::tr("%1 ms").arg(
        formatFixed(count / kPerMilli, duration.count() < kWhole ? 1 : 0));
}

QString familyText(int family) {
    return family == AF_INET6  ? QStringLiteral("IPv6")
           : family == AF_INET ? QStringLiteral("IPv4")
                               : unknownText();
}

QString shortCertificate(const SocketDetails& details) {
    return details.certificate ? Words::tr("%1, by %2")
                                     .arg(shownText(details.certificate->subject),
                                          shownText(details.certificate->issuer))
                               : unknownText();
}

/// Each of its lines says something of its own, so none is there that would be empty.
QString oneCertificate(const CertificateDetails& certificate) {
    QStringList hosts;
    for (const std::string& host : certificate.hosts) {
        hosts.append(shownText(host));
    }
    QStringList lines{Words::tr("Certificate of %1\nby %2\nfrom %3 until %4")
                          .arg(shownText(certificate.subject), shownText(certificate.issuer),
                               formatTime(certificate.begins), formatTime(certificate.ends))};
    if (!hosts.isEmpty()) {
        lines.append(Words::tr("for %1").arg(hosts.join(QStringLiteral(", "))));
    }
    if (!certificate.key.empty()) {
        lines.append(Words::tr("key %1").arg(shownText(certificate.key)));
    }
    if (!certificate.fingerprint.empty()) {
        lines.append(Words::tr("SHA-256 %1").arg(shownText(certificate.fingerprint)));
    }
    return lines.join(QLatin1Char('\n'));
}

QString tcpText(const TcpDetails& tcp, SocketColumn column) {
    switch (column) {
        case SocketColumn::Sent:
            return formatSize(tcp.sent);
        case SocketColumn::LastByte:
            return tcp.received == 0 ? unknownText()
                                     : Words::tr("%1 ago").arg(formatCountdown(tcp.lastReceived));
        case SocketColumn::Rtt:
            return tcp.rtt.count() == 0 ? unknownText() : milliseconds(tcp.rtt);
        case SocketColumn::Window:
            return formatSize(std::uint64_t{tcp.congestionWindow} * tcp.segmentSize);
        case SocketColumn::Retransmits:
            return QString::number(tcp.retransmits);
        case SocketColumn::DeliveryRate:
            return formatSpeed(tcp.deliveryRate);
        case SocketColumn::ReceiveQueue:
            return formatSize(tcp.receiveQueue);
        default:
            return {};
    }
}

double tcpKey(const TcpDetails& tcp, SocketColumn column) {
    switch (column) {
        case SocketColumn::Sent:
            return static_cast<double>(tcp.sent);
        case SocketColumn::LastByte:
            return static_cast<double>(tcp.lastReceived.count());
        case SocketColumn::Rtt:
            return static_cast<double>(tcp.rtt.count());
        case SocketColumn::Window:
            return static_cast<double>(tcp.congestionWindow) * tcp.segmentSize;
        case SocketColumn::Retransmits:
            return tcp.retransmits;
        case SocketColumn::DeliveryRate:
            return static_cast<double>(tcp.deliveryRate);
        default:
            return static_cast<double>(tcp.receiveQueue);
    }
}

bool isOfTcp(SocketColumn column) {
    return column >= SocketColumn::Sent && column <= SocketColumn::ReceiveQueue;
}

QString askedText(const SocketDetails& details, SocketColumn column) {
    switch (column) {
        case SocketColumn::Local:
            return textOrUnknown(details.localAddress);
        case SocketColumn::Family:
            return familyText(details.family);
        case SocketColumn::Resumed:
            return details.tls.empty() ? unknownText() : yesOrNo(details.resumed);
        case SocketColumn::Certificate:
            return shortCertificate(details);
        case SocketColumn::Pinned:
            return yesOrNo(details.pinned);
        default:
            return details.tcp ? tcpText(*details.tcp, column) : unknownText();
    }
}

}  // namespace

QString moreText(const SocketSnapshot& s, const SocketDetails* details, SocketColumn column) {
    switch (column) {
        case SocketColumn::Segment:
            return s.range.size() == 0 ? unknownText() : formatRange(s.range.begin, s.range.end);
        case SocketColumn::Cipher:
            return textOrUnknown(s.cipher);
        case SocketColumn::Alpn:
            return textOrUnknown(s.alpn);
        case SocketColumn::Requests:
            return QString::number(s.requests);
        default:
            return details == nullptr ? unknownText() : askedText(*details, column);
    }
}

QVariant moreKey(const SocketSnapshot& s, const SocketDetails* details, SocketColumn column) {
    if (column == SocketColumn::Segment) {
        return static_cast<qulonglong>(s.range.begin);
    }
    if (column == SocketColumn::Requests) {
        return s.requests;
    }
    if (isOfTcp(column)) {
        return details != nullptr && details->tcp ? tcpKey(*details->tcp, column) : -1.0;
    }
    return moreText(s, details, column).toCaseFolded();
}

QString certificateText(const SocketDetails& details) {
    if (!details.certificate) {
        return {};
    }
    QStringList parts{oneCertificate(*details.certificate)};
    if (details.trustedByPerson) {
        parts.append(Words::tr("Trusted by you, for its key"));
    }
    for (const CertificateDetails& each : details.chain) {
        parts.append(oneCertificate(each));
    }
    return parts.join(QStringLiteral("\n\n"));
}

}  // namespace penstock
