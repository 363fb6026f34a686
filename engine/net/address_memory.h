#pragma once
// Which addresses have lately been found dead, so that they are tried last: a name with one dead
// address would else cost every connection its time. Thread: the engine's.

#include "engine/net/address.h"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace penstock {

/// Remembers for the session, until the address works again or the network changes. Address and
/// port together: one closed port says nothing of another.
class AddressMemory {
public:
    static constexpr std::size_t kMost = 256;  // then the oldest is forgotten

    void died(const Address& address, std::uint16_t port);
    void works(const Address& address, std::uint16_t port);
    [[nodiscard]] bool isDead(const Address& address, std::uint16_t port) const;

    void clear() noexcept { dead_.clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return dead_.size(); }

private:
    struct Endpoint {
        Address address;
        std::uint16_t port = 0;

        bool operator==(const Endpoint&) const = default;
    };

    std::deque<Endpoint> dead_;  // the oldest first; few, and asked only when a connection begins
};

}  // namespace penstock
