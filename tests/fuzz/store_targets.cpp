// A list that somebody else has written.

#include "engine/store/journal.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temp_dir.h"

#include <array>
#include <filesystem>
#include <fstream>

namespace penstock::fuzz {

namespace {

void journal(std::string_view data) {
    const TempDir folder;
    const std::string path = folder.file("list.sqlite");
    std::ofstream(path, std::ios::binary) << data;
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto opened = Journal::open(path, Journal::Sharing::Exclusive);
    if (!opened) {
        expect(!opened.error().sentence.empty() && isOneLine(opened.error().sentence),
               "a list that is refused is refused with a sentence");
        return;
    }
    const auto records = opened.value()->load();
    if (!records) {
        return;
    }
    for (const TransferRecord& record : records.value()) {
        expect(record.row != 0, "what is in a list has a row");
        expect(record.softEnd >= record.durableEnd, "what is durable was written");
        expect(record.directory.empty() || record.directory.starts_with('/'),
               "a folder is absolute");
    }
}

constexpr std::array kTargets{Target{"journal", journal}};

}  // namespace

std::span<const Target> storeTargets() noexcept {
    return kTargets;
}

}  // namespace penstock::fuzz
