// The disk space of a part: promised before it is needed, given back when it is not, and never the
// last of the file system.
#include "engine/store/folder.h"
#include "engine/store/part_file.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::uint64_t kBlock = 512;  // the unit of st_blocks, whatever st_blksize says
constexpr std::uint64_t kShareKept = 100;
/// Of the room that is left, others may take as much at the same time.
constexpr std::uint64_t kShareUnlooked = 8;
constexpr std::uint64_t kMostUnlooked = 16U << 20U;

std::uint64_t without(std::uint64_t from, std::uint64_t what) {
    return from > what ? from - what : 0;
}

}  // namespace

/// What an ordinary user may still write, less what stays free; without end if the file system does
/// not say how large it is.
std::uint64_t PartFile::roomFor(std::uint64_t& kept) const {
    struct statvfs status {};

    kept = 0;
    if (ops_->fstatvfs(folder_, &status) != 0 || status.f_blocks == 0) {
        return std::numeric_limits<std::uint64_t>::max();
    }
    const std::uint64_t unit = status.f_frsize;
    kept = std::min(kKeptFree, status.f_blocks * unit / kShareKept);
    return without(status.f_bavail * unit, kept);
}

Error PartFile::reserve(std::uint64_t total) {
    if (total == 0) {
        return {};
    }
    if (total > kLargestOffset) {
        return diskError(EFBIG, DiskAction::Write, place());
    }

    struct stat status {};

    if (ops_->fstat(file_, &status) != 0) {
        return failure(DiskAction::Write);
    }
    const std::uint64_t there = static_cast<std::uint64_t>(status.st_blocks) * kBlock;
    std::uint64_t kept = 0;
    if (total > kUnlooked) {
        const std::uint64_t room = roomFor(kept);
        if (without(total, there) > room) {
            return keptFreeError(place(), kept, total - there - room);
        }
    }
    if (untilDone([&] {
            return ops_->fallocate(file_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(total));
        }) == 0) {
        reserved_ = total;
        return {};
    }
    const int why = errno;
    if (why == EOPNOTSUPP || why == ENOSYS || why == EINVAL) {
        return {};  // zero-filling instead would write everything twice
    }
    if (why != ENOSPC && why != EDQUOT) {
        return diskError(why, DiskAction::Write, place());
    }
    const std::uint64_t most = there + freeSpace();
    ops_->ftruncate(file_, status.st_size);  // gives back what was reserved in part
    return noSpaceError(why, place(), without(total, most));
}

/// To the size that it has: beyond the end of a file ext4 frees nothing that is punched out.
Error PartFile::giveBack(std::span<const ByteRange> holes) {
    struct stat status {};

    if (reserved_ == 0) {
        return {};
    }
    if (ops_->fstat(file_, &status) != 0) {
        return failure(DiskAction::Write);  // size() would say 0, and the file be cut to that
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (reserved_ > size &&
        untilDone([&] { return ops_->ftruncate(file_, status.st_size); }) != 0) {
        return failure(DiskAction::Write);
    }
    for (const ByteRange& hole : holes) {
        if (Error error = punch(hole, static_cast<std::uint64_t>(status.st_blksize)); !error.ok()) {
            return error;
        }
    }
    reserved_ = 0;
    return {};
}

/// A file system that cannot do that keeps them.
Error PartFile::punch(ByteRange hole, std::uint64_t block) {
    block = std::max<std::uint64_t>(block, 1);
    const std::uint64_t begin = (hole.begin + block - 1) / block * block;
    const std::uint64_t end = hole.end / block * block;
    constexpr int kMode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (begin >= end || untilDone([&] {
                            return ops_->fallocate(file_, kMode, static_cast<off_t>(begin),
                                                   static_cast<off_t>(end - begin));
                        }) == 0) {
        return {};
    }
    const bool cannot = errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL;
    return cannot ? Error{} : failure(DiskAction::Write);
}

/// What was promised is there. The rest is looked at each so many bytes, the fewer the less there
/// is, and not for each write.
Error PartFile::keepSpaceFree(std::uint64_t offset, std::uint64_t size) {
    if (offset <= reserved_ && size <= reserved_ - offset) {
        return {};
    }
    if (size <= unlooked_) {
        unlooked_ -= size;
        return {};
    }
    std::uint64_t kept = 0;
    const std::uint64_t room = roomFor(kept);
    if (size > room) {
        return keptFreeError(place(), kept, size - room);
    }
    unlooked_ = std::min((room - size) / kShareUnlooked, kMostUnlooked);
    return {};
}

std::uint64_t PartFile::freeSpace() const {
    struct statvfs status {};

    if (ops_->fstatvfs(folder_, &status) != 0) {
        return 0;
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace penstock
