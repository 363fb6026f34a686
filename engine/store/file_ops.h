#pragma once
// The system calls through which the store reaches the disk, so that a test can make any of them
// fail at any time.
//
// Each member is the call of the same name, with its arguments, result and errno, and nothing
// else. The class itself goes to the system; a test derives from it. Any thread: it has no state.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <cstddef>
#include <memory>

namespace penstock {

class FileOps {
public:
    FileOps() = default;
    FileOps(const FileOps&) = delete;
    FileOps& operator=(const FileOps&) = delete;
    virtual ~FileOps();

    virtual int open(const char* path, int flags, mode_t mode);
    virtual int openat(int dir, const char* name, int flags, mode_t mode);
    virtual int close(int fd);
    virtual ssize_t pwritev(int fd, const iovec* pieces, int count, off_t offset);
    virtual ssize_t pread(int fd, void* into, std::size_t size, off_t offset);
    virtual int fdatasync(int fd);
    virtual int fsync(int fd);
    virtual int fallocate(int fd, int mode, off_t offset, off_t length);
    virtual int ftruncate(int fd, off_t size);
    virtual int fstat(int fd, struct stat* out);
    virtual int fstatat(int dir, const char* name, struct stat* out, int flags);
    virtual int renameat2(int fromDir, const char* from, int toDir, const char* to, unsigned flags);
    virtual int linkat(int fromDir, const char* from, int toDir, const char* to, int flags);
    virtual int unlinkat(int dir, const char* name, int flags);
    virtual int flock(int fd, int operation);
    virtual int fchmod(int fd, mode_t mode);
    virtual int fstatvfs(int fd, struct statvfs* out);
    virtual int statx(int fd, const char* path, int flags, unsigned mask, struct statx* out);
    virtual ssize_t fgetxattr(int fd, const char* name, void* value, std::size_t size);
    virtual int fsetxattr(int fd, const char* name, const void* value, std::size_t size, int flags);
    virtual int fremovexattr(int fd, const char* name);
    virtual int mkdir(const char* path, mode_t mode);
};

/// The system's own calls. Shared by every PartFile and the code that opens them: each of them may
/// outlive the others.
std::shared_ptr<FileOps> realFileOps();

}  // namespace penstock
