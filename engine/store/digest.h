#pragma once
// A digest that is being made of bytes as they come. One thread at a time.

#include "engine/checksum.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace penstock {

class Digest {
public:
    explicit Digest(DigestAlgorithm algorithm);
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;
    ~Digest();

    void add(std::span<const std::byte> bytes);
    /// As Checksum::hex; empty, so that it is equal to none, where this system's OpenSSL does not
    /// make such a digest. The last call.
    [[nodiscard]] std::string finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace penstock
