// The part from its last byte to its name, or to its removal.

#include "engine/store/file_name.h"
#include "engine/transfer/part_keeper.h"

#include <cerrno>
#include <chrono>
#include <utility>

namespace penstock {

namespace {

struct Doomed {
    std::string name;
    FileId id;
    FileStage stage;
};

/// What there is to unlink of a transfer, under each name that it may have.
std::vector<Doomed> doomedOf(const TransferRecord& record, Removal removal, bool done) {
    std::vector<Doomed> doomed;
    if (record.oldPart) {
        doomed.push_back({record.oldPart->name, record.oldPart->part, FileStage::Part});
    }
    if (!record.partName.empty()) {
        const bool renaming = !record.renamingTo.empty();
        doomed.push_back(
            {record.partName, record.part, renaming ? FileStage::Renaming : FileStage::Part});
    } else if (done && removal == Removal::DeleteFile) {
        doomed.push_back({record.finalName, record.part, FileStage::Published});
    }
    if (!record.renamingTo.empty() && removal == Removal::DeleteFile) {
        doomed.push_back({record.renamingTo, record.part, FileStage::Published});
    }
    return doomed;
}

using Bytes = Result<std::vector<std::byte>>;

Bytes readPart(PartFile& part, std::uint64_t from, std::size_t size) {
    std::vector<std::byte> bytes(size);
    auto got = part.read(from, bytes);
    if (!got) {
        return got.error();
    }
    if (got.value() < size) {
        return partCutError({part.directory(), part.partName()});
    }
    return bytes;
}

}  // namespace

void PartKeeper::read(std::uint64_t end, std::size_t size, ThenBytes then) {
    jobs_.onDisk<Bytes>(
        device(), [file = part_, from = end - size, size] { return readPart(*file, from, size); },
        std::move(then));
}

void PartKeeper::readEnd(std::uint64_t end, std::size_t size, ThenBytes then) {
    read(end, size, [this, run = run_, then = std::move(then)](Bytes bytes) {
        if (run == run_) {
            then(std::move(bytes));
        }
    });
}

// There is one old part at most: an older one is worth nothing any more. Nothing is unlinked that
// may be another's.
void PartKeeper::retire(std::uint64_t have, bool sameFile) {
    if (!record().partName.empty() && record().part.owner) {
        dropOldPart([] {});
        record().oldPart = OldPart{record().partName, record().part, have, sameFile};
    }
    record().partName.clear();
    record().part = {};
    freeSpace({});
    letGo();
}

void PartKeeper::beginAgain(std::string why) {
    check_.anotherBegins();
    ++record().generation;
    record().softEnd = 0;
    record().durableEnd = 0;
    record().ranges.clear();
    record().renamingTo.clear();
    record().note = std::move(why);
}

// Unlinked first and forgotten after, so that a kill between the two leaves a duty, and no file.
void PartKeeper::dropOldPart(std::function<void()> then) {
    if (!record().oldPart) {
        then();
        return;
    }
    const std::uint64_t where = device();
    jobs_.onDisk<Error>(
        where,
        [files = services_->files, directory = record().directory,
         old = *std::exchange(record().oldPart, {})] {
            return removeFile(*files, directory, old.name, old.part, FileStage::Part);
        },
        [then = std::move(then)](const Error& /*it was not ours any more*/) { then(); });
}

void PartKeeper::reached(std::uint64_t durable) {
    if (record().oldPart && record().oldPart->sameFile && durable >= record().oldPart->end) {
        dropOldPart([this] { entry_.save(); });
    }
}

void PartKeeper::freeSpace(std::vector<ByteRange> holes) {
    if (part_ != nullptr && (part_->reserves() || !holes.empty())) {
        jobs_.onDisk<Error>(
            device(), [file = part_, holes = std::move(holes)] { return file->giveBack(holes); },
            ignoreError);
    }
}

// Where more was marked than is here, nothing may be gone that is still claimed.
void PartKeeper::giveBack(const RangeSet& here) {
    std::vector<ByteRange> holes = here.gaps();
    if (holes.empty() || part_ == nullptr || !part_->hasReserved()) {
        return freeSpace({});
    }
    claimOnly(here, [this, holes = std::move(holes)](const Error& error) {
        freeSpace(error.ok() ? holes : std::vector<ByteRange>{});
    });
}

// Its name stands in the list until it is gone.
bool PartKeeper::discardEmpty() {
    if (part_ == nullptr || !record().part.owner || record().oldPart ||
        !record().renamingTo.empty()) {
        return false;
    }
    const std::uint64_t where = device();
    jobs_.onDisk<Error>(
        where, [file = part_] { return file->discard(); },
        [this](const Error& error) {
            if (error.ok()) {
                record().partName.clear();
                record().part = {};
                turn_.announce();
            }
        });
    letGo();
    return true;
}

void PartKeeper::finish(std::uint64_t size, Then then) {
    jobs_.onDisk<Error>(
        device(),
        [file = part_, size] {
            Error error = file->cutTo(size);
            return error.ok() ? file->finish() : error;
        },
        std::move(then));
}

// The name that it may have got already, before a kill, goes first.
void PartKeeper::publish(Then then) {
    const int first = record().renamingTo.empty() ? 0 : -1;
    const Checksum* const wanted = wantedChecksum(record());
    // Under its final name it has been compared before.
    if (wanted == nullptr || part_->partName() == record().renamingTo) {
        publishAs(first, std::move(then));
        return;
    }
    if (record().checksum && record().serverDigest && record().checksum != record().serverDigest) {
        record().note = "The checksum that was given goes before the digest that the server says";
    }
    entry_.durable({0, record().total.value_or(0)});  // it is all there, whatever comes of this
    check_.begin({part_, record().total.value_or(0), *wanted, record().finalName},
                 [this, first, then = std::move(then)](Error error) {
                     if (error.ok()) {
                         publishAs(first, then);
                     } else {
                         then(std::move(error));
                     }
                 });
}

// NAME, NAME (1), … : never over a file that is there.
void PartKeeper::publishAs(int number, Then then) {
    const std::string target =
        number < 0 ? record().renamingTo : numberedName(record().finalName, number);
    entry_.renaming(target,
                    [this, target, number, run = run_, then = std::move(then)](Error error) {
                        if (run != run_) {
                            return;
                        }
                        if (error.ok()) {
                            renameTo(target, number, then);
                        } else {
                            then(std::move(error));
                        }
                    });
}

void PartKeeper::renameTo(const std::string& target, int number, Then then) {
    jobs_.onDisk<Error>(
        device(), [file = part_, target] { return file->publish(target); },
        [this, target, number, run = run_, then = std::move(then)](Error error) {
            if (run != run_) {
                return;  // renamingTo tells what may have come of it
            }
            if (error.systemError == EEXIST) {
                publishAs(number + 1, then);
            } else if (!error.ok()) {
                then(std::move(error));
            } else {
                record().finalName = target;
                published(then);
            }
        });
}

void PartKeeper::published(Then then) {
    record().finishedMs = std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count();
    record().partName.clear();
    record().renamingTo.clear();
    record().state = TransferState::Done;
    letGo();
    dropOldPart([this, run = run_, then = std::move(then)] {
        if (run == run_) {
            entry_.done([this, run, then] {
                if (run == run_) {
                    then({});
                }
            });
        }
    });
}

void PartKeeper::remove(Removal removal, bool done) {
    if (record().directory.empty()) {
        return;  // a program took the bytes
    }
    const std::vector<Doomed> doomed = doomedOf(record(), removal, done);
    const std::uint64_t where = device();
    record().oldPart.reset();
    record().partName.clear();
    letGo();
    for (const Doomed& file : doomed) {
        jobs_.onDisk<Error>(
            where,
            [files = services_->files, directory = record().directory, file] {
                return removeFile(*files, directory, file.name, file.id, file.stage);
            },
            ignoreError);
    }
    entry_.remove();
}

}  // namespace penstock
