#include "engine/net/socket_watch.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace penstock {

namespace {

bool isShortage(int number) {
    return number == EMFILE || number == ENFILE;
}

Error openError(int number, const std::string& host) {
    if (isShortage(number)) {
        return {ErrorKind::ResFds, "Too many files and sockets are open", "open files: ulimit -n",
                number};
    }
    return {ErrorKind::ConnectFailed, "No socket could be opened for " + host,
            std::generic_category().message(number), number};
}

/// Numbers are given from the lowest on, so this one says how many are left. Files, the list and
/// what else the program opens need some, too: a part that cannot be opened fails, while a socket
/// can wait.
bool isOfTheReserve(int fd) {
    constexpr rlim_t kReserve = 16;
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           static_cast<rlim_t>(fd) + std::min(kReserve, limit.rlim_cur / 8) >= limit.rlim_cur;
}

}  // namespace

// The first socket of all takes the last descriptor: else nobody would ever give one back.
int SocketWatch::openFd(SocketRequest& request) const {
    if (hooks_->open) {
        return hooks_->open(request);
    }
    const int fd =
        ::socket(request.family, request.type | SOCK_NONBLOCK | SOCK_CLOEXEC, request.protocol);
    if (fd >= 0 && openCount_ > 0 && isOfTheReserve(fd)) {
        ::close(fd);
        errno = EMFILE;
        return -1;
    }
    return fd;
}

Result<OpenedSocket> SocketWatch::open(SocketRequest& request, SocketOwner& owner,
                                       SocketSnapshot row, const DeadlineSource* deadlines,
                                       int receiveBuffer) {
    errno = 0;  // a hook that fails may leave it as it is
    const int fd = openFd(request);
    if (fd < 0) {
        return hooks_->open && !isShortage(errno)
                   ? Error{ErrorKind::ConnectFailed,
                           "The program refused a socket for " + request.host,
                           {},
                           0}
                   : openError(errno, request.host);
    }
    if (isOpen(fd)) {  // not closed either: it belongs to whoever has it
        return Error{ErrorKind::ConnectFailed,
                     "The program gave a socket for " + request.host + " that is in use already",
                     "descriptor " + std::to_string(fd), 0};
    }
    auto opened = prepare(fd, request, receiveBuffer);
    if (!opened) {
        closeFd(fd, request.purpose);
        return opened.error();
    }
    Entry& added = entry(fd);
    added = Entry{};
    added.owner = &owner;
    added.serial = ++nextSerial_;
    added.purpose = request.purpose;
    added.open = true;
    ++openCount_;
    row.serial = added.serial;
    row.fd = fd;
    SocketTable::Row& shown = table_->open(std::move(row), deadlines);
    opened.value().socket = Socket(*this, fd, {*table_, shown});
    return opened;
}

void SocketWatch::retire(int fd, std::uint64_t serial) noexcept {
    Entry& gone = entry(fd);
    if (!gone.open || gone.serial != serial) {
        return;
    }
    gone.owner = nullptr;
    gone.wanted = Interest::Nothing;
    markChanged(fd, gone);
    retired_.push_back(fd);
    table_->close(serial);
}

void SocketWatch::want(int fd, Interest interest) {
    Entry& wanted = entry(fd);
    if (wanted.open && wanted.owner != nullptr && wanted.wanted != interest) {
        wanted.wanted = interest;
        markChanged(fd, wanted);
    }
}

bool SocketWatch::tell() {
    bool refused = false;
    // Callbacks may only assign(), so the list cannot grow under us.
    for (const int fd : std::exchange(changed_, {})) {
        Entry& changed = entry(fd);
        changed.changed = false;
        if (changed.wanted != changed.told && !tellOne(fd, changed)) {
            refused = true;
        }
    }
    return refused;
}

void SocketWatch::closeAll() {
    for (const int fd : std::exchange(retired_, {})) {
        Entry& gone = entry(fd);
        const SocketPurpose purpose = gone.purpose;
        gone = Entry{};
        --openCount_;
        closeFd(fd, purpose);
    }
}

void SocketWatch::forgetAll() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        Entry& left = entries_[i];
        const int fd = static_cast<int>(i);
        if (left.open && left.owner != nullptr) {
            retire(fd, left.serial);
        }
        if (left.told != Interest::Nothing) {
            forget(fd, left);
        }
    }
    changed_.clear();
    closeRetired();
}

SocketOwner* SocketWatch::ownerOf(int fd) const noexcept {
    return fd >= 0 && static_cast<std::size_t>(fd) < entries_.size()
               ? entries_[static_cast<std::size_t>(fd)].owner
               : nullptr;
}

bool SocketWatch::isWatched(int fd) const noexcept {
    return fd >= 0 && static_cast<std::size_t>(fd) < entries_.size() &&
           entries_[static_cast<std::size_t>(fd)].told != Interest::Nothing;
}

bool SocketWatch::assign(int fd, void* user) noexcept {
    if (!isWatched(fd)) {
        return false;
    }
    entries_[static_cast<std::size_t>(fd)].user = user;
    return true;
}

void SocketWatch::watched(std::vector<Watch>& out) const {
    out.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const Entry& known = entries_[i];
        if (known.told != Interest::Nothing) {
            out.push_back({static_cast<int>(i), known.registration, known.told, known.user});
        }
    }
}

void SocketWatch::ready(Readiness readiness) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].owner != nullptr && entries_[i].told != Interest::Nothing) {
            entries_[i].owner->socketReady(static_cast<int>(i), readiness);
        }
    }
}

bool SocketWatch::isOpen(int fd) const noexcept {
    const auto index = static_cast<std::size_t>(fd);
    return index < entries_.size() && entries_[index].open;
}

SocketWatch::Entry& SocketWatch::entry(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index >= entries_.size()) {
        entries_.resize(index + 1);
    }
    return entries_[index];
}

void SocketWatch::markChanged(int fd, Entry& entry) {
    if (!entry.changed) {
        entry.changed = true;
        changed_.push_back(fd);
    }
}

bool SocketWatch::tellOne(int fd, Entry& entry) {
    const bool first = entry.told == Interest::Nothing;
    if (entry.wanted == Interest::Nothing) {
        forget(fd, entry);
        return true;
    }
    const Interest before = std::exchange(entry.told, entry.wanted);  // assign() works from within
    if (first) {
        entry.registration = ++nextRegistration_;
        entry.user = nullptr;
    }
    if (callbacks_->socket({fd, entry.registration, entry.wanted, entry.user}) ==
        Verdict::Accepted) {
        return true;
    }
    SocketOwner* owner = entry.owner;
    if (first) {
        entry.told = Interest::Nothing;
        entry.user = nullptr;
    } else {
        entry.told = before;
        forget(fd, entry);
    }
    entry.wanted = Interest::Nothing;
    owner->watchRefused(fd);
    return false;
}

void SocketWatch::forget(int fd, Entry& entry) {
    entry.told = Interest::Nothing;
    const Watch last{fd, entry.registration, Interest::Nothing, std::exchange(entry.user, nullptr)};
    callbacks_->socket(last);  // whatever it says, the loop has no say in an end
}

void SocketWatch::closeFd(int fd, SocketPurpose purpose) const {
    if (hooks_->close) {
        hooks_->close(fd, purpose);
    } else {
        ::close(fd);
    }
}

Result<OpenedSocket> SocketWatch::prepare(int fd, const SocketRequest& request,
                                          int receiveBuffer) const {
    const int flags = ::fcntl(fd, F_GETFL);  // a descriptor from the hook may be blocking
    if (flags < 0 || ((flags & O_NONBLOCK) == 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)) {
        return openError(errno, request.host);
    }
    if (receiveBuffer > 0) {
        // Best effort: a refused size only means that a pause wastes a little more.
        ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    }
    const Prepared prepared = hooks_->prepare ? hooks_->prepare(fd, request) : Prepared::Ok;
    if (prepared == Prepared::Refused) {
        return Error{
            ErrorKind::ConnectFailed, "The program refused the socket for " + request.host, {}, 0};
    }
    OpenedSocket opened;
    opened.connected = prepared == Prepared::AlreadyConnected;
    return opened;
}

}  // namespace penstock
