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

// Validators and name go to the journal before the part exists, the part's identity before the
// first byte of the body is read. Beside an old part that is one step, so that the journal always
// knows one of the two as the part.
void Transfer::createPart() {
    if (engine_->journal() == nullptr) {
        record_->row = 0;
        makePart();
        return;
    }
    record_->state = static_cast<int>(TransferState::Receiving);
    if (inJournal_ && record_->oldPart && record_->partName.empty()) {
        makePart();
        return;
    }
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
         total = record_->total]() -> Made {
            auto part = PartFile::create(files, directory, name);
            if (part && total) {
                if (Error failure = part.value()->reserve(*total); !failure.ok()) {
                    part.value()->discard();
                    return failure;
                }
            }
            return part;
        },
        [this](Made made) {
            const bool full = !made && made.error().kind == ErrorKind::DiskNoSpace;
            if (full && record_->oldPart && record_->oldPart->sameFile) {
                // Space for both is not there, and waiting would make none.
                dropOldPart([this] {
                    if (state_ == TransferState::Receiving) {
                        makePart();
                    }
                });
                return;
            }
            if (!made) {
                refuse(made.error());
                return;
            }
            part_ = std::move(made).value();
            partReady();
        });
}

// An earlier try got as far as an empty part.
void Transfer::reusePart() {
    onDisk<Error>(
        [file = part_, total = record_->total] {
            Error error = file->truncate(0);
            return error.ok() && total ? file->reserve(*total) : error;
        },
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
        segment_->attach(part_, 0, record_->generation);
        return;
    }
    onJournal<Error>([record = *record_](Journal& journal) { return journal.accept(record); },
                     [this](Error error) {
                         if (!error.ok()) {
                             refuse(std::move(error));
                         } else {
                             segment_->attach(part_, record_->row, record_->generation);
                         }
                     });
}

}  // namespace penstock
