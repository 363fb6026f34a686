#include "engine/private_folder.h"

#include "engine/base/unique_fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace penstock {

namespace {

constexpr mode_t kPrivate = 0700;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

Error foreign(std::string sentence) {
    return {ErrorKind::JournalForeign, std::move(sentence), {}, 0};
}

Error failed(const std::string& path, const char* what) {
    const int why = errno;
    return {ErrorKind::JournalFailed, "The folder " + path + what,
            std::generic_category().message(why), why};
}

/// An error shows when the whole path is opened.
void makeFolders(const std::string& path) {
    for (std::size_t end = path.find('/', 1); end != std::string::npos;
         end = path.find('/', end + 1)) {
        ::mkdir(path.substr(0, end).c_str(), kPrivate);
    }
    ::mkdir(path.c_str(), kPrivate);
}

/// The last part of the path is not followed: a link there is somebody's choice, and not ours.
UniqueFd openFolder(const std::string& path) {
    return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool isOurs(const struct stat& status) {
    return status.st_uid == ::geteuid();
}

std::string withoutSlash(std::string path) {
    while (path.size() > 1 && path.back() == '/') {
        path.pop_back();  // behind it a link would be followed
    }
    return path;
}

Error tighten(int folder, const std::string& path) {
    struct stat status {};

    if (::fstat(folder, &status) != 0) {
        return failed(path, " cannot be looked at");
    }
    if (!isOurs(status)) {
        return foreign("The folder " + path + " belongs to another account");
    }
    if ((status.st_mode & S_ISVTX) != 0) {
        return foreign("The folder " + path + " is meant for several accounts");
    }
    if ((status.st_mode & kOthers) == 0) {
        return {};
    }
    if (::fchmod(folder, status.st_mode & ~kOthers & 07777U) == 0 &&
        ::fstat(folder, &status) == 0 && (status.st_mode & kOthersWrite) == 0) {
        return {};  // on a file system without permissions they may still read
    }
    return failed(path, " can be written to by other accounts");
}

}  // namespace

Error makePrivateFolder(const std::string& given) {
    const std::string path = withoutSlash(given);
    UniqueFd folder = openFolder(path);
    if (!folder && errno == ENOENT) {
        makeFolders(path);
        folder = openFolder(path);
    }
    if (folder) {
        return tighten(folder.get(), path);
    }

    struct stat status {};

    const int why = errno;
    if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) {
        return foreign(path + " is a link where a folder should be");
    }
    errno = why;
    return failed(path, why == EACCES ? " cannot be opened" : " cannot be made");
}

bool isPrivateFolder(const std::string& given) {
    const UniqueFd folder = openFolder(withoutSlash(given));

    struct stat status {};

    return folder && ::fstat(folder.get(), &status) == 0 && isOurs(status) &&
           (status.st_mode & kOthers) == 0;
}

Error keepPrivate(const std::string& path) {
    struct stat status {};

    if (::lstat(path.c_str(), &status) != 0) {
        return {};  // what is wrong besides shows when it is opened
    }
    if (!S_ISREG(status.st_mode)) {
        return foreign(path + (S_ISLNK(status.st_mode) ? " is a link" : " is no regular file") +
                       "; it was left as it is");
    }
    if (!isOurs(status)) {
        return foreign(path + " belongs to another account; it was left as it is");
    }
    if ((status.st_mode & kOthers) != 0) {
        ::chmod(path.c_str(), status.st_mode & ~kOthers & 07777U);
    }
    return {};
}

}  // namespace penstock
