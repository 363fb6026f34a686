#pragma once
// How many connections lead to each host, and who waits for one of them to be free, or for a place
// to open another. A host is a name and a port; a connection has its place there until it is
// closed, idle or not. Thread: the engine's.

#include "engine/net/connection.h"
#include "engine/net/host_ceilings.h"
#include "engine/net/waiting_line.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace penstock {

/// One host.
class HostPlaces final : public WaitingLine {
public:
    /// Both outlive it. `limit`: the most connections of each host, 0 for any number.
    HostPlaces(const int& limit, const HostCeilings& ceilings)
        : limit_(&limit), ceilings_(&ceilings) {}

    /// What is known of it, as long as that is so; null: nothing.
    void setCeiling(const KnownHost* ceiling) noexcept { ceiling_ = ceiling; }

    [[nodiscard]] bool hasCeiling() const noexcept { return ceiling_ != nullptr; }

    /// The most connections, 0 for any number. A person's word about it goes before the limit.
    [[nodiscard]] int most() const;

    /// Connections that are open, and whether one of them brings a body.
    struct Running {
        int count = 0;
        bool brings = false;
    };

    [[nodiscard]] Running running() const;

    void add(Connection& connection) { connections_.push_back(&connection); }

    void remove(const Connection& connection) noexcept { std::erase(connections_, &connection); }

    /// Whether one more may be opened.
    [[nodiscard]] bool hasPlace() const { return left() > 0; }

    /// Whether somebody who comes now is served at once.
    [[nodiscard]] bool hasRoom() const { return !mustWait() && room() > 0; }

    [[nodiscard]] const std::vector<Connection*>& connections() const noexcept {
        return connections_;
    }

    /// How many there are beyond the limit; one that is closing is not one of them.
    [[nodiscard]] std::size_t tooMany() const;

    [[nodiscard]] bool willCall() const override;

private:
    [[nodiscard]] std::size_t room() const override;
    [[nodiscard]] std::size_t left() const;

    const int* limit_;
    const HostCeilings* ceilings_;
    const KnownHost* ceiling_ = nullptr;
    std::vector<Connection*> connections_;
};

/// All of them.
class HostTable {
public:
    /// `ceilings` outlives it.
    HostTable(int limit, HostCeilings& ceilings) : limit_(limit), ceilings_(&ceilings) {}

    HostTable(const HostTable&) = delete;
    HostTable& operator=(const HostTable&) = delete;

    /// That of `destination`, for good while anything is there.
    HostPlaces& of(const Destination& destination);

    /// Null: nothing is there.
    [[nodiscard]] HostPlaces* find(const HostName& host);

    /// Something else is known of that host: its places, if there are any, keep to it.
    HostPlaces* ceilingChanged(const HostName& host);

    [[nodiscard]] HostCeilings& ceilings() noexcept { return *ceilings_; }

    [[nodiscard]] int limit() const noexcept { return limit_; }

    /// For each host. Who may go on now is for the caller to say, for each().
    void setLimit(int limit) noexcept { limit_ = limit; }

    template <typename Act>
    void each(Act act) {
        for (auto& [key, host] : hosts_) {
            act(host);
        }
    }

private:
    void forgetUnused();

    int limit_;
    HostCeilings* ceilings_;
    std::unordered_map<HostKey, HostPlaces, HostHash, HostEqual> hosts_;
    std::size_t forgetAt_ = 64;  // so many hosts
};

}  // namespace penstock
