#pragma once
// A body in memory.

#include "engine/sink.h"

#include <cstddef>
#include <string>

namespace penstock {

// page: sink
class MemorySink final : public Sink {
public:
    static constexpr std::size_t kMost = 1'000'000;

    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> bytes) override {
        if (bytes.size() > kMost - text.size()) {
            return {ErrorKind::DiskTooLarge, "The answer is too large to be shown", {}, 0};
        }
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }

    void end(const Error& error) override { complete = error.ok(); }

    std::string text;
    bool complete = false;
};

// end

}  // namespace penstock
