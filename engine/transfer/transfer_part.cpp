// The part that the bytes of a fresh answer go to.

#include "engine/transfer/transfer.h"

#include <utility>

namespace penstock {

// Unlinked only once the new one is whole; never if it may be another's.
void Transfer::retireOldPart() {
    if (!record_->partName.empty() && record_->part.owner) {
        oldParts_.emplace_back(record_->partName, record_->part);
    }
    record_->partName.clear();
    record_->part = {};
    part_.reset();
}

// Validators and name go to the journal before the part exists, the part's identity before the
// first byte of the body is read.
void Transfer::createPart() {
    if (engine_->journal() == nullptr) {
        record_->row = 0;
        makePart();
        return;
    }
    record_->state = static_cast<int>(TransferState::Receiving);
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
