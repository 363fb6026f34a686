#include "engine/store/file_id.h"

#include <sys/random.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <string_view>

namespace penstock {

namespace {

constexpr const char* kMarkName = "user.penstock";
constexpr std::size_t kMarkDigits = 16;
constexpr int kHexadecimal = 16;

/// New at each start of the kernel; empty where /proc is not mounted, which makes no boot the same.
const std::string& bootId() {
    static const std::string kId = [] {
        std::ifstream file("/proc/sys/kernel/random/boot_id");
        std::string id;
        std::getline(file, id);
        return id;
    }();
    return kId;
}

/// What fstat() does not tell. The mount's number is 0 before Linux 5.8, the time of birth where
/// the file system keeps none.
void addBirthAndMount(FileOps& ops, int fd, FileId& id) {
    constexpr std::int64_t kNanoseconds = 1'000'000'000;

    struct statx answer {};

    if (ops.statx(fd, "", AT_EMPTY_PATH, STATX_BTIME | STATX_MNT_ID, &answer) != 0) {
        return;
    }
    if ((answer.stx_mask & STATX_MNT_ID) != 0) {
        id.mountId = answer.stx_mnt_id;
    }
    if ((answer.stx_mask & STATX_BTIME) != 0) {
        id.birthNs = answer.stx_btime.tv_sec * kNanoseconds + answer.stx_btime.tv_nsec;
    }
}

/// A mark that is none of ours in form counts as one that fits no file of ours.
void addMark(FileOps& ops, int fd, FoundFile& found) {
    std::array<char, kMarkDigits> text{};
    const ssize_t size = ops.fgetxattr(fd, kMarkName, text.data(), text.size());
    found.readsMarks = size >= 0 || errno == ENODATA || errno == ERANGE;
    if (size < 0 && errno != ERANGE) {
        return;
    }
    std::uint64_t mark = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, mark, kHexadecimal);
    const bool whole = size == static_cast<ssize_t>(text.size()) && parsed.ptr == end && mark != 0;
    found.id.mark = whole ? mark : ~std::uint64_t{0};
}

/// A part that was made where marks can be read carries one, unless there was no room for it, or it
/// is of the first version, which kept no owner either: that both have none tells nothing.
bool sameMark(const FoundFile& found, const FileId& expected, FileStage stage) {
    if (!found.readsMarks) {
        return true;
    }
    if (found.id.mark == 0 && stage != FileStage::Part) {
        return true;
    }
    const bool sameBirth = expected.birthNs != 0 && found.id.birthNs == expected.birthNs;
    return found.id.mark == expected.mark && (expected.mark != 0 || sameBirth || !expected.owner);
}

bool fittingLinks(std::uint64_t links, FileStage stage) {
    switch (stage) {
        case FileStage::Part:
            return links == 1;
        case FileStage::Renaming:
            return links == 1 || links == 2;
        case FileStage::Published:
            break;
    }
    return links > 0;
}

}  // namespace

bool examine(FileOps& ops, int fd, FoundFile& found) {
    struct stat status {};

    if (ops.fstat(fd, &status) != 0) {
        return false;
    }
    found = {};
    found.id.device = status.st_dev;
    found.id.inode = status.st_ino;
    found.id.bootId = bootId();
    found.id.owner = status.st_uid;
    found.links = status.st_nlink;
    found.size = static_cast<std::uint64_t>(status.st_size);
    found.permissions = status.st_mode & 07777U;
    found.regular = S_ISREG(status.st_mode);
    addBirthAndMount(ops, fd, found.id);
    addMark(ops, fd, found);
    return true;
}

bool isSameFile(const FoundFile& found, const FileId& expected, FileStage stage) {
    const FileId& id = found.id;
    const bool sameDevice = id.device == expected.device || !id.sameBoot(expected);
    const bool sameBirth =
        id.birthNs == 0 || expected.birthNs == 0 || id.birthNs == expected.birthNs;
    return found.regular && id.inode != 0 && id.inode == expected.inode && sameDevice &&
           id.owner == expected.owner.value_or(::geteuid()) && sameBirth &&
           sameMark(found, expected, stage) && fittingLinks(found.links, stage);
}

std::uint64_t randomNumber() {
    std::uint64_t number = 0;
    while (number == 0) {
        if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) {
            return 0;
        }
    }
    return number;
}

std::uint64_t markFile(FileOps& ops, int fd) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr unsigned kBitsPerDigit = 4;
    const std::uint64_t mark = randomNumber();
    std::array<char, kMarkDigits> text{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        text[i] = kDigits[mark >> ((kMarkDigits - 1 - i) * kBitsPerDigit) & 0xFU];
    }
    if (mark == 0 || ops.fsetxattr(fd, kMarkName, text.data(), text.size(), XATTR_CREATE) != 0) {
        return 0;
    }
    return mark;
}

void unmarkFile(FileOps& ops, int fd) {
    ops.fremovexattr(fd, kMarkName);
}

}  // namespace penstock
