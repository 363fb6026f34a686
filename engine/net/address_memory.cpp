#include "engine/net/address_memory.h"

#include <algorithm>

namespace penstock {

void AddressMemory::died(const Address& address, std::uint16_t port) {
    if (isDead(address, port)) {
        return;
    }
    if (dead_.size() >= kMost) {
        dead_.pop_front();
    }
    dead_.push_back({address, port});
}

void AddressMemory::works(const Address& address, std::uint16_t port) {
    std::erase(dead_, Endpoint{address, port});
}

bool AddressMemory::isDead(const Address& address, std::uint16_t port) const {
    return std::find(dead_.begin(), dead_.end(), Endpoint{address, port}) != dead_.end();
}

}  // namespace penstock
