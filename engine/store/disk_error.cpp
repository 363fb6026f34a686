#include "engine/store/disk_error.h"

#include <array>
#include <cerrno>
#include <system_error>

namespace penstock {

namespace {

std::string partLabel(const DiskPlace& place) {
    return place.name.empty() ? "a file in " + place.directory : place.name;
}

std::string failedSentence(DiskAction action, const DiskPlace& place) {
    switch (action) {
        case DiskAction::OpenFolder:
            return "The folder " + place.directory + " cannot be opened";
        case DiskAction::MakeFolder:
            return "The folder " + place.directory + " cannot be opened or made";
        case DiskAction::Create:
            return "The disk failed while creating " + partLabel(place);
        case DiskAction::Read:
            return "The disk failed while reading " + partLabel(place);
        case DiskAction::Write:
            return "The disk failed while writing " + partLabel(place);
        case DiskAction::Rename:
            return "The disk failed while renaming " + partLabel(place);
        case DiskAction::Remove:
            return "The disk failed while removing " + partLabel(place);
    }
    return "The disk failed in " + place.directory;
}

/// "12 MB", in the decimal units of the file managers; rounded up, so that so much does suffice.
std::string sizeText(std::uint64_t bytes) {
    constexpr std::uint64_t kStep = 1000;
    constexpr std::array kUnits{"bytes", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (bytes >= 10 * kStep && unit + 1 < kUnits.size()) {
        bytes = (bytes + kStep - 1) / kStep;
        ++unit;
    }
    return std::to_string(bytes) + ' ' + kUnits[unit];
}

Error missingError(int systemError, DiskAction action, const DiskPlace& place) {
    if (systemError != ENOENT) {
        return {ErrorKind::DiskMissing,
                "The disk that holds " + place.directory + " is gone",
                {},
                systemError};
    }
    if (action == DiskAction::MakeFolder) {
        return {ErrorKind::DiskMissing,
                "The folder " + place.directory + " does not exist and cannot be made",
                {},
                systemError};
    }
    if (action == DiskAction::OpenFolder || action == DiskAction::Create) {
        return {ErrorKind::DiskMissing,
                "The folder " + place.directory + " does not exist",
                {},
                systemError};
    }
    Error error = partMissingError(place);
    error.systemError = systemError;
    return error;
}

Error nameError(int systemError, const DiskPlace& place) {
    return {ErrorKind::NameBad,
            "The file system of " + place.directory + " does not accept the name " + place.name,
            {},
            systemError};
}

}  // namespace

Error diskError(int systemError, DiskAction action, const DiskPlace& place) {
    switch (systemError) {
        case ENOSPC:
        case EDQUOT:
            return noSpaceError(systemError, place, 0);
        case EACCES:
        case EPERM:
            return {ErrorKind::DiskDenied,
                    "The folder " + place.directory + " cannot be written to",
                    {},
                    systemError};
        case EROFS:
            return {ErrorKind::DiskReadOnly,
                    "The folder " + place.directory + " is on a read-only file system",
                    {},
                    systemError};
        case EFBIG:
        case EOVERFLOW:
            return {ErrorKind::DiskTooLarge,
                    "The file is larger than the file system of " + place.directory + " allows",
                    {},
                    systemError};
        case ENOENT:
        case ENODEV:
        case ENXIO:
        case ESTALE:
        case ENOTCONN:
            return missingError(systemError, action, place);
        case ENAMETOOLONG:
        case EILSEQ:
            return nameError(systemError, place);
        case ENOTDIR:
        case ELOOP:
            return {
                ErrorKind::NameNotRegular, place.directory + " is not a folder", {}, systemError};
        case EMFILE:
        case ENFILE:
            return {ErrorKind::ResFds, "Too many files are open", {}, systemError};
        default:
            break;
    }
    if (systemError == EINVAL && action == DiskAction::Create) {
        return nameError(systemError, place);  // what FAT says to characters that it cannot store
    }
    return {ErrorKind::DiskIo, failedSentence(action, place),
            std::generic_category().message(systemError), systemError};
}

Error noSpaceError(int systemError, const DiskPlace& place, std::uint64_t missing) {
    return {ErrorKind::DiskNoSpace,
            (systemError == EDQUOT ? "The quota is used up in " : "No space left in ") +
                place.directory,
            missing == 0 ? std::string() : "needs " + sizeText(missing) + " more", systemError};
}

Error keptFreeError(const DiskPlace& place, std::uint64_t kept, std::uint64_t missing) {
    Error error = noSpaceError(ENOSPC, place, missing);
    error.sentence += " but the " + sizeText(kept) + " that are kept free";
    return error;
}

Error partMissingError(const DiskPlace& place) {
    return {ErrorKind::DiskMissing,
            "The part file " + place.name + " is gone or is another file now",
            {},
            0};
}

Error partCutError(const DiskPlace& place) {
    return {ErrorKind::DiskMissing, "The part file " + place.name + " was cut short", {}, 0};
}

bool losesUnsynced(ErrorKind kind) noexcept {
    return kind == ErrorKind::DiskIo || kind == ErrorKind::DiskNoSpace ||
           kind == ErrorKind::DiskReadOnly;
}

Error noNewFilesError(const DiskPlace& place) {
    return {
        ErrorKind::DiskDenied, "The folder " + place.directory + " takes no new files", {}, ENOENT};
}

Error partBusyError(const DiskPlace& place) {
    return {
        ErrorKind::DiskBusy, "Another program is downloading to " + place.name, {}, EWOULDBLOCK};
}

}  // namespace penstock
