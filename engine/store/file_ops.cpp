#include "engine/store/file_ops.h"

#include <sys/file.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdio>

namespace penstock {

FileOps::~FileOps() = default;

int FileOps::open(const char* path, int flags, mode_t mode) {
    return ::open(path, flags, mode);
}

int FileOps::openat(int dir, const char* name, int flags, mode_t mode) {
    return ::openat(dir, name, flags, mode);
}

int FileOps::close(int fd) {
    return ::close(fd);
}

ssize_t FileOps::pwritev(int fd, const iovec* pieces, int count, off_t offset) {
    return ::pwritev(fd, pieces, count, offset);
}

ssize_t FileOps::pread(int fd, void* into, std::size_t size, off_t offset) {
    return ::pread(fd, into, size, offset);
}

int FileOps::fdatasync(int fd) {
    return ::fdatasync(fd);
}

int FileOps::fsync(int fd) {
    return ::fsync(fd);
}

int FileOps::fallocate(int fd, int mode, off_t offset, off_t length) {
    return ::fallocate(fd, mode, offset, length);
}

int FileOps::ftruncate(int fd, off_t size) {
    return ::ftruncate(fd, size);
}

int FileOps::fstat(int fd, struct stat* out) {
    return ::fstat(fd, out);
}

int FileOps::fstatat(int dir, const char* name, struct stat* out, int flags) {
    return ::fstatat(dir, name, out, flags);
}

int FileOps::renameat2(int fromDir, const char* from, int toDir, const char* to, unsigned flags) {
    return ::renameat2(fromDir, from, toDir, to, flags);
}

int FileOps::linkat(int fromDir, const char* from, int toDir, const char* to, int flags) {
    return ::linkat(fromDir, from, toDir, to, flags);
}

int FileOps::unlinkat(int dir, const char* name, int flags) {
    return ::unlinkat(dir, name, flags);
}

int FileOps::flock(int fd, int operation) {
    return ::flock(fd, operation);
}

int FileOps::fchmod(int fd, mode_t mode) {
    return ::fchmod(fd, mode);
}

int FileOps::fstatvfs(int fd, struct statvfs* out) {
    return ::fstatvfs(fd, out);
}

int FileOps::statx(int fd, const char* path, int flags, unsigned mask, struct statx* out) {
    return ::statx(fd, path, flags, mask, out);
}

ssize_t FileOps::fgetxattr(int fd, const char* name, void* value, std::size_t size) {
    return ::fgetxattr(fd, name, value, size);
}

int FileOps::fsetxattr(int fd, const char* name, const void* value, std::size_t size, int flags) {
    return ::fsetxattr(fd, name, value, size, flags);
}

int FileOps::fremovexattr(int fd, const char* name) {
    return ::fremovexattr(fd, name);
}

int FileOps::mkdir(const char* path, mode_t mode) {
    return ::mkdir(path, mode);
}

std::shared_ptr<FileOps> realFileOps() {
    return std::make_shared<FileOps>();
}

}  // namespace penstock
