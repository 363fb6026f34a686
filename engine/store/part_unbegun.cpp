// A part between its name in the list and its entry there.

#include "engine/store/file_name.h"
#include "engine/store/folder.h"
#include "engine/store/part_file.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace penstock {

std::string PartFile::freeName(FileOps& ops, const std::string& directory,
                               const std::string& name) {
    if (!isEntryName(name)) {
        return {};
    }
    const int folder = openFolder(ops, directory);
    if (folder < 0) {  // create() makes it, or says what is wrong
        return errno == ENOENT ? partNameFor(name, 0) : std::string();
    }
    std::string free;
    for (int n = 0; n < kMostNames && free.empty(); ++n) {
        std::string next = partNameFor(name, n);
        if (lookUp(ops, folder, next, {}) == Entry::Nothing) {
            free = std::move(next);
        }
    }
    ops.close(folder);
    return free;
}

Error PartFile::dropUnbegun(std::shared_ptr<FileOps> ops, const std::string& directory,
                            const std::string& partName) {
    PartFile part(std::move(ops), directory);
    part.name_ = partName;
    part.folder_ = isEntryName(partName) ? openFolder(*part.ops_, directory) : -1;
    if (part.folder_ < 0) {
        return {};
    }
    constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    part.file_ =
        untilDone([&] { return part.ops_->openat(part.folder_, partName.c_str(), kFlags, 0); });
    FoundFile found;
    if (part.file_ < 0 || !examine(*part.ops_, part.file_, found)) {
        return {};
    }
    part.id_ = found.id;
    if (!found.regular || found.size != 0 || found.links != 1 || found.id.owner != ::geteuid()) {
        return {};
    }
    if (Error error = part.lock(); !error.ok()) {
        return error;
    }
    return part.dropPartName();
}

}  // namespace penstock
