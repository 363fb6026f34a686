#pragma once
// SHA-256 for tests: what was received against what was served.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace penstock {

/// One running hash. Not for several threads at once.
class Sha256 {
public:
    Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    ~Sha256();

    void add(std::span<const std::byte> bytes);
    /// 64 lower-case hexadecimal digits; the last call on this object.
    [[nodiscard]] std::string finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

std::string sha256(std::string_view bytes);

/// Empty when the file cannot be read.
std::string sha256File(const std::filesystem::path& file);

}  // namespace penstock
