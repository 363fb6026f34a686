#pragma once
// A disk that hands the inode number of a deleted file to one that a test names, as file systems
// do, and that knows no more of a file than the test leaves it.

#include "tests/store/failing_file_ops.h"

#include <sys/stat.h>

#include <functional>
#include <map>
#include <string>

namespace penstock {

class ReusedNumbers final : public FailingFileOps {
public:
    bool births = true;
    bool marks = true;
    /// Once, right before the next rename or link.
    std::function<void()> beforeRename;

    /// The file that is at `path` now has this number from now on.
    void giveNumber(const std::string& path, std::uint64_t number) {
        numbers_[inodeAt(path)] = number;
    }

    void giveOwner(const std::string& path, std::uint32_t owner) { owners_[inodeAt(path)] = owner; }

    int fstat(int fd, struct stat* out) override {
        return disguise(FailingFileOps::fstat(fd, out), out);
    }

    int fstatat(int dir, const char* name, struct stat* out, int flags) override {
        return disguise(FailingFileOps::fstatat(dir, name, out, flags), out);
    }

    int statx(int fd, const char* path, int flags, unsigned mask, struct statx* out) override {
        const int result = FailingFileOps::statx(fd, path, flags, mask, out);
        if (!births) {
            out->stx_mask &= ~STATX_BTIME;
        }
        return result;
    }

    ssize_t fgetxattr(int fd, const char* name, void* value, std::size_t size) override {
        errno = EOPNOTSUPP;
        return marks ? FailingFileOps::fgetxattr(fd, name, value, size) : -1;
    }

    int fsetxattr(int fd, const char* name, const void* value, std::size_t size,
                  int flags) override {
        errno = EOPNOTSUPP;
        return marks ? FailingFileOps::fsetxattr(fd, name, value, size, flags) : -1;
    }

    int renameat2(int fromDir, const char* from, int toDir, const char* to,
                  unsigned flags) override {
        swap();
        return FailingFileOps::renameat2(fromDir, from, toDir, to, flags);
    }

    int linkat(int fromDir, const char* from, int toDir, const char* to, int flags) override {
        swap();
        return FailingFileOps::linkat(fromDir, from, toDir, to, flags);
    }

private:
    static std::uint64_t inodeAt(const std::string& path) {
        struct stat status {};

        return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
    }

    int disguise(int result, struct stat* out) {
        const std::uint64_t real = out->st_ino;
        if (const auto number = numbers_.find(real); number != numbers_.end()) {
            out->st_ino = number->second;
        }
        if (const auto owner = owners_.find(real); owner != owners_.end()) {
            out->st_uid = owner->second;
        }
        return result;
    }

    void swap() {
        if (beforeRename) {
            std::exchange(beforeRename, nullptr)();
        }
    }

    std::map<std::uint64_t, std::uint64_t> numbers_;
    std::map<std::uint64_t, std::uint32_t> owners_;
};

}  // namespace penstock
