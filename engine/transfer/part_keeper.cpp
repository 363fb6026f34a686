// The list, and the part from its beginning to the first byte. The end: part_keeper_end.cpp.

#include "engine/transfer/part_keeper.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

/// Of [0, have) and of the ranges behind it only what is durable counts. Returns where the last of
/// that ends.
std::uint64_t fallToDurable(TransferRecord& record, std::uint64_t have) {
    record.durableEnd = std::min(have, record.durableEnd);
    record.softEnd = record.durableEnd;
    std::uint64_t last = record.softEnd;
    for (RangeMark& range : record.ranges) {
        range.softEnd = range.durableEnd;
        last = std::max(last, range.softEnd);
    }
    std::erase_if(record.ranges,
                  [](const RangeMark& range) { return range.softEnd <= range.begin; });
    return last;
}

}  // namespace

namespace {

/// All of `here` is on the disk, and nothing else counts.
void claimAll(TransferRecord& record, const RangeSet& here) {
    record.softEnd = here.firstGap();
    record.durableEnd = here.firstGap();
    record.ranges.clear();
    for (const ByteRange& range : here.ranges()) {
        if (range.begin > 0) {
            record.ranges.push_back({range.begin, range.end, range.end});
        }
    }
}

}  // namespace

PartKeeper::PartKeeper(const TransferServices& services, TransferTurn turn,
                       std::unique_ptr<TransferRecord> record, bool listed)
    : services_(&services),
      turn_(turn),
      jobs_(services, turn),
      syncs_(services, turn),
      entry_(services, jobs_, std::move(record), listed),
      finder_(services, jobs_),
      check_(jobs_, turn) {}

void PartKeeper::stop() noexcept {
    finder_.stop();
    check_.stop();
    ++run_;
}

// One worker does all that concerns a folder in its order, what the part before this one gives back
// included.
std::uint64_t PartKeeper::device() const {
    if (part_ != nullptr) {
        return part_->id().device;
    }
    return record().oldPart ? record().oldPart->part.device : 0;
}

void PartKeeper::letGo() noexcept {
    syncs_.drop();
    part_.reset();
}

// A later sync that succeeds proves nothing. The list and the part say the same, in case one of
// them does not take it.
std::uint64_t PartKeeper::fallBack(std::uint64_t have) {
    syncs_.drop();
    const std::uint64_t last = fallToDurable(record(), have);
    jobs_.onDisk<Error>(
        device(), [file = part_, last] { return file->cutTo(last); }, ignoreError);
    entry_.rewind(ignoreError);
    return record().softEnd;
}

void PartKeeper::claimOnly(const RangeSet& here, Then then) {
    claimAll(record(), here);
    entry_.rewind(std::move(then));
}

void PartKeeper::takeUp(std::function<void(TakenUp)> then) {
    forgetMismatch();
    if (!record().partName.empty()) {
        finder_.open(record(), [this, then = std::move(then)](FoundPart found) {
            foundOwn(std::move(found), then);
        });
    } else if (entry_.wantsSearch()) {
        finder_.claim(record(), [this, then = std::move(then)](FoundPart found) {
            foundOther(std::move(found), then);
        });
    } else {
        then({});
    }
}

void PartKeeper::foundOwn(FoundPart found, const std::function<void(TakenUp)>& then) {
    if (found.part != nullptr) {
        adopt(found);
    } else if (PartFinder::isUnbegun(record())) {
        record().partName.clear();
        found.error = {};
    } else if (found.error.kind == ErrorKind::DiskMissing) {
        record().partName.clear();
        record().part = {};
        record().forgetFile();
        beginAgain("The part file was gone or another file; started over");
        found.error = {};
    } else if (losesUnsynced(found.error.kind)) {
        record().softEnd = record().durableEnd;
        record().ranges.clear();
    }
    then({std::move(found.error), found.have, found.whole});
}

void PartKeeper::foundOther(FoundPart found, const std::function<void(TakenUp)>& then) {
    entry_.searched();
    if (found.part != nullptr) {
        adopt(found);
        if (record().error.kind == ErrorKind::CheckMismatch) {
            forgetMismatch();
            found.have = 0;
            found.whole = false;
        }
    }
    then({std::move(found.error), found.have, found.whole});
}

// What was all here and not what it was to be is not gone on with. It stays until a new one is
// whole: perhaps it was the checksum that was wrong.
void PartKeeper::forgetMismatch() {
    if (record().error.kind != ErrorKind::CheckMismatch) {
        return;
    }
    record().error = {};
    retire(record().softEnd, false);
    record().forgetFile();
    beginAgain("What came did not match its checksum; started over in a new part");
}

void PartKeeper::adopt(FoundPart& found) {
    entry_.replaceBy(std::move(found.record));
    part_ = std::move(found.part);
    turn_.announce();
}

// Validators and names go to the list before the part exists, the part's identity before space is
// taken for it: what a kill leaves is known to the list, or holds nothing. Beside an old part that
// is one step, so that the list always knows one of the two as the part.
void PartKeeper::create(Then then) {
    creates_ = run_;
    if (part_ != nullptr && !record().part.owner) {
        retire(0, false);  // nothing of it came again, so it is not ours for sure: left alone
    }
    if (!entry_.hasList()) {
        record().row = 0;
        make(std::move(then));
        return;
    }
    record().state = TransferState::Receiving;
    if (part_ != nullptr) {
        announce(std::move(then));
        return;
    }
    if (entry_.listed() && record().oldPart) {
        make(std::move(then));
        return;
    }
    jobs_.onDisk<std::string>(
        device(),
        [files = services_->files, directory = record().directory, name = record().finalName] {
            return PartFile::freeName(*files, directory, name);
        },
        [this, then = std::move(then)](std::string name) {
            record().partName = std::move(name);
            announce(then);
        });
}

void PartKeeper::announce(Then then) {
    entry_.accept([this, then = std::move(then)](Error error) {
        if (error.ok()) {
            make(then);
            return;
        }
        if (part_ == nullptr) {
            record().partName.clear();
        }
        then(std::move(error));
    });
}

void PartKeeper::make(Then then) {
    if (part_ != nullptr) {
        empty(std::move(then));
        return;
    }
    using Made = Result<std::unique_ptr<PartFile>>;
    jobs_.onDisk<Made>(
        device(),
        [files = services_->files, directory = record().directory, name = record().finalName,
         announced = std::exchange(record().partName, {})] {
            return PartFile::create(files, directory, name, announced);
        },
        [this, then = std::move(then)](Made part) {
            if (!part) {
                reserved(part.error(), then);
                return;
            }
            part_ = std::move(part).value();
            made(then);
        });
}

// An earlier try got as far as a part; nothing of it is wanted.
void PartKeeper::empty(Then then) {
    jobs_.onDisk<Error>(
        device(), [file = part_] { return file->truncate(0); },
        [this, then = std::move(then)](Error error) {
            if (error.ok()) {
                made(then);
            } else {
                then(std::move(error));
            }
        });
}

void PartKeeper::made(Then then) {
    record().partName = part_->partName();
    record().part = part_->id();
    turn_.announce();
    if (!entry_.listed()) {
        reserve(std::move(then));
        return;
    }
    entry_.accept([this, then = std::move(then)](Error error) {
        if (error.ok()) {
            reserve(then);
        } else {
            then(std::move(error));
        }
    });
}

void PartKeeper::reserve(Then then) {
    if (record().total.value_or(0) <= PartFile::kUnreserved) {
        then({});
        return;
    }
    jobs_.onDisk<Error>(
        device(),
        [file = part_, total = *record().total] {
            Error error = file->reserve(total);
            if (!error.ok()) {
                file->discard();
            }
            return error;
        },
        [this, then = std::move(then)](Error error) {
            if (!error.ok()) {  // what holds nothing is not left behind
                letGo();
                record().partName.clear();
                record().part = {};
            }
            reserved(std::move(error), then);
        });
}

void PartKeeper::reserved(Error error, Then then) {
    const bool full = error.kind == ErrorKind::DiskNoSpace;
    if (full && record().oldPart && record().oldPart->sameFile) {
        // Space for both is not there, and waiting would make none.
        dropOldPart([this, then = std::move(then)] {
            if (creates_ == run_) {
                make(then);
            }
        });
    } else {
        then(std::move(error));
    }
}

}  // namespace penstock
