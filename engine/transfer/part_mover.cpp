#include "engine/transfer/part_mover.h"

#include "engine/store/part_file.h"
#include "engine/store/part_move.h"

#include <utility>

namespace penstock {

namespace {

/// The names that they have now; empty: they stayed, or there was none.
struct Moved {
    Error error;  // nothing was changed
    std::string part;
    std::string oldPart;
};

/// Where it cannot come along, the older part is worth less than its place.
void moveOldPart(FileOps& files, const TransferRecord& record, const std::string& directory,
                 Moved& moved) {
    const auto old = movePart(files, {record.directory, record.oldPart->name, record.oldPart->part},
                              directory, record.finalName);
    if (old) {
        moved.oldPart = old.value();
    } else {
        removeFile(files, record.directory, record.oldPart->name, record.oldPart->part);
    }
}

Moved moveAll(FileOps& files, const TransferRecord& record, const std::string& directory) {
    Moved moved;
    moved.error = openToNewFiles(files, directory);
    if (!moved.error.ok()) {
        return moved;
    }
    if (!record.partName.empty()) {
        const auto part = movePart(files, {record.directory, record.partName, record.part},
                                   directory, record.finalName);
        if (part) {
            moved.part = part.value();
        } else if (part.error().kind == ErrorKind::DiskBusy || !record.renamingTo.empty()) {
            // What another process writes to, or has its name already, is not left behind.
            moved.error = part.error();
            return moved;
        }
    }
    if (record.oldPart) {
        moveOldPart(files, record, directory, moved);
    }
    return moved;
}

std::string takeOver(TransferRecord& record, const Moved& moved, const std::string& directory) {
    const bool stayed = !record.partName.empty() && moved.part.empty();
    std::string why = stayed ? "Started over in another folder; what had come stays in " +
                                   record.directory + "/" + record.partName
                             : std::string();
    if (moved.oldPart.empty()) {
        record.oldPart.reset();
    } else {
        record.oldPart->name = moved.oldPart;
    }
    record.partName = moved.part;
    record.renamingTo.clear();
    if (stayed) {
        record.part = {};
        record.forgetFile();
    }
    record.directory = directory;
    return why;
}

}  // namespace

void PartMover::begin(TransferRecord& record, Then then) {
    const std::string directory = *std::exchange(wanted_, nullptr);
    jobs_->onDisk<Moved>(
        record.part.device,
        [files = services_->files, record, directory] {
            return moveAll(*files, record, directory);
        },
        [&record, directory, then = std::move(then)](const Moved& moved) {
            if (moved.error.ok()) {
                then({{}, takeOver(record, moved, directory)});
            } else {
                then({moved.error, {}});
            }
        });
}

}  // namespace penstock
