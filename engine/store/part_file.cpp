#include "engine/store/part_file.h"

#include "engine/store/file_name.h"
#include "engine/store/folder.h"

#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>
#include <vector>

namespace penstock {

namespace {

constexpr mode_t kFolderMode = 0755;
constexpr mode_t kNewMode = 0666;  // less the umask
constexpr mode_t kPartMode = 0600;

Error badNameError(const std::string& name) {
    return {ErrorKind::NameBad, "\"" + name + "\" cannot be the name of a file", {}, 0};
}

/// What open(2) says when the name leads to something that is no part of ours.
bool meansAnotherFile(int systemError) {
    return systemError == ENOENT || systemError == ELOOP || systemError == EISDIR ||
           systemError == ENXIO || systemError == ENOTDIR;
}

std::uint64_t sizeOf(std::span<const std::span<const std::byte>> pieces) {
    std::uint64_t size = 0;
    for (const auto& piece : pieces) {
        size += piece.size();
    }
    return size;
}

std::vector<iovec> vectorOf(std::span<const std::span<const std::byte>> pieces) {
    std::vector<iovec> vector;
    vector.reserve(pieces.size());
    for (const auto& piece : pieces) {
        if (!piece.empty()) {
            // pwritev() takes the type of preadv(), though it only reads.
            vector.push_back({const_cast<std::byte*>(piece.data()), piece.size()});
        }
    }
    return vector;
}

/// Drops the first `written` bytes of the vector from `at` on; returns the index now at the front.
std::size_t advance(std::vector<iovec>& vector, std::size_t at, std::size_t written) {
    while (written > 0) {
        iovec& front = vector[at];
        const std::size_t step = std::min(written, front.iov_len);
        front.iov_base = static_cast<std::byte*>(front.iov_base) + step;
        front.iov_len -= step;
        written -= step;
        if (front.iov_len == 0) {
            ++at;
        }
    }
    return at;
}

}  // namespace

PartFile::PartFile(std::shared_ptr<FileOps> ops, std::string directory)
    : ops_(std::move(ops)), directory_(std::move(directory)) {}

PartFile::~PartFile() {
    if (file_ >= 0) {
        ops_->close(file_);
    }
    if (folder_ >= 0) {
        ops_->close(folder_);
    }
}

Result<std::unique_ptr<PartFile>> PartFile::create(std::shared_ptr<FileOps> ops,
                                                   const std::string& directory,
                                                   const std::string& name,
                                                   const std::string& announced) {
    if (!isEntryName(name)) {
        return badNameError(name);
    }
    std::unique_ptr<PartFile> part(new PartFile(std::move(ops), directory));
    part->folder_ = openOrMakeFolder(*part->ops_, directory, kFolderMode);
    if (part->folder_ < 0) {
        return part->failure(DiskAction::MakeFolder);
    }
    if (Error error = part->createIn(name, announced); !error.ok()) {
        return error;
    }
    if (Error error = part->settleNew(); !error.ok()) {
        if (part->leadsHere(part->name_)) {
            part->ops_->unlinkat(part->folder_, part->name_.c_str(), 0);
        }
        return error;
    }
    return part;
}

Error PartFile::createIn(const std::string& name, const std::string& announced) {
    constexpr int kFlags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    for (int n = announced.empty() ? 0 : -1; n < kMostNames; ++n) {
        name_ = n < 0 ? announced : partNameFor(name, n);
        file_ = untilDone([&] { return ops_->openat(folder_, name_.c_str(), kFlags, kNewMode); });
        if (file_ >= 0) {
            return {};
        }
        if (errno == ENOENT && isStillThere(*ops_, folder_)) {
            return noNewFilesError(place());
        }
        if (errno != EEXIST && errno != ELOOP) {
            return failure(DiskAction::Create);
        }
    }
    return {
        ErrorKind::NameBad, "Too many parts named " + name + " are in " + directory_, {}, EEXIST};
}

/// Of a file that is surely ours, because O_EXCL made it.
Error PartFile::settleNew() {
    if (Error error = lock(); !error.ok()) {
        return error;
    }
    FoundFile found;
    if (!examine(*ops_, file_, found)) {
        return failure(DiskAction::Create);
    }
    usualMode_ = found.permissions;
    if (!setMode(kPartMode)) {
        return failure(DiskAction::Create);
    }
    id_ = std::move(found.id);
    id_.mark = markFile(*ops_, file_);
    if (untilDone([&] { return ops_->fsync(file_); }) != 0 || syncFolder(*ops_, folder_) != 0) {
        return failure(DiskAction::Create);
    }
    return {};
}

Result<std::unique_ptr<PartFile>> PartFile::reopen(std::shared_ptr<FileOps> ops,
                                                   const std::string& directory,
                                                   const std::string& partName,
                                                   const FileId& expected,
                                                   const std::string& secondName) {
    if (!isEntryName(partName)) {
        return badNameError(partName);
    }
    std::unique_ptr<PartFile> part(new PartFile(std::move(ops), directory));
    part->name_ = partName;
    part->folder_ = openFolder(*part->ops_, directory);
    if (part->folder_ < 0) {
        return part->failure(DiskAction::OpenFolder);
    }
    if (Error error = part->openExisting(expected, secondName); !error.ok()) {
        return error;
    }
    return part;
}

Error PartFile::openExisting(const FileId& expected, const std::string& secondName) {
    // O_NONBLOCK: a FIFO planted under the name must not hold up the worker.
    constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    file_ = untilDone([&] { return ops_->openat(folder_, name_.c_str(), kFlags, 0); });
    if (file_ < 0) {
        Error error = failure(DiskAction::Read);
        return meansAnotherFile(error.systemError) || isRefusedForeign(expected)
                   ? partMissingError(place())
                   : error;
    }
    FoundFile found;
    if (!examine(*ops_, file_, found)) {
        return failure(DiskAction::Read);
    }
    const FileStage stage = secondName.empty() ? FileStage::Part : FileStage::Renaming;
    id_ = found.id;
    if (!isSameFile(found, expected, stage) || (found.links > 1 && !leadsHere(secondName))) {
        return partMissingError(place());
    }
    id_.mark = expected.mark;  // taken off within a rename, it is still what the journal knows
    if (Error error = lock(); !error.ok()) {
        return error;
    }
    end_ = found.size;
    if (untilDone([&] { return ops_->fsync(file_); }) != 0) {
        return failure(DiskAction::Write);
    }
    return {};
}

/// Right after an open() that was not allowed: whether somebody else's file has the name.
bool PartFile::isRefusedForeign(const FileId& expected) {
    struct stat status {};

    return ops_->fstatat(folder_, name_.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           (status.st_ino != expected.inode ||
            status.st_uid != expected.owner.value_or(::geteuid()));
}

/// Exact, because file_ is held: see file_id.h.
bool PartFile::leadsHere(const std::string& name) {
    return lookUp(*ops_, folder_, name, id_) == Entry::Ours;
}

Error PartFile::lock() {
    if (untilDone([&] { return ops_->flock(file_, LOCK_EX | LOCK_NB); }) == 0) {
        return {};
    }
    // Some network file systems have no locks. There the check of the file is all the protection.
    return errno == EWOULDBLOCK ? partBusyError(place()) : Error{};
}

PartFile::Written PartFile::write(std::uint64_t offset,
                                  std::span<const std::span<const std::byte>> pieces) {
    std::vector<iovec> vector = vectorOf(pieces);
    Written written;
    written.error = keepSpaceFree(offset, sizeOf(pieces));
    written.refused = !written.error.ok();
    if (!written.refused && end_ > 0) {  // nothing can have been cut from a part that is empty
        written.error = checkUncut();
    }
    if (!written.error.ok()) {
        return written;
    }
    for (std::size_t at = 0; at < vector.size();) {
        const std::uint64_t position = offset + written.bytes;
        if (position > kLargestOffset) {
            written.error = diskError(EFBIG, DiskAction::Write, place());
            return written;
        }
        const int count = static_cast<int>(std::min<std::size_t>(vector.size() - at, IOV_MAX));
        const ssize_t n = untilDone(
            [&] { return ops_->pwritev(file_, &vector[at], count, static_cast<off_t>(position)); });
        if (n <= 0) {
            written.error = diskError(n < 0 ? errno : EIO, DiskAction::Write, place());
            return written;
        }
        written.bytes += static_cast<std::uint64_t>(n);
        end_ = std::max(end_.load(), offset + written.bytes);
        at = advance(vector, at, static_cast<std::size_t>(n));
    }
    return written;
}

Result<std::size_t> PartFile::read(std::uint64_t offset, std::span<std::byte> into) {
    std::size_t have = 0;
    while (have < into.size() && offset + have <= kLargestOffset) {
        const auto rest = into.subspan(have);
        const ssize_t n = untilDone([&] {
            return ops_->pread(file_, rest.data(), rest.size(), static_cast<off_t>(offset + have));
        });
        if (n < 0) {
            return failure(DiskAction::Read);
        }
        if (n == 0) {
            break;
        }
        have += static_cast<std::size_t>(n);
    }
    return have;
}

Error PartFile::sync() {
    const std::uint64_t end = end_;  // before the look: more may be written meanwhile

    struct stat status {};

    if (ops_->fstat(file_, &status) != 0) {
        return failure(DiskAction::Write);
    }
    if (status.st_nlink == 0 || !leadsHere(name_)) {
        return partMissingError(place());
    }
    if (static_cast<std::uint64_t>(status.st_size) < std::min(end, end_.load())) {
        return partCutError(place());
    }
    if (untilDone([&] { return ops_->fdatasync(file_); }) != 0) {
        return failure(DiskAction::Write);
    }
    return {};
}

Error PartFile::truncate(std::uint64_t newSize) {
    if (newSize > kLargestOffset) {
        return diskError(EFBIG, DiskAction::Write, place());
    }
    end_ = std::min(end_.load(), newSize);  // before it is so: see sync()
    if (untilDone([&] { return ops_->ftruncate(file_, static_cast<off_t>(newSize)); }) != 0) {
        return failure(DiskAction::Write);
    }
    end_ = newSize;
    reserved_ = std::min(reserved_, newSize);
    return {};
}

Error PartFile::cutTo(std::uint64_t most) {
    struct stat status {};

    if (ops_->fstat(file_, &status) != 0) {
        return failure(DiskAction::Write);
    }
    return static_cast<std::uint64_t>(status.st_size) > most ? truncate(most) : Error{};
}

Error PartFile::checkUncut() const {
    struct stat status {};

    if (ops_->fstat(file_, &status) != 0) {
        return failure(DiskAction::Write);
    }
    return static_cast<std::uint64_t>(status.st_size) < end_ ? partCutError(place()) : Error{};
}

std::uint64_t PartFile::size() const {
    struct stat status {};

    return ops_->fstat(file_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

/// Right after a call that failed: errno is still its.
Error PartFile::failure(DiskAction action) const {
    return diskError(errno, action, place());
}

}  // namespace penstock
