#include "engine/transfer/part_finder.h"

#include "engine/base/range_set.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

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

/// What the request that it is taken up for says of the file, where it says anything.
void preferSaid(TransferRecord& candidate, const TransferRecord& like) {
    if (like.checksum && like.checksum != candidate.checksum) {
        candidate.checksum = like.checksum;
        if (candidate.error.kind == ErrorKind::CheckMismatch) {
            candidate.error = {};  // perhaps it was the checksum that was wrong
        }
    }
    if (!like.mirrors.empty()) {
        candidate.mirrors = like.mirrors;
    }
}

FoundPart missing(const TransferRecord& record) {
    FoundPart found;
    found.error = partMissingError({record.directory, record.partName});
    return found;
}

/// `have` bytes of the part are there and marked.
FoundPart foundPart(TransferRecord record, std::unique_ptr<PartFile> part, std::uint64_t have) {
    FoundPart found;
    const bool known = record.part.owner.has_value();
    record.part = part->id();
    if (!known) {
        record.part.owner.reset();  // not ours for sure until it is compared
    }
    found.record = std::move(record);
    found.part = std::move(part);
    found.have = have;
    return found;
}

/// Of each range no more than what the part of `size` bytes can hold, or what was durable where it
/// was written before a restart of the system. Returns the marks that fall.
std::vector<Mark> lowerMarks(TransferRecord& record, bool sameBoot, std::uint64_t size) {
    std::vector<Mark> lowered;
    const auto lower = [&](std::uint64_t begin, std::uint64_t& soft, std::uint64_t& durable) {
        const std::uint64_t end = std::max(std::min(sameBoot ? soft : durable, size), begin);
        if (end < soft) {
            lowered.push_back({record.row, record.generation, begin, end});
        }
        soft = std::min(soft, end);
        durable = std::min(durable, end);
    };
    lower(0, record.softEnd, record.durableEnd);
    for (RangeMark& range : record.ranges) {
        lower(range.begin, range.softEnd, range.durableEnd);
    }
    std::erase_if(record.ranges,
                  [](const RangeMark& range) { return range.softEnd <= range.begin; });
    return lowered;
}

/// The gaps between what is marked.
std::vector<ByteRange> unclaimed(const TransferRecord& record) {
    RangeSet claimed;
    claimed.add({0, record.softEnd});
    for (const RangeMark& range : record.ranges) {
        claimed.add({range.begin, range.softEnd});
    }
    return claimed.gaps();
}

/// Where the last of what is marked ends. Ranges may lie within others.
std::uint64_t lastClaimed(const TransferRecord& record) {
    std::uint64_t last = record.softEnd;
    for (const RangeMark& range : record.ranges) {
        last = std::max(last, range.softEnd);
    }
    return last;
}

}  // namespace

// A search of the list.
struct PartFinder::Search {
    std::vector<TransferRecord> candidates;  // the next to be tried is the last
    Then then;
};

void PartFinder::open(const TransferRecord& record, Then then) {
    if (record.partName.empty() || isUnbegun(record)) {
        dropUnbegun(record, std::move(then));
    } else if (record.renamingTo.empty()) {
        reopen(record, std::move(then));
    } else {
        finishRename(record, std::move(then));
    }
}

void PartFinder::dropUnbegun(const TransferRecord& record, Then then) {
    jobs_->onDisk<Error>(
        record.part.device,
        [files = services_->files, directory = record.directory, name = record.partName] {
            return PartFile::dropUnbegun(files, directory, name);
        },
        unlessStopped<Error>([record, then = std::move(then)](const Error& error) {
            FoundPart found = missing(record);
            if (!error.ok()) {
                found.error = error;
            }
            then(std::move(found));
        }));
}

void PartFinder::reopen(const TransferRecord& record, Then then) {
    jobs_->onDisk<Reopened>(
        record.part.device,
        [files = services_->files, record] {
            return reopenPart(files, record.directory, record.partName, record.part);
        },
        unlessStopped<Reopened>([this, record, then = std::move(then)](Reopened opened) {
            if (!opened.error.ok()) {
                if (losesUnsynced(opened.error.kind)) {
                    distrust(record);
                }
                FoundPart found;
                found.error = opened.error;
                then(std::move(found));
                return;
            }
            TransferRecord lowered = record;
            std::vector<Mark> marks =
                lowerMarks(lowered, opened.part->id().sameBoot(record.part), opened.size);
            rewind(std::move(marks));
            const std::uint64_t have = lowered.softEnd;
            prepare(foundPart(std::move(lowered), std::move(opened.part), have), then);
        }));
}

// The kernel had an error to tell of the part's last writes, and tells it once.
void PartFinder::distrust(const TransferRecord& record) {
    if (services_->journal != nullptr && record.row != 0) {
        const Mark mark{record.row, record.generation, 0, record.durableEnd};
        jobs_->onJournal<Error>([mark](Journal& journal) { return journal.rewindAll(mark); },
                                ignoreError);
    }
}

void PartFinder::rewind(std::vector<Mark> lowered) {
    if (!lowered.empty() && services_->journal != nullptr) {
        jobs_->onJournal<Error>(
            [lowered = std::move(lowered)](Journal& journal) { return journal.rewind(lowered); },
            ignoreError);
    }
}

void PartFinder::prepare(FoundPart found, Then then) {
    if (!found.record.part.owner) {
        then(std::move(found));
        return;
    }
    const auto shared = std::make_shared<FoundPart>(std::move(found));  // by job and completion
    jobs_->onDisk<Error>(
        shared->record.part.device,
        [shared] {
            Error error = shared->part->truncate(lastClaimed(shared->record));
            const auto& total = shared->record.total;
            return error.ok() && total ? shared->part->reserve(*total) : error;
        },
        [this, run = run_, shared, then = std::move(then)](Error error) {
            if (run == run_) {
                shared->error = std::move(error);
                then(std::move(*shared));
            } else {  // what was taken for it would be nobody's
                jobs_->onDisk<Error>(
                    shared->record.part.device,
                    [shared] { return shared->part->giveBack(unclaimed(shared->record)); },
                    ignoreError);
            }
        });
}

// Killed within the rename: either it is done, or it is done again.
void PartFinder::finishRename(const TransferRecord& record, Then then) {
    jobs_->onDisk<Reopened>(
        record.part.device,
        [files = services_->files, record] { return reopenRenamed(files, record); },
        unlessStopped<Reopened>([this, record, then = std::move(then)](Reopened opened) {
            if (opened.error.kind == ErrorKind::DiskMissing) {
                TransferRecord unnamed = record;
                unnamed.renamingTo.clear();  // too short, or too little is known of it
                reopen(unnamed, then);
                return;
            }
            FoundPart found;
            if (opened.error.ok()) {
                const bool known = record.part.owner.has_value();
                found = foundPart(record, std::move(opened.part), opened.size);
                found.whole = known;  // else its end is compared first
            }
            found.error = std::move(opened.error);
            then(std::move(found));
        }));
}

void PartFinder::claim(const TransferRecord& like, Then then) {
    using Records = Result<std::vector<TransferRecord>>;
    jobs_->onJournal<Records>(
        [like](Journal& journal) {
            Records found = journal.find(like.url, like.directory, like.name);
            if (found) {
                forgetEmpty(journal, found.value());
                std::ranges::reverse(found.value());  // the newest is tried first
            }
            return found;
        },
        unlessStopped<Records>([this, like, then = std::move(then)](Records found) {
            if (!found) {
                FoundPart nothing;
                nothing.error = found.error();
                then(std::move(nothing));
                return;
            }
            auto search = std::make_shared<Search>();  // shared by the steps of the search
            search->candidates = std::move(found).value();
            search->then = then;
            for (TransferRecord& candidate : search->candidates) {
                candidate.headers = like.headers;
                candidate.options = like.options;
                candidate.rateLimit = like.rateLimit;
                candidate.rank = like.rank;
                candidate.queue = like.queue;
                candidate.inOrder = like.inOrder;
                preferSaid(candidate, like);
            }
            tryNext(std::move(search));
        }),
        Durability::Normal);
}

void PartFinder::tryNext(std::shared_ptr<Search> search) {
    if (search->candidates.empty()) {
        search->then({});
        return;
    }
    TransferRecord candidate = std::move(search->candidates.back());
    search->candidates.pop_back();
    open(candidate, [this, candidate, search = std::move(search)](FoundPart found) {
        if (found.part != nullptr) {
            search->then(std::move(found));
            return;
        }
        if (found.error.kind == ErrorKind::DiskMissing) {
            forget(candidate);
        }
        tryNext(search);
    });
}

// A line about nothing, but for its duty: removed first and forgotten after.
void PartFinder::forget(const TransferRecord& candidate) {
    const auto forgetRow = [this, row = candidate.row](const Error& /*it was not ours any more*/) {
        jobs_->onJournal<Error>([row](Journal& journal) { return journal.remove(row); },
                                ignoreError, Durability::Normal);
    };
    if (!candidate.oldPart) {
        forgetRow({});
        return;
    }
    jobs_->onDisk<Error>(
        candidate.part.device,
        [files = services_->files, directory = candidate.directory, old = *candidate.oldPart] {
            return removeFile(*files, directory, old.name, old.part, FileStage::Part);
        },
        forgetRow);
}

}  // namespace penstock
