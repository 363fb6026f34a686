// From a slot to the request: what is here already, and where to go on.

#include "engine/transfer/transfer.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::uint64_t kOverlapBytes = 64U << 10U;

struct Reopened {
    std::unique_ptr<PartFile> part;
    std::uint64_t size = 0;
    Error error;
};

Reopened reopenPart(const std::shared_ptr<FileOps>& files, const std::string& directory,
                    const std::string& name, const FileId& id, const std::string& secondName = {}) {
    Reopened reopened;
    auto part = PartFile::reopen(files, directory, name, id, secondName);
    if (!part) {
        reopened.error = part.error();
        return reopened;
    }
    reopened.part = std::move(part).value();
    reopened.size = reopened.part->size();
    return reopened;
}

/// Under the name of the part or, if the rename was done, under the final one. Of a list of the
/// first version only the latter: too little is known of the file to give it that name.
Reopened reopenRenamed(const std::shared_ptr<FileOps>& files, const TransferRecord& record) {
    const std::string& directory = record.directory;
    Reopened opened;
    if (record.part.owner) {
        opened = reopenPart(files, directory, record.partName, record.part, record.renamingTo);
    }
    if (opened.part == nullptr &&
        (opened.error.ok() || opened.error.kind == ErrorKind::DiskMissing)) {
        opened = reopenPart(files, directory, record.renamingTo, record.part, record.partName);
    }
    if (opened.part != nullptr && record.total && opened.size != *record.total) {
        opened.part.reset();
        opened.error = partMissingError({directory, record.partName});
    }
    return opened;
}

/// Leaves out what holds nothing to go on with and no file to be removed, and forgets it.
void forgetEmpty(Journal& journal, std::vector<TransferRecord>& records) {
    const auto holdsNothing = [](const TransferRecord& record) {
        return record.partName.empty() && !record.oldPart;
    };
    for (const TransferRecord& record : records) {
        if (holdsNothing(record)) {
            journal.remove(record.row);
        }
    }
    std::erase_if(records, holdsNothing);
}

/// Announced, and perhaps made; a kill came before the list could know more of it.
bool isUnbegun(const TransferRecord& record) {
    return !record.partName.empty() && record.part.inode == 0;
}

}  // namespace

void Transfer::prepare() {
    waitsForDisk_ = false;
    if (sink_ != nullptr || part_ != nullptr) {
        request();
        return;
    }
    waitsForDisk_ = true;
    if (isUnbegun(*record_)) {
        dropUnbegun(*record_, [this](const Error& /*then it is another's*/) {
            if (state_ == TransferState::Probing) {
                record_->partName.clear();
                request();
            }
        });
        return;
    }
    if (!record_->partName.empty()) {
        takeUp(*record_, [this](Error error) {
            if (error.kind == ErrorKind::DiskMissing) {
                partGone();
            } else {
                lost(std::move(error));
            }
        });
        return;
    }
    have_ = 0;
    if (engine_->journal() != nullptr && engine_->journalShared() && !claimed_) {
        claim();
        return;
    }
    waitsForDisk_ = false;
    request();
}

// Another run of the program may have left an unfinished part of the same request.
void Transfer::claim() {
    claimed_ = true;
    using Found = Result<std::vector<TransferRecord>>;
    onJournal<Found>(
        [record = *record_](Journal& journal) {
            Found found = journal.find(record.url, record.directory, record.name);
            if (found) {
                forgetEmpty(journal, found.value());
                std::ranges::reverse(found.value());  // the newest is taken from the end
            }
            return found;
        },
        [this](Found found) {
            if (state_ != TransferState::Probing) {
                return;
            }
            if (!found) {
                lost(found.error());
                return;
            }
            tryClaim(std::move(found).value());
        });
}

// Goes on with the last candidate whose part is still there.
void Transfer::tryClaim(std::vector<TransferRecord> candidates) {
    if (state_ != TransferState::Probing) {
        return;
    }
    if (candidates.empty()) {
        request();
        return;
    }
    TransferRecord candidate = std::move(candidates.back());
    candidates.pop_back();
    candidate.headers = record_->headers;
    candidate.rateLimit = record_->rateLimit;
    const auto failed = [this, candidate,
                         rest = std::move(candidates)](const Error& error) mutable {
        if (error.ok() || error.kind == ErrorKind::DiskMissing) {
            forgetCandidate(candidate);
        }
        tryClaim(std::move(rest));
    };
    if (candidate.partName.empty() || isUnbegun(candidate)) {
        dropUnbegun(candidate, failed);
    } else {
        takeUp(candidate, failed);
    }
}

void Transfer::dropUnbegun(const TransferRecord& record, std::function<void(Error)> then) {
    onDisk<Error>(
        [files = engine_->files(), directory = record.directory, name = record.partName] {
            return PartFile::dropUnbegun(files, directory, name);
        },
        std::move(then));
}

// A line about nothing, but for its duty: removed first and forgotten after.
void Transfer::forgetCandidate(const TransferRecord& candidate) {
    const auto forget = [this, row = candidate.row](const Error& /*it was not ours any more*/) {
        onJournal<Error>([row](Journal& journal) { return journal.remove(row); },
                         [](const Error& /*ignored*/) {});
    };
    if (!candidate.oldPart) {
        forget({});
        return;
    }
    onDisk<Error>(
        [files = engine_->files(), directory = candidate.directory, old = *candidate.oldPart] {
            return removeFile(*files, directory, old.name, old.part, FileStage::Part);
        },
        forget);
}

// What a record tells of: a part, or one that was about to get its final name.
void Transfer::takeUp(const TransferRecord& record, std::function<void(Error)> failed) {
    if (record.renamingTo.empty()) {
        reopen(record, std::move(failed));
    } else {
        finishRename(record, std::move(failed));
    }
}

void Transfer::reopen(const TransferRecord& record, std::function<void(Error)> failed) {
    onDisk<Reopened>(
        [files = engine_->files(), record] {
            return reopenPart(files, record.directory, record.partName, record.part);
        },
        [this, record, failed = std::move(failed)](Reopened opened) {
            if (state_ != TransferState::Probing) {
                return;
            }
            if (!opened.error.ok()) {
                if (losesUnsynced(opened.error.kind)) {
                    distrust(record);
                }
                failed(opened.error);
                return;
            }
            const bool sameBoot = opened.part->id().sameBoot(record.part);
            const std::uint64_t claimed = sameBoot ? record.softEnd : record.durableEnd;
            have_ = std::min(claimed, opened.size);
            takeOver(record, *opened.part);
            reopened(std::move(opened.part));
        });
}

// To be compared however cleanly it was left: others could reach it meanwhile.
void Transfer::takeOver(const TransferRecord& record, PartFile& part) {
    *record_ = record;
    inJournal_ = engine_->journal() != nullptr;
    record_->part = part.id();
    if (!record.part.owner) {
        record_->part.owner.reset();  // not ours for sure until it is compared
    }
    suspect_ = true;
    ranges_ = true;
}

// The kernel had an error to tell of the part's last writes, and tells it once.
void Transfer::distrust(const TransferRecord& record) {
    if (record.row == record_->row) {
        record_->softEnd = record_->durableEnd;
        have_ = std::min(have_, record_->durableEnd);
    }
    if (engine_->journal() != nullptr && record.row != 0) {
        const Mark mark{record.row, record.generation, 0, record.durableEnd};
        onJournal<Error>([mark](Journal& journal) { return journal.rewind(mark); },
                         [](const Error& /*ignored*/) {});
    }
}

// What lies beyond the marks is not known to be right: it is cut off and asked for again; where the
// part may be another's file, only once its end has come again.
void Transfer::reopened(std::unique_ptr<PartFile> part) {
    part_ = std::move(part);
    tries_.beginAt(have_);
    const bool rewind = have_ < record_->softEnd;
    record_->softEnd = have_;
    record_->durableEnd = std::min(record_->durableEnd, have_);
    if (rewind) {
        const Mark mark{record_->row, record_->generation, 0, have_};
        onJournal<Error>([mark](Journal& journal) { return journal.rewind(mark); },
                         [](const Error& /*ignored*/) {});
    }
    if (!record_->part.owner) {
        request();
        return;
    }
    onDisk<Error>(
        [file = part_, size = have_, total = record_->total] {
            Error error = file->truncate(size);
            return error.ok() && total ? file->reserve(*total) : error;
        },
        [this](Error error) {
            if (state_ != TransferState::Probing) {
                return;
            }
            if (!error.ok()) {
                lost(std::move(error));
            } else {
                request();
            }
        });
}

// Killed within the rename: either it is done, or it is done again.
void Transfer::finishRename(const TransferRecord& record, std::function<void(Error)> failed) {
    onDisk<Reopened>([files = engine_->files(), record] { return reopenRenamed(files, record); },
                     [this, record = TransferRecord(record),
                      failed = std::move(failed)](Reopened opened) mutable {
                         if (state_ != TransferState::Probing) {
                             return;
                         }
                         if (opened.error.kind == ErrorKind::DiskMissing) {
                             record.renamingTo.clear();  // too short, or too little is known of it
                             reopen(record, std::move(failed));
                             return;
                         }
                         if (!opened.error.ok()) {
                             failed(opened.error);
                             return;
                         }
                         have_ = opened.size;
                         takeOver(record, *opened.part);
                         part_ = std::move(opened.part);
                         if (!record_->part.owner) {
                             request();
                             return;
                         }
                         outcome_ = Outcome::Complete;
                         engine_->markDirty(*this);
                     });
}

void Transfer::partGone() {
    record_->partName.clear();
    record_->part = {};
    record_->etag.clear();
    record_->lastModified.clear();
    record_->total.reset();
    emptyPart("The part file was gone or another file; started over");
    request();
}

void Transfer::request() {
    const Validators validators{record_->etag, record_->lastModified, record_->lastModifiedStrong};
    askedForRange_ = have_ > 0 && !rangesUseless_;
    const bool compare = askedForRange_ && !compared_ && sink_ == nullptr &&
                         (suspect_ || !validators.ifRange()) && (!pieceCame_ || compareMost_ > 0);
    if (compare && overlap_.empty()) {
        waitsForDisk_ = true;
        readOverlap();
        return;
    }
    if (std::exchange(waitsForDisk_, false)) {
        announce();
    }
    askedFrom_ = askedForRange_ ? have_ - overlap_.size() : 0;
    Exchange::Request request;
    request.transfer = id_;
    request.url = &url_;
    request.fields = record_->headers;
    request.rateLimit = limiter_.rate();
    request.total = record_->total;
    request.privateAllowed = privateAllowed_;
    if (askedForRange_) {
        request.rangeBegin = askedFrom_;
        request.ifRange = validators.ifRange();
    }
    exchange_ = std::make_unique<Exchange>(engine_->connections(), engine_->usualFields(), *this,
                                           std::move(request));
    engine_->markDirty(*this);  // goOn() asks
}

void Transfer::readOverlap() {
    const std::uint64_t most = pieceCame_ ? std::min(compareMost_, kOverlapBytes) : kOverlapBytes;
    const auto size = static_cast<std::size_t>(std::min(have_, most));
    using Bytes = Result<std::vector<std::byte>>;
    onDisk<Bytes>(
        [file = part_, from = have_ - size, size]() -> Bytes {
            std::vector<std::byte> bytes(size);
            auto got = file->read(from, bytes);
            if (!got) {
                return got.error();
            }
            if (got.value() < size) {
                return partCutError({file->directory(), file->partName()});
            }
            return bytes;
        },
        [this](Bytes bytes) {
            if (state_ != TransferState::Probing) {
                return;
            }
            if (!bytes) {
                lost(bytes.error());
                return;
            }
            overlap_ = std::move(bytes).value();
            request();
        });
}

}  // namespace penstock
