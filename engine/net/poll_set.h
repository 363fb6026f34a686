#pragma once
// What a connection, or the resolver, wants its sockets watched for. A new one for each assess.

#include "engine/socket_types.h"

#include <span>
#include <vector>

namespace penstock {

class PollSet {
public:
    struct Entry {
        int fd;
        Interest interest;
    };

    /// Adds to what is wanted of `fd` already (a union).
    void want(int fd, Interest interest) {
        for (Entry& entry : entries_) {
            if (entry.fd == fd) {
                entry.interest = entry.interest | interest;
                return;
            }
        }
        entries_.push_back({fd, interest});
    }

    /// Nothing for a descriptor that nobody wants.
    [[nodiscard]] Interest of(int fd) const noexcept {
        for (const Entry& entry : entries_) {
            if (entry.fd == fd) {
                return entry.interest;
            }
        }
        return Interest::Nothing;
    }

    [[nodiscard]] std::span<const Entry> entries() const noexcept { return entries_; }

private:
    std::vector<Entry> entries_;
};

}  // namespace penstock
