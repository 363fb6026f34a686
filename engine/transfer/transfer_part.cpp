// The part that the bytes of a fresh answer go to.

#include "engine/transfer/transfer.h"

#include <utility>

namespace penstock {

// There is one old part at most: an older one is worth nothing any more. Nothing is unlinked that
// may be another's.
void Transfer::retirePart(bool sameFile) {
    if (!record_->partName.empty() && record_->part.owner) {
        dropOldPart([] {});
        record_->oldPart = OldPart{record_->partName, record_->part, have_, sameFile};
    }
    record_->partName.clear();
    record_->part = {};
    if (part_ != nullptr && part_->reserves()) {
        onDisk<Error>([file = part_] { return file->giveBack(); }, [](const Error& /*ignored*/) {});
    }
    part_.reset();
}

// Unlinked first and forgotten after, so that a kill between the two leaves a duty, and no file.
void Transfer::dropOldPart(std::function<void()> then) {
    if (!record_->oldPart) {
        then();
        return;
    }
    onDisk<Error>(
        [files = engine_->files(), directory = record_->directory,
         old = *std::exchange(record_->oldPart, {})] {
            return removeFile(*files, directory, old.name, old.part, FileStage::Part);
        },
        [then = std::move(then)](const Error& /*it was not ours any more*/) { then(); });
}

void Transfer::segmentProgressed() {
    engine_->markDirty(*this);
    if (record_->oldPart && record_->oldPart->sameFile && segment_ != nullptr &&
        segment_->durable() >= record_->oldPart->end) {
        dropOldPart([this] { saveRecord(); });
    }
}

// Validators and names go to the journal before the part exists, the part's identity before space
// is taken for it: what a kill leaves is known to the journal, or holds nothing. Beside an old part
// that is one step, so that the journal always knows one of the two as the part.
void Transfer::createPart() {
    if (part_ != nullptr && !record_->part.owner) {
        retirePart(false);  // nothing of it came again, so it is not ours for sure: left alone
    }
    if (engine_->journal() == nullptr) {
        record_->row = 0;
        makePart();
        return;
    }
    record_->state = static_cast<int>(TransferState::Receiving);
    const bool besideOldPart = inJournal_ && record_->oldPart;
    if (part_ == nullptr && besideOldPart) {
        makePart();
        return;
    }
    if (part_ != nullptr) {
        announcePart();
        return;
    }
    onDisk<std::string>(
        [files = engine_->files(), directory = record_->directory, name = record_->finalName] {
            return PartFile::freeName(*files, directory, name);
        },
        [this](std::string name) {
            record_->partName = std::move(name);
            announcePart();
        });
}

void Transfer::announcePart() {
    using Stored = Result<std::uint64_t>;
    onJournal<Stored>(
        [record = *record_, known = inJournal_](Journal& journal) -> Stored {
            if (known) {
                Error error = journal.accept(record);
                return error.ok() ? Stored(record.row) : Stored(std::move(error));
            }
            return journal.insert(record);
        },
        [this](const Stored& row) {
            if (!row) {
                if (part_ == nullptr) {
                    record_->partName.clear();
                }
                refuse(row.error());
                return;
            }
            record_->row = row.value();
            inJournal_ = true;
            makePart();
        });
}

void Transfer::makePart() {
    if (part_ != nullptr) {
        reusePart();
        return;
    }
    using Made = Result<std::unique_ptr<PartFile>>;
    onDisk<Made>(
        [files = engine_->files(), directory = record_->directory, name = record_->finalName,
         announced = std::exchange(record_->partName, {})] {
            return PartFile::create(files, directory, name, announced);
        },
        [this](Made made) {
            if (!made) {
                reserved(made.error());
                return;
            }
            part_ = std::move(made).value();
            partReady();
        });
}

// An earlier try got as far as an empty part.
void Transfer::reusePart() {
    onDisk<Error>([file = part_] { return file->truncate(0); },
                  [this](Error error) {
                      if (error.ok()) {
                          partReady();
                      } else {
                          refuse(std::move(error));
                      }
                  });
}

void Transfer::partReady() {
    record_->partName = part_->partName();
    record_->part = part_->id();
    announce();
    if (!inJournal_) {
        reservePart();
        return;
    }
    onJournal<Error>([record = *record_](Journal& journal) { return journal.accept(record); },
                     [this](Error error) {
                         if (!error.ok()) {
                             refuse(std::move(error));
                         } else {
                             reservePart();
                         }
                     });
}

void Transfer::reservePart() {
    if (!record_->total) {
        reserved({});
        return;
    }
    onDisk<Error>(
        [file = part_, total = *record_->total] {
            Error error = file->reserve(total);
            if (!error.ok()) {
                file->discard();
            }
            return error;
        },
        [this](Error error) {
            if (!error.ok()) {  // what holds nothing is not left behind
                part_.reset();
                record_->partName.clear();
                record_->part = {};
            }
            reserved(std::move(error));
        });
}

void Transfer::reserved(Error error) {
    const bool full = error.kind == ErrorKind::DiskNoSpace;
    if (full && record_->oldPart && record_->oldPart->sameFile) {
        // Space for both is not there, and waiting would make none.
        dropOldPart([this] {
            if (state_ == TransferState::Receiving) {
                makePart();
            }
        });
    } else if (!error.ok()) {
        refuse(std::move(error));
    } else if (segment_ != nullptr) {
        segment_->attach(part_, inJournal_ ? record_->row : 0, record_->generation);
    }
}

}  // namespace penstock
