#pragma once
// A directory for one test, and the few file calls that tests need.

#include "tests/support/digest.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// Made under the system's temporary directory, private to the user; removed with all that is in
/// it when the object goes. Throws std::runtime_error when it cannot be made.
class TempDir {
public:
    TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// An absolute path for `name` inside; nothing is created.
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

    /// Names of the entries, sorted.
    [[nodiscard]] std::vector<std::string> entries() const;

private:
    std::filesystem::path path_;
};

/// The whole file; empty when it cannot be read.
std::string readAll(const std::filesystem::path& file);

/// Creates or replaces; false when that failed.
bool writeFile(const std::filesystem::path& file, std::string_view text);

}  // namespace penstock
