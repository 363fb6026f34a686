#pragma once
// A disk that says of itself how large it is and how much of it is free; what is written to it and
// reserved on it takes from that.

#include "tests/store/failing_file_ops.h"

#include <algorithm>

namespace penstock {

class SmallDisk final : public FailingFileOps {
public:
    std::uint64_t size = 0;  // 0: it does not say
    std::uint64_t available = 0;

    int fstatvfs(int fd, struct statvfs* out) override {
        const int result = FailingFileOps::fstatvfs(fd, out);
        out->f_frsize = kUnit;
        out->f_blocks = size / kUnit;
        out->f_bavail = available / kUnit;
        return result;
    }

    int fallocate(int fd, int mode, off_t offset, off_t length) override {
        if (!promises) {
            errno = EOPNOTSUPP;
            return -1;
        }
        const int result = FailingFileOps::fallocate(fd, mode, offset, length);
        take(result == 0 ? static_cast<std::uint64_t>(length) : 0);
        return result;
    }

    ssize_t pwritev(int fd, const iovec* pieces, int count, off_t offset) override {
        const ssize_t written = FailingFileOps::pwritev(fd, pieces, count, offset);
        take(written > 0 ? static_cast<std::uint64_t>(written) : 0);
        return written;
    }

    bool promises = false;

private:
    static constexpr std::uint64_t kUnit = 4096;

    void take(std::uint64_t bytes) { available -= std::min(available, bytes); }
};

}  // namespace penstock
