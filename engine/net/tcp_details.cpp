#include "engine/net/tcp_details.h"

#include "engine/net/address.h"

// Not <netinet/tcp.h>, whose tcp_info ends before the rates and the bytes.
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <linux/sockios.h>
#include <linux/tcp.h>

namespace penstock {

namespace {

/// 0 where the kernel does not say.
std::uint64_t queued(int fd, unsigned long which) {
    int bytes = 0;
    return ::ioctl(fd, which, &bytes) == 0 && bytes > 0 ? static_cast<std::uint64_t>(bytes) : 0;
}

}  // namespace

std::optional<TcpDetails> tcpDetailsOf(int fd) {
    using std::chrono::microseconds;
    using std::chrono::milliseconds;
    tcp_info info{};  // an older kernel fills in less of it
    socklen_t length = sizeof info;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) {
        return std::nullopt;
    }
    TcpDetails details;
    details.rtt = microseconds(info.tcpi_rtt);
    details.rttVariation = microseconds(info.tcpi_rttvar);
    details.congestionWindow = info.tcpi_snd_cwnd;
    details.segmentSize = info.tcpi_snd_mss;
    details.retransmits = info.tcpi_total_retrans;
    details.deliveryRate = info.tcpi_delivery_rate;
    details.sent = info.tcpi_bytes_sent;
    details.received = info.tcpi_bytes_received;
    details.receiveQueue = queued(fd, SIOCINQ);
    details.sendQueue = queued(fd, SIOCOUTQ);
    details.lastReceived = milliseconds(info.tcpi_last_data_recv);
    details.lastSent = milliseconds(info.tcpi_last_data_sent);
    return details;
}

std::string localAddressOf(int fd) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    auto* to = reinterpret_cast<sockaddr*>(&address);
    return ::getsockname(fd, to, &length) == 0 && portOf(to, length) != 0 ? peerText(to, length)
                                                                          : std::string();
}

int familyOf(int fd) {
    int family = AF_UNSPEC;
    socklen_t length = sizeof family;
    return ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) == 0 ? family : AF_UNSPEC;
}

}  // namespace penstock
