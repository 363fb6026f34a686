#pragma once
// Finished lookups, kept for as long as their answers allow. Thread: the engine's.

#include "engine/net/lookup_state.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace penstock {

class DnsCache {
public:
    static constexpr std::chrono::seconds kLongest{600};  // whatever the TTL says
    static constexpr std::chrono::seconds kNegative{30};  // "no such name", "no address"
    static constexpr std::size_t kMost = 512;             // names

    /// Keeps a finished lookup from `now` on; `ttl` is the lowest of its addresses' TTLs. Keeps
    /// nothing of a lookup that failed in part (the name server may be better soon), and nothing
    /// with a TTL of 0 or below.
    void keep(std::shared_ptr<LookupState> state, std::chrono::seconds ttl, TimePoint now);
    /// Null when the name is not known, or not any more.
    [[nodiscard]] std::shared_ptr<LookupState> find(const std::string& host, TimePoint now) const;

    void clear() noexcept { entries_.clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    struct Entry {
        std::shared_ptr<LookupState> state;  // shared with those who hold a Lookup of it
        TimePoint until;
    };

    void makeRoom(TimePoint now);

    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace penstock
