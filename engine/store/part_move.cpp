#include "engine/store/part_move.h"

#include "engine/store/disk_error.h"
#include "engine/store/file_name.h"
#include "engine/store/folder.h"

#include <sys/file.h>

#include <cerrno>
#include <cstdio>

namespace penstock {

namespace {

constexpr mode_t kFolderMode = 0755;
constexpr int kMostNames = 32;

/// A descriptor that goes with the scope.
class Held {
public:
    Held(FileOps& ops, int fd) : ops_(ops), fd_(fd) {}

    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    ~Held() {
        if (fd_ >= 0) {
            ops_.close(fd_);
        }
    }

    [[nodiscard]] int fd() const noexcept { return fd_; }

    [[nodiscard]] bool ok() const noexcept { return fd_ >= 0; }

private:
    FileOps& ops_;
    int fd_;
};

/// Without a name, so that nothing is seen of it. File systems that cannot do that say so.
Error tryNewFile(FileOps& ops, int folder, const DiskPlace& place) {
    constexpr int kFlags = O_RDWR | O_TMPFILE | O_CLOEXEC;
    const Held file(ops, untilDone([&] { return ops.openat(folder, ".", kFlags, 0600); }));
    const bool denied = errno == EACCES || errno == EPERM || errno == EROFS;
    return !file.ok() && denied ? diskError(errno, DiskAction::Create, place) : Error{};
}

/// Held and locked from here on; `id`: what is under the descriptor.
Error claim(FileOps& ops, int file, const PartPlace& part, FileId& id) {
    const DiskPlace place{part.directory, part.name};
    FoundFile found;
    if (!examine(ops, file, found)) {
        return diskError(errno, DiskAction::Read, place);
    }
    if (!isSameFile(found, part.id, FileStage::Part)) {
        return partMissingError(place);
    }
    id = found.id;
    if (untilDone([&] { return ops.flock(file, LOCK_EX | LOCK_NB); }) != 0 &&
        errno == EWOULDBLOCK) {
        return partBusyError(place);
    }
    return {};
}

struct Step {
    int from;
    const std::string& name;
    int to;
    const FileId& id;
};

/// 0, or −1 and errno.
int renameOnce(FileOps& ops, const Step& step, const std::string& target) {
    const int done =
        ops.renameat2(step.from, step.name.c_str(), step.to, target.c_str(), RENAME_NOREPLACE);
    if (done == 0 || (errno != EINVAL && errno != ENOSYS)) {
        return done;
    }
    // NFS, older FUSE: between the look and the rename another program may take the name.
    if (lookUp(ops, step.to, target, step.id) != Entry::Nothing) {
        errno = EEXIST;
        return -1;
    }
    return ops.renameat2(step.from, step.name.c_str(), step.to, target.c_str(), 0);
}

Result<std::string> renameTo(FileOps& ops, const Step& step, const DiskPlace& place,
                             const std::string& finalName) {
    for (int n = 0; n < kMostNames; ++n) {
        const std::string target = partNameFor(finalName, n);
        if (renameOnce(ops, step, target) == 0) {
            // By its name it went: another's file may have been put there.
            if (lookUp(ops, step.to, target, step.id) == Entry::Ours) {
                return target;
            }
            (void)ops.renameat2(step.to, target.c_str(), step.from, step.name.c_str(),
                                RENAME_NOREPLACE);
            return partMissingError(place);
        }
        if (errno != EEXIST) {
            return diskError(errno, DiskAction::Rename, place);
        }
    }
    return Error{
        ErrorKind::NameBad, "Too many parts named " + finalName + " are there", {}, EEXIST};
}

}  // namespace

Error openToNewFiles(FileOps& ops, const std::string& directory) {
    const DiskPlace place{directory, {}};
    const Held folder(ops, openOrMakeFolder(ops, directory, kFolderMode));
    return folder.ok() ? tryNewFile(ops, folder.fd(), place)
                       : diskError(errno, DiskAction::MakeFolder, place);
}

Result<std::string> movePart(FileOps& ops, const PartPlace& part, const std::string& directory,
                             const std::string& finalName) {
    constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    const DiskPlace place{part.directory, part.name};
    const Held from(ops, openFolder(ops, part.directory));
    if (!from.ok()) {
        return diskError(errno, DiskAction::OpenFolder, place);
    }
    const Held to(ops, openFolder(ops, directory));
    if (!to.ok()) {
        return diskError(errno, DiskAction::OpenFolder, {directory, {}});
    }
    const Held file(ops,
                    untilDone([&] { return ops.openat(from.fd(), part.name.c_str(), kFlags, 0); }));
    if (!file.ok()) {
        return errno == ENOENT || errno == ELOOP ? partMissingError(place)
                                                 : diskError(errno, DiskAction::Read, place);
    }
    FileId id;
    if (Error error = claim(ops, file.fd(), part, id); !error.ok()) {
        return error;
    }
    if (lookUp(ops, from.fd(), part.name, id) != Entry::Ours) {
        return partMissingError(place);
    }
    auto moved = renameTo(ops, {from.fd(), part.name, to.fd(), id}, place, finalName);
    if (moved) {
        // That it may come back after a crash of the system is all that a sync would change.
        (void)syncFolder(ops, to.fd());
        (void)syncFolder(ops, from.fd());
    }
    return moved;
}

}  // namespace penstock
