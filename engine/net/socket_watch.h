#pragma once
// Which socket the loop watches for what: the table from a descriptor to its owner, and the only
// caller of LoopCallbacks::socket.
//
// Within a turn owners say what they want (assess) and drop their Socket handles (retire); tell()
// gives the loop the differences, and closeRetired() closes what the loop has forgotten. So a
// descriptor is never closed, and its number never reused, while it is watched.
// Thread: the engine's.

#include "engine/net/poll_set.h"
#include "engine/net/socket.h"
#include "engine/net/socket_table.h"
#include "engine/socket_types.h"

#include <cstdint>
#include <span>
#include <vector>

namespace penstock {

class Connection;

/// What a socket is opened for.
class SocketOwner {
public:
    SocketOwner() = default;
    SocketOwner(const SocketOwner&) = delete;
    SocketOwner& operator=(const SocketOwner&) = delete;
    virtual ~SocketOwner() = default;

    /// The loop saw something; become dirty, do nothing yet.
    virtual void socketReady(int fd, Readiness readiness) = 0;
    /// The loop cannot watch it: become dirty and fail.
    virtual void watchRefused(int fd) = 0;

    /// Null for what is none (a lookup).
    virtual Connection* connection() noexcept { return nullptr; }
};

class SocketWatch final : public SocketKeeper {
public:
    /// All must outlive it.
    SocketWatch(const LoopCallbacks& callbacks, const SocketHooks& hooks,
                SocketTable& table) noexcept
        : callbacks_(&callbacks), hooks_(&hooks), table_(&table) {}

    /// Makes a non-blocking, close-on-exec socket through the open and prepare hooks. `row` gives
    /// the new row's role, transfer, host; `receiveBuffer` above 0 sets SO_RCVBUF. Without an open
    /// hook the last 16 descriptors that the process may have (of fewer than 128 an eighth) are
    /// left for others, but by the only socket. Errors: Res.Fds (EMFILE, ENFILE, from the hook,
    /// too; the reserve), Connect.Failed (a hook refused or gave a
    /// descriptor that is in use, or anything else).
    Result<OpenedSocket> open(SocketRequest& request, SocketOwner& owner, SocketSnapshot row,
                              const DeadlineSource* deadlines, int receiveBuffer = 0);
    void retire(int fd, std::uint64_t serial) noexcept override;

    /// What `fd` is to be watched for from here on; told at the end of the turn.
    void want(int fd, Interest interest);

    /// Whether tell() has anything to do.
    [[nodiscard]] bool hasChanges() const noexcept { return !changed_.empty(); }

    /// Step 5 of the turn: tells the loop the differences. Returns whether a watch was refused
    /// (the owner knows, and another pass is needed).
    bool tell();

    /// Step 6: closes what was retired before the last tell().
    void closeRetired() {
        if (!retired_.empty()) {
            closeAll();
        }
    }

    /// At the engine's end: the loop forgets everything, and all is closed.
    void forgetAll();

    /// Null for a descriptor that is not open here.
    [[nodiscard]] SocketOwner* ownerOf(int fd) const noexcept;
    [[nodiscard]] bool isWatched(int fd) const noexcept;
    /// False if `fd` is not watched.
    bool assign(int fd, void* user) noexcept;
    void watched(std::vector<Watch>& out) const;
    /// Every open descriptor that is watched, for perform().
    void ready(Readiness readiness);

    [[nodiscard]] std::size_t openCount() const noexcept { return openCount_; }

private:
    int openFd(SocketRequest& request) const;

    struct Entry {
        SocketOwner* owner = nullptr;  // null: not open here, or retired
        void* user = nullptr;
        std::uint64_t serial = 0;
        std::uint64_t registration = 0;
        Interest wanted = Interest::Nothing;
        Interest told = Interest::Nothing;
        SocketPurpose purpose = SocketPurpose::Http;
        bool open = false;
        bool changed = false;  // stands in changed_
    };

    [[nodiscard]] bool isOpen(int fd) const noexcept;
    Entry& entry(int fd);
    void markChanged(int fd, Entry& entry);
    bool tellOne(int fd, Entry& entry);
    void forget(int fd, Entry& entry);
    void closeAll();
    void closeFd(int fd, SocketPurpose purpose) const;
    Result<OpenedSocket> prepare(int fd, const SocketRequest& request, int receiveBuffer) const;

    const LoopCallbacks* callbacks_;
    const SocketHooks* hooks_;
    SocketTable* table_;
    std::vector<Entry> entries_;  // by descriptor: they are small and dense
    std::vector<int> changed_;
    std::vector<int> retired_;
    std::uint64_t nextSerial_ = 0;
    std::uint64_t nextRegistration_ = 0;
    std::size_t openCount_ = 0;
};

}  // namespace penstock
