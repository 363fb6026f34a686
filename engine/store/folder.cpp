#include "engine/store/folder.h"

#include "engine/store/file_name.h"

namespace penstock {

namespace {

/// Makes each missing folder on the way, and the last. The first errno, or 0: it does not matter if
/// the whole path can be opened all the same, since some file systems refuse to make what is there.
int makeFolders(FileOps& ops, const std::string& path, mode_t mode) {
    int fault = 0;
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const bool made = ops.mkdir(path.substr(0, end).c_str(), mode) == 0 || errno == EEXIST;
        fault = fault == 0 && !made ? errno : fault;
        if (end == std::string::npos) {
            return fault;
        }
    }
}

}  // namespace

int openFolder(FileOps& ops, const std::string& path) {
    return untilDone([&] { return ops.open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0); });
}

int openOrMakeFolder(FileOps& ops, const std::string& path, mode_t mode) {
    const int folder = openFolder(ops, path);
    if (folder >= 0 || errno != ENOENT) {
        return folder;
    }
    const int fault = makeFolders(ops, path, mode);
    const int made = openFolder(ops, path);
    if (made < 0 && fault != 0) {
        errno = fault;
    }
    return made;
}

bool isStillThere(FileOps& ops, int folder) {
    const int kept = errno;

    struct stat status {};

    const bool there = ops.fstat(folder, &status) == 0 && status.st_nlink > 0;
    errno = kept;
    return there;
}

int syncFolder(FileOps& ops, int folder) {
    if (untilDone([&] { return ops.fsync(folder); }) == 0 || errno == EINVAL) {
        return 0;
    }
    return -1;
}

std::string randomPartName(std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
    constexpr int kCount = 6;
    std::string letters;
    std::uint64_t number = randomNumber();
    for (int i = 0; i < kCount; ++i) {
        letters += kLetters[number % kLetters.size()];
        number /= kLetters.size();
    }
    return partName(name, letters);
}

std::string partNameFor(const std::string& name, int n) {
    constexpr int kNumberedNames = 16;
    if (n == 0) {
        return partName(name, {});
    }
    return n < kNumberedNames ? partName(name, std::to_string(n)) : randomPartName(name);
}

Entry lookUp(FileOps& ops, int folder, const std::string& name, const FileId& ours) {
    struct stat status {};

    if (ops.fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? Entry::Nothing : Entry::Other;
    }
    FileId found;
    found.device = status.st_dev;
    found.inode = status.st_ino;
    return found.sameFile(ours) ? Entry::Ours : Entry::Other;
}

}  // namespace penstock
