#pragma once
// Which file it is, independent of its name: what the journal keeps to recognise a part after a
// restart, and what must match before anything is deleted.

#include "engine/store/file_ops.h"

#include <cstdint>
#include <string>

namespace penstock {

/// `device` and `inode` say which file; `bootId` and `mountId` say since when the kernel has held
/// its pages without a break. inode 0: no file known.
struct FileId {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::string bootId;
    std::uint64_t mountId = 0;

    bool operator==(const FileId&) const = default;

    [[nodiscard]] bool sameFile(const FileId& other) const noexcept {
        return inode != 0 && device == other.device && inode == other.inode;
    }

    /// Neither the machine nor the file system was restarted in between, so what was written but
    /// not synced is still there.
    [[nodiscard]] bool sameBoot(const FileId& other) const noexcept {
        return !bootId.empty() && bootId == other.bootId && mountId == other.mountId;
    }
};

/// Of an open descriptor; inode 0 if the system does not say (errno is set).
FileId identify(FileOps& ops, int fd);

}  // namespace penstock
