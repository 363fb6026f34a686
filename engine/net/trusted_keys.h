#pragma once
// The keys that a person trusts, of all transfers of an engine. Thread: the engine's.

#include "engine/trust_types.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace penstock {

class TrustedKeys {
public:
    TrustedKeys() = default;

    /// What has not the form is left out.
    explicit TrustedKeys(const std::vector<TrustedKey>& keys) {
        for (const TrustedKey& each : keys) {
            add(each);
        }
    }

    /// False: it has not the form.
    bool add(const TrustedKey& key);
    void remove(const TrustedKey& key);

    [[nodiscard]] bool has(std::string_view host, std::uint16_t port, std::string_view key) const;
    /// Whether there is any at that place.
    [[nodiscard]] bool knows(std::string_view host, std::uint16_t port) const;

    [[nodiscard]] const std::vector<TrustedKey>& all() const noexcept { return keys_; }

private:
    std::vector<TrustedKey> keys_;
};

}  // namespace penstock
