#pragma once
// A file that takes its time, so that things can happen while it comes, and what becomes of it.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <cstdint>
#include <filesystem>

namespace penstock {

/// "/file.bin", of which a megabyte comes each second.
inline Rule slowFile(std::uint64_t size) {
    return {.path = "/file.bin", .size = size, .rate = 1'000'000};
}

inline std::uintmax_t partSize(const World& world) {
    return std::filesystem::file_size(world.folder.path() / "file.bin.part");
}

inline bool isExact(const World& world, std::uint64_t size) {
    return world.downloaded("file.bin") == contentText(1, 0, size);
}

/// For a column of a table, which holds the JournalConfig::Mode as a number.
inline WorldOptions withMode(int mode) {
    WorldOptions options;
    options.journal = static_cast<JournalConfig::Mode>(mode);
    return options;
}

}  // namespace penstock
