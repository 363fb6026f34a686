#pragma once
// The disk of a test: the system's calls, any of which can be made to fail.
//
// Any thread may call; rules are set by the test. Faults count from the moment they are set.

#include "engine/store/file_ops.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace penstock {

enum class FileCall {
    Open,
    OpenAt,
    Pwritev,
    Pread,
    Fdatasync,
    Fsync,
    Fallocate,
    Ftruncate,
    Fstat,
    FstatAt,
    Rename,
    Link,
    Unlink,
    Flock,
    Fchmod,
    Fstatvfs,
    Mkdir,
    Statx,
    GetXattr,
    SetXattr,
    RemoveXattr,
};

class FailingFileOps : public FileOps {
public:
    /// The n-th `call` from now (1: the next) fails with `error`; `always`: and all after it.
    void fail(FileCall call, int error, int n = 1, bool always = false) {
        const std::lock_guard lock(mutex_);
        rules_.push_back({call, error, n, always});
    }

    /// The n-th call of whatever kind from now fails with `error`.
    void failAny(int error, int n) {
        const std::lock_guard lock(mutex_);
        rules_.push_back({std::nullopt, error, n, false});
    }

    /// Each pwritev() from now takes at most `bytes`, until release().
    void writeAtMost(std::size_t bytes) {
        const std::lock_guard lock(mutex_);
        mostPerWrite_ = bytes;
    }

    /// The disk takes `bytes` more, then pwritev() is cut short, and then says ENOSPC, until
    /// release().
    void fullAfter(std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        room_ = bytes;
    }

    /// All works again.
    void release() {
        const std::lock_guard lock(mutex_);
        rules_.clear();
        mostPerWrite_.reset();
        room_.reset();
    }

    /// How often `call` was made so far, failed or not.
    int calls(FileCall call) {
        const std::lock_guard lock(mutex_);
        return counts_[call];
    }

    int totalCalls() {
        const std::lock_guard lock(mutex_);
        int sum = 0;
        for (const auto& [call, count] : counts_) {
            sum += count;
        }
        return sum;
    }

    int open(const char* path, int flags, mode_t mode) override {
        return fails(FileCall::Open) ? -1 : FileOps::open(path, flags, mode);
    }

    int openat(int dir, const char* name, int flags, mode_t mode) override {
        return fails(FileCall::OpenAt) ? -1 : FileOps::openat(dir, name, flags, mode);
    }

    ssize_t pwritev(int fd, const iovec* pieces, int count, off_t offset) override;

    ssize_t pread(int fd, void* into, std::size_t size, off_t offset) override {
        return fails(FileCall::Pread) ? -1 : FileOps::pread(fd, into, size, offset);
    }

    int fdatasync(int fd) override {
        return fails(FileCall::Fdatasync) ? -1 : FileOps::fdatasync(fd);
    }

    int fsync(int fd) override { return fails(FileCall::Fsync) ? -1 : FileOps::fsync(fd); }

    int fallocate(int fd, int mode, off_t offset, off_t length) override {
        return fails(FileCall::Fallocate) ? -1 : FileOps::fallocate(fd, mode, offset, length);
    }

    int ftruncate(int fd, off_t size) override {
        return fails(FileCall::Ftruncate) ? -1 : FileOps::ftruncate(fd, size);
    }

    int fstat(int fd, struct stat* out) override {
        return fails(FileCall::Fstat) ? -1 : FileOps::fstat(fd, out);
    }

    int fstatat(int dir, const char* name, struct stat* out, int flags) override {
        return fails(FileCall::FstatAt) ? -1 : FileOps::fstatat(dir, name, out, flags);
    }

    int renameat2(int fromDir, const char* from, int toDir, const char* to,
                  unsigned flags) override {
        return fails(FileCall::Rename) ? -1 : FileOps::renameat2(fromDir, from, toDir, to, flags);
    }

    int linkat(int fromDir, const char* from, int toDir, const char* to, int flags) override {
        return fails(FileCall::Link) ? -1 : FileOps::linkat(fromDir, from, toDir, to, flags);
    }

    int unlinkat(int dir, const char* name, int flags) override {
        return fails(FileCall::Unlink) ? -1 : FileOps::unlinkat(dir, name, flags);
    }

    int flock(int fd, int operation) override {
        return fails(FileCall::Flock) ? -1 : FileOps::flock(fd, operation);
    }

    int fchmod(int fd, mode_t mode) override {
        return fails(FileCall::Fchmod) ? -1 : FileOps::fchmod(fd, mode);
    }

    int fstatvfs(int fd, struct statvfs* out) override {
        return fails(FileCall::Fstatvfs) ? -1 : FileOps::fstatvfs(fd, out);
    }

    int statx(int fd, const char* path, int flags, unsigned mask, struct statx* out) override {
        return fails(FileCall::Statx) ? -1 : FileOps::statx(fd, path, flags, mask, out);
    }

    ssize_t fgetxattr(int fd, const char* name, void* value, std::size_t size) override {
        return fails(FileCall::GetXattr) ? -1 : FileOps::fgetxattr(fd, name, value, size);
    }

    int fsetxattr(int fd, const char* name, const void* value, std::size_t size,
                  int flags) override {
        return fails(FileCall::SetXattr) ? -1 : FileOps::fsetxattr(fd, name, value, size, flags);
    }

    int fremovexattr(int fd, const char* name) override {
        return fails(FileCall::RemoveXattr) ? -1 : FileOps::fremovexattr(fd, name);
    }

    int mkdir(const char* path, mode_t mode) override {
        return fails(FileCall::Mkdir) ? -1 : FileOps::mkdir(path, mode);
    }

private:
    struct Rule {
        std::optional<FileCall> call;  // none: any
        int error;
        int left;
        bool always;
    };

    bool fails(FileCall call) {
        const std::lock_guard lock(mutex_);
        ++counts_[call];
        int error = 0;
        for (Rule& rule : rules_) {
            if (rule.call && *rule.call != call) {
                continue;
            }
            --rule.left;
            if (rule.left == 0 || (rule.left < 0 && rule.always)) {
                error = rule.error;
            }
        }
        if (error != 0) {
            errno = error;
        }
        return error != 0;
    }

    /// How much of a write is let through; 0: none of it.
    std::size_t admit(std::size_t wanted) {
        const std::lock_guard lock(mutex_);
        std::size_t most = std::min(wanted, mostPerWrite_.value_or(wanted));
        if (room_) {
            most = std::min<std::size_t>(most, *room_);
            *room_ -= most;
        }
        return most;
    }

    std::mutex mutex_;
    std::vector<Rule> rules_;
    std::map<FileCall, int> counts_;
    std::optional<std::size_t> mostPerWrite_;
    std::optional<std::uint64_t> room_;
};

inline ssize_t FailingFileOps::pwritev(int fd, const iovec* pieces, int count, off_t offset) {
    if (fails(FileCall::Pwritev)) {
        return -1;
    }
    std::size_t wanted = 0;
    for (int i = 0; i < count; ++i) {
        wanted += pieces[i].iov_len;
    }
    std::size_t rest = admit(wanted);
    if (rest == 0) {
        errno = ENOSPC;
        return -1;
    }
    std::vector<iovec> admitted;
    for (int i = 0; i < count && rest > 0; ++i) {
        const std::size_t length = std::min(rest, pieces[i].iov_len);
        admitted.push_back({pieces[i].iov_base, length});
        rest -= length;
    }
    return FileOps::pwritev(fd, admitted.data(), static_cast<int>(admitted.size()), offset);
}

}  // namespace penstock
