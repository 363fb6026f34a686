#pragma once
// How many connections lead to each host, and who waits for one of them to be free, or for a place
// to open another. A host is a name and a port; a connection has its place there until it is
// closed, idle or not. Thread: the engine's.

#include "engine/net/connection.h"
#include "engine/net/waiting_line.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace penstock {

/// One host.
class HostPlaces final : public WaitingLine {
public:
    /// `limit` outlives it: the most connections of each host, 0 for any number.
    explicit HostPlaces(const int& limit) : limit_(&limit) {}

    void add(Connection& connection) { connections_.push_back(&connection); }

    void remove(const Connection& connection) noexcept { std::erase(connections_, &connection); }

    /// Whether one more may be opened.
    [[nodiscard]] bool hasPlace() const noexcept { return left() > 0; }

    [[nodiscard]] const std::vector<Connection*>& connections() const noexcept {
        return connections_;
    }

    /// How many there are beyond the limit.
    [[nodiscard]] std::size_t tooMany() const noexcept;

    [[nodiscard]] bool willCall() const override;

private:
    [[nodiscard]] std::size_t room() const override;
    [[nodiscard]] std::size_t left() const noexcept;

    const int* limit_;
    std::vector<Connection*> connections_;
};

/// All of them.
class HostTable {
public:
    explicit HostTable(int limit) : limit_(limit) {}

    HostTable(const HostTable&) = delete;
    HostTable& operator=(const HostTable&) = delete;

    /// That of `destination`, for good while anything is there.
    HostPlaces& of(const Destination& destination);

    /// For each host. Who may go on now is for the caller to say, for each().
    void setLimit(int limit) noexcept { limit_ = limit; }

    template <typename Act>
    void each(Act act) {
        for (auto& [key, host] : hosts_) {
            act(host);
        }
    }

private:
    struct Key {
        std::string host;
        std::uint16_t port;
    };

    struct Hash {
        using is_transparent = void;

        std::size_t operator()(const auto& key) const noexcept {
            return std::hash<std::string_view>()(key.host) ^ key.port;
        }
    };

    struct Equal {
        using is_transparent = void;

        bool operator()(const auto& a, const auto& b) const noexcept {
            return a.port == b.port && a.host == b.host;
        }
    };

    void forgetUnused();

    int limit_;
    std::unordered_map<Key, HostPlaces, Hash, Equal> hosts_;
    std::size_t forgetAt_ = 64;  // so many hosts
};

}  // namespace penstock
