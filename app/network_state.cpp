#include "app/network_state.h"

#include <QFile>
#include <QSocketNotifier>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

namespace penstock {

namespace {

constexpr int kUp = 0x1;         // RTF_UP
constexpr int kRejects = 0x200;  // RTF_REJECT

/// Fields from the front; negative: from the back.
struct RouteForm {
    int destination;
    int mask;  // or length of the prefix
    int flags;
    int device;
};

constexpr RouteForm kIpv4{1, 7, 3, 0};
constexpr RouteForm kIpv6{0, 1, -2, -1};

bool isZero(const QByteArray& field) {
    return std::all_of(field.begin(), field.end(), [](char c) { return c == '0'; });
}

bool leadsOut(const QByteArray& line, const RouteForm& form) {
    const QList<QByteArray> fields = line.simplified().split(' ');
    constexpr int kFewest = 10;
    if (fields.size() < kFewest) {
        return false;
    }
    const auto at = [&fields](int index) {
        return fields.at(index < 0 ? fields.size() + index : index);
    };
    const int flags = at(form.flags).toInt(nullptr, 16);
    return isZero(at(form.destination)) && isZero(at(form.mask)) && (flags & kUp) != 0 &&
           (flags & kRejects) == 0 && at(form.device) != "lo";
}

bool anyLeadsOut(const QByteArray& table, const RouteForm& form) {
    const QList<QByteArray> lines = table.split('\n');
    return std::any_of(lines.begin(), lines.end(),
                       [&form](const QByteArray& line) { return leadsOut(line, form); });
}

QByteArray contents(const char* path) {
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int openRouteSocket() {
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE;
    if (fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

}  // namespace

bool hasDefaultRoute(const QByteArray& ipv4, const QByteArray& ipv6) {
    return anyLeadsOut(ipv4, kIpv4) || anyLeadsOut(ipv6, kIpv6);
}

NetworkState::NetworkState() : socket_(openRouteSocket()) {}

NetworkState::~NetworkState() {
    notifier_.reset();
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

void NetworkState::start() {
    if (socket_ >= 0) {
        notifier_ = std::make_unique<QSocketNotifier>(socket_, QSocketNotifier::Read);
        connect(notifier_.get(), &QSocketNotifier::activated, this, &NetworkState::read);
    }
    look();
}

// What the kernel says is not looked at: the routes are, once for all that has come.
void NetworkState::read() {
    std::array<char, 8192> ignored{};
    while (::recv(socket_, ignored.data(), ignored.size(), 0) > 0) {
    }
    look();
}

void NetworkState::look() {
    const bool online =
        hasDefaultRoute(contents("/proc/net/route"), contents("/proc/net/ipv6_route"));
    if (told_ != static_cast<int>(online)) {
        told_ = static_cast<int>(online);
        emit changed(online);
    }
}

}  // namespace penstock
