#pragma once
// A part that goes to another folder. Blocking: on the disk worker, while nobody holds the part.

#include "engine/error.h"
#include "engine/store/file_id.h"
#include "engine/store/file_ops.h"

#include <string>

namespace penstock {

/// A part as the list knows it.
struct PartPlace {
    std::string directory;
    std::string name;
    FileId id;
};

/// Makes the folder and what is missing of the way to it, and looks whether it takes new files.
/// `directory` is absolute.
Error openToNewFiles(FileOps& ops, const std::string& directory);

/// Renames the part into another folder on the same file system, never over anything: to the first
/// name that is free there of those that a part of `finalName` may have. Returns that name. Both
/// folders are synced. DiskMissing if it is not that file any more (see isSameFile()), DiskBusy if
/// another process holds it, else what the system says: EXDEV of another file system. After an
/// error the part is where it was.
Result<std::string> movePart(FileOps& ops, const PartPlace& part, const std::string& directory,
                             const std::string& finalName);

}  // namespace penstock
