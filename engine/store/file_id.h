#pragma once
// Which file it is, independent of its name: what the journal keeps to recognise a part after a
// restart, and what must match before anything is cut, gone on with, renamed or deleted.
//
// A device and an inode number are not enough: file systems hand the number of a deleted file to
// the next one, at once. While a descriptor is held its number cannot be handed out again, so that
// a name is compared with a descriptor by these two (see lookUp()); a file that was closed in
// between is compared by all that is known of it.

#include "engine/store/file_ops.h"

#include <cstdint>
#include <optional>
#include <string>

namespace penstock {

/// `device` and `inode` say which file; `bootId` and `mountId` say since when the kernel has held
/// its pages without a break; the rest tells it from a later file of the same number. inode 0: no
/// file known.
struct FileId {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::string bootId;
    std::uint64_t mountId = 0;
    std::optional<std::uint32_t> owner;  // none: a list of the first version did not keep it
    std::int64_t birthNs = 0;            // since 1970; 0: the file system does not say
    std::uint64_t mark = 0;  // a random number that the file carries; 0: it cannot carry one

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

/// What is under a descriptor now.
struct FoundFile {
    FileId id;
    std::uint64_t links = 0;
    std::uint64_t size = 0;
    std::uint32_t permissions = 0;  // as in st_mode
    bool regular = false;
    bool readsMarks = false;  // else id.mark is 0 because the file system has none, or hides it
};

/// False if the system does not say (errno is set).
bool examine(FileOps& ops, int fd, FoundFile& found);

/// How far a file of ours has come. Part: it has one name, and its mark if it ever had one.
/// Renaming: it may have its final name beside that of the part, and have lost the mark.
/// Published: it is the person's; how many names it has is their affair.
enum class FileStage : std::uint8_t { Part, Renaming, Published };

/// Whether it is the file that `expected` was. Its device may be another one if the machine or the
/// file system was restarted since, because device numbers are given anew then. Of what a list of
/// the first version did not keep, only the owner is known: this process's.
bool isSameFile(const FoundFile& found, const FileId& expected, FileStage stage);

/// Never 0 but where the system has none; nobody can guess it.
std::uint64_t randomNumber();

/// Gives the file a new mark, as the extended attribute user.penstock. 0 with errno if it cannot
/// carry one.
std::uint64_t markFile(FileOps& ops, int fd);

/// What is published carries no mark. That it stays where it cannot be removed harms nobody.
void unmarkFile(FileOps& ops, int fd);

}  // namespace penstock
