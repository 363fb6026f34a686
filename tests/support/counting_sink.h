#pragma once
// A sink that keeps nothing: for tests that are about anything but the bytes, and shall not wait
// for a disk.

#include "engine/sink.h"

#include <cstdint>

namespace penstock {

class CountingSink final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> bytes) override {
        count += bytes.size();
        return {};
    }

    void end(const Error& /*error*/) override { ended = true; }

    std::uint64_t count = 0;
    bool ended = false;
};

}  // namespace penstock
