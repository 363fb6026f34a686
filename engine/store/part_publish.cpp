// The end of a part: its final name, or its removal.
#include "engine/store/file_name.h"
#include "engine/store/folder.h"
#include "engine/store/part_file.h"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>

namespace penstock {

namespace {

constexpr mode_t kFileMode = 0666;
constexpr mode_t kUsualUmask = 022;

/// umask(2) can only be read by setting it, which another thread would see.
mode_t currentUmask() {
    constexpr std::string_view kField = "Umask:";
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(kField)) {
            return static_cast<mode_t>(std::stoul(line.substr(kField.size()), nullptr, 8));
        }
    }
    return kUsualUmask;
}

Error nameTakenError(const DiskPlace& place, const std::string& finalName) {
    return {ErrorKind::NameBad,
            "A file named " + finalName + " is in " + place.directory + " already",
            {},
            EEXIST};
}

Error leftAloneError(const DiskPlace& place) {
    return {ErrorKind::DiskMissing, place.name + " is another file now and was left alone", {}, 0};
}

/// While a descriptor of `ours` is held, without which its inode may be another file's.
Error unlinkOurs(FileOps& ops, int folder, const DiskPlace& place, const FileId& ours) {
    switch (lookUp(ops, folder, place.name, ours)) {
        case Entry::Nothing:
            return {};
        case Entry::Other:
            return leftAloneError(place);
        case Entry::Ours:
            break;
    }
    if (ops.unlinkat(folder, place.name.c_str(), 0) != 0 && errno != ENOENT) {
        return diskError(errno, DiskAction::Remove, place);
    }
    return {};
}

Error unlinkIfSame(FileOps& ops, int folder, int file, const DiskPlace& place,
                   const FileId& expected, FileStage stage) {
    FoundFile found;
    if (!examine(ops, file, found)) {
        return diskError(errno, DiskAction::Remove, place);
    }
    const bool marked = expected.mark != 0 && found.id.mark == expected.mark;
    if (!isSameFile(found, expected, stage) || (found.id.device != expected.device && !marked)) {
        return leftAloneError(place);
    }
    return unlinkOurs(ops, folder, place, found.id);
}

Error removeFrom(FileOps& ops, int folder, const DiskPlace& place, const FileId& expected,
                 FileStage stage) {
    constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    const int file = untilDone([&] { return ops.openat(folder, place.name.c_str(), kFlags, 0); });
    if (file < 0) {
        switch (errno) {
            case ENOENT:
                return {};
            case ELOOP:
            case ENXIO:
            case EACCES:
            case EPERM:
                return leftAloneError(place);
            default:
                return diskError(errno, DiskAction::Remove, place);
        }
    }
    Error error = unlinkIfSame(ops, folder, file, place, expected, stage);
    ops.close(file);
    return error;
}

}  // namespace

// FAT and some network file systems have no modes to change.
bool PartFile::setMode(mode_t mode) {
    return ops_->fchmod(file_, mode) == 0 || errno == EPERM || errno == EOPNOTSUPP ||
           errno == ENOSYS;
}

Error PartFile::finish() {
    if (Error error = giveBack(); !error.ok()) {
        return error;
    }
    if (!setMode(usualMode_ ? *usualMode_ : kFileMode & ~currentUmask())) {
        return failure(DiskAction::Write);
    }
    if (untilDone([&] { return ops_->fsync(file_); }) != 0) {
        return failure(DiskAction::Write);
    }
    return {};
}

Error PartFile::publish(const std::string& finalName) {
    if (!isEntryName(finalName)) {
        return {ErrorKind::NameBad, "\"" + finalName + "\" cannot be the name of a file", {}, 0};
    }
    if (leadsHere(finalName)) {
        // An earlier call, or another process before a crash, came this far.
        if (Error error = dropSecondName(finalName); !error.ok()) {
            return error;
        }
    } else if (Error error = renameTo(finalName); !error.ok()) {
        return error;
    }
    if (id_.mark != 0) {
        unmarkFile(*ops_, file_);
    }
    if (penstock::syncFolder(*ops_, folder_) != 0) {
        return failure(DiskAction::Rename);
    }
    name_.clear();
    return {};
}

/// After a link whose unlink did not follow. The count of links tells it from the one file that a
/// case-insensitive file system shows under both names, which must not be unlinked.
Error PartFile::dropSecondName(const std::string& finalName) {
    struct stat status {};

    if (name_ == finalName || ops_->fstat(file_, &status) != 0 || status.st_nlink < 2 ||
        !leadsHere(name_)) {
        return {};
    }
    return dropPartName();
}

Error PartFile::renameTo(const std::string& finalName) {
    FoundFile found;
    if (!examine(*ops_, file_, found)) {
        return failure(DiskAction::Rename);
    }
    // Without this a file put in the place of the part would get the name of a verified one.
    if (!isSameFile(found, id_, FileStage::Part) || !leadsHere(name_)) {
        return partMissingError(place());
    }
    if (ops_->renameat2(folder_, name_.c_str(), folder_, finalName.c_str(), RENAME_NOREPLACE) ==
        0) {
        return checkRenamed(finalName);
    }
    if (errno == EEXIST) {
        return nameTakenError(place(), finalName);
    }
    if (errno == EINVAL || errno == ENOSYS) {
        return linkTo(finalName);  // NFS, older FUSE
    }
    return failure(DiskAction::Rename);
}

/// A rename goes by the name, and others who may write to the folder can put a file there after
/// the look at it. A link to the descriptor could not be led astray, but programs that watch a
/// folder for what is whole see a rename only.
Error PartFile::checkRenamed(const std::string& finalName) {
    const Entry entry = lookUp(*ops_, folder_, finalName, id_);
    if (entry == Entry::Ours) {
        return {};
    }
    if (entry == Entry::Other) {
        const auto undo = [&](const std::string& to) {
            return ops_->renameat2(folder_, finalName.c_str(), folder_, to.c_str(),
                                   RENAME_NOREPLACE) == 0;
        };
        // Where the first name is taken again, the second cannot be.
        (void)(undo(name_) || undo(randomPartName(finalName)));
    }
    return partMissingError(place());
}

/// By the descriptor, so that it cannot be another file; needs /proc.
Error PartFile::linkTo(const std::string& finalName) {
    const std::string itself = "/proc/self/fd/" + std::to_string(file_);
    if (ops_->linkat(AT_FDCWD, itself.c_str(), folder_, finalName.c_str(), AT_SYMLINK_FOLLOW) ==
        0) {
        return dropPartName();
    }
    if (errno == EEXIST) {
        return nameTakenError(place(), finalName);
    }
    if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK ||
        errno == ENOENT) {
        return renameAsLastResort(finalName);
    }
    return failure(DiskAction::Rename);
}

/// For file systems that know neither an exclusive rename nor links (sshfs, exFAT by FUSE). Between
/// the look and the rename another program may take the name; claiming it with an empty file first
/// would not lose that race, but show an incomplete file under the final name.
Error PartFile::renameAsLastResort(const std::string& finalName) {
    if (lookUp(*ops_, folder_, finalName, id_) != Entry::Nothing) {
        return nameTakenError(place(), finalName);
    }
    if (ops_->renameat2(folder_, name_.c_str(), folder_, finalName.c_str(), 0) != 0) {
        return failure(DiskAction::Rename);
    }
    return checkRenamed(finalName);
}

Error PartFile::dropPartName() {
    return unlinkOurs(*ops_, folder_, place(), id_);
}

Error PartFile::discard() {
    if (name_.empty()) {
        return {};
    }
    Error error = dropPartName();
    if (error.ok()) {
        name_.clear();
    }
    return error;
}

Error removeFile(FileOps& ops, const std::string& directory, const std::string& name,
                 const FileId& expected, FileStage stage) {
    const DiskPlace place{directory, name};
    if (!isEntryName(name)) {
        return {ErrorKind::NameBad, "\"" + name + "\" cannot be the name of a file", {}, 0};
    }
    const int folder = openFolder(ops, directory);
    if (folder < 0) {
        return errno == ENOENT ? Error{} : diskError(errno, DiskAction::OpenFolder, place);
    }
    Error error = removeFrom(ops, folder, place, expected, stage);
    ops.close(folder);
    return error;
}

}  // namespace penstock
