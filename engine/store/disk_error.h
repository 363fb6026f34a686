#pragma once
// From an errno of the disk to an Error with a sentence for a person. Pure.

#include "engine/error.h"

#include <cstdint>
#include <string>

namespace penstock {

/// What was being done: it chooses the verb, and what ENOENT means.
enum class DiskAction : std::uint8_t {
    OpenFolder,
    MakeFolder,
    Create,
    Read,
    Write,
    Rename,
    Remove
};

/// Where it was done. `directory` is absolute; `name` is the file's within it, may be empty.
struct DiskPlace {
    std::string directory;
    std::string name;
};

/// "No space left in /home/x/Downloads" and its like, with `systemError` kept. ENOSPC, EDQUOT →
/// DiskNoSpace; EACCES, EPERM → DiskDenied; EROFS → DiskReadOnly; EFBIG → DiskTooLarge; a file or
/// disk that went → DiskMissing; ENAMETOOLONG → NameBad; ENOTDIR → NameNotRegular; EMFILE →
/// ResFds; all else → DiskIo with the system's words as evidence.
Error diskError(int systemError, DiskAction action, const DiskPlace& place);

/// DiskNoSpace with "needs 12 MB more" as evidence; `missing` 0: not known, no evidence.
Error noSpaceError(int systemError, const DiskPlace& place, std::uint64_t missing);

/// DiskNoSpace because `kept` bytes stay free whatever is fetched.
Error keptFreeError(const DiskPlace& place, std::uint64_t kept, std::uint64_t missing);

/// Whether such an error of a part means that writes which nothing has synced may be lost: a sync
/// that succeeds afterwards proves nothing about them.
[[nodiscard]] bool losesUnsynced(ErrorKind kind) noexcept;

/// "The part file NAME.part was cut short".
Error partCutError(const DiskPlace& place);

/// "The part file NAME.part is gone or is another file now".
Error partMissingError(const DiskPlace& place);

/// "The folder /proc takes no new files": it is there, and says that it is not.
Error noNewFilesError(const DiskPlace& place);

/// "Another program is downloading to NAME.part".
Error partBusyError(const DiskPlace& place);

}  // namespace penstock
