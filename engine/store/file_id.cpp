#include "engine/store/file_id.h"

#include <fstream>

namespace penstock {

namespace {

/// New at each start of the kernel; empty where /proc is not mounted, which makes no boot the same.
std::string readBootId() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

/// 0 before Linux 5.8.
std::uint64_t mountIdOf(int fd) {
    struct statx answer {};

    const bool known = ::statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &answer) == 0 &&
                       (answer.stx_mask & STATX_MNT_ID) != 0;
    return known ? answer.stx_mnt_id : 0;
}

}  // namespace

FileId identify(FileOps& ops, int fd) {
    struct stat status {};

    if (ops.fstat(fd, &status) != 0) {
        return {};
    }
    return {status.st_dev, status.st_ino, readBootId(), mountIdOf(fd)};
}

}  // namespace penstock
