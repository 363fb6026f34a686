// From the last byte to the final name, and from a stop to rest.

#include "engine/store/file_name.h"
#include "engine/transfer/transfer.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace penstock {

void Transfer::complete() {
    exchange_.reset();
    if (body_ != nullptr) {
        have_ = std::max(have_, body_->received());
    }
    if (Error error = shortBody(); !error.ok()) {
        lost(std::move(error));
        return;
    }
    if (pieceEnd_ && record_->total != have_) {
        nextPiece();
        return;
    }
    record_->total = have_;
    deadlines_.disarmAll();
    enter(TransferEvent::Complete);
    if (sink_ != nullptr) {
        endSink({});
        record_->state = static_cast<int>(TransferState::Done);
        body_.reset();
        enter(TransferEvent::Verified);
        return;
    }
    if (segment_ != nullptr) {
        record_->softEnd = segment_->soft();
        record_->durableEnd = segment_->durable();
    }
    onDisk<Error>(
        [file = part_, end = have_] {
            Error error = file->cutTo(end);
            return error.ok() ? file->finish() : error;
        },
        [this](Error error) {
            body_.reset();
            segment_ = nullptr;
            if (!error.ok() && after_ != After::Removed) {
                rewindToDurable();
            }
            if (state_ != TransferState::Verifying) {
                return;  // stopped meanwhile
            }
            if (!error.ok()) {
                lost(std::move(error));
            } else {
                record_->softEnd = have_;
                record_->durableEnd = have_;
                publish(record_->renamingTo.empty() ? 0 : -1);
            }
        });
}

// What came in vain is forgotten, and what it left is claimed no further than it is sound.
void Transfer::dropFailedBody() {
    const bool spoilt = segment_->spoilt();
    have_ = segment_->sound();
    record_->softEnd = segment_->soft();
    record_->durableEnd = segment_->durable();
    segment_ = nullptr;
    body_.reset();
    if (spoilt) {
        rewindToDurable();
    }
}

// After a failed write or sync only what was durable before may be claimed: by this transfer, by
// the list, and by the part itself, should the list not take it. A later sync that succeeds proves
// nothing. Before a failure is shown both are done, as it settles only then.
void Transfer::rewindToDurable() {
    have_ = std::min(have_, record_->durableEnd);
    record_->softEnd = have_;
    record_->durableEnd = have_;
    overlap_.clear();
    onDisk<Error>([file = part_, most = have_] { return file->cutTo(most); },
                  [](const Error& /*the list says it too*/) {});
    if (inJournal_) {
        const Mark mark{record_->row, record_->generation, 0, have_};
        onJournal<Error>([mark](Journal& journal) { return journal.rewind(mark); },
                         [](const Error& /*the part says it too*/) {});
    }
}

// The answer is over, whatever its size; whether it brought all that it named.
Error Transfer::shortBody() const {
    if (body_ != nullptr) {
        if (Error error = body_->finish(); !error.ok()) {
            return error;
        }
    }
    const std::uint64_t came = body_ != nullptr ? body_->received() : have_;
    const std::uint64_t named = pieceEnd_ ? *pieceEnd_ : record_->total.value_or(came);
    if (came < named) {
        return {ErrorKind::TruncBody, host_ + " sent less than it announced",
                std::to_string(came) + " of " + std::to_string(named) + " bytes came", 0};
    }
    return {};
}

// A server may send less than it was asked for, as long as it says so. Nothing was lost: what is
// missing is asked for at once.
void Transfer::nextPiece() {
    tries_.answered(have_);
    pieceCame_ = true;
    compareMost_ = (have_ - askedFrom_) / 2;  // else small pieces would bring only what is here
    compared_ = segment_ != nullptr && segment_->broughtNothingNew();
    if (compared_) {
        overlap_ = segment_->leftToCompare();
    }
    enter(TransferEvent::Piece);
    request();
}

// Tries NAME, NAME (1), … : never over a file that is there, and not after it was stopped. −1: the
// name that it may have got already, before a kill.
void Transfer::publish(int number) {
    const std::string target =
        number < 0 ? record_->renamingTo : numberedName(record_->finalName, number);
    const auto rename = [this, target, number](Error journalError) {
        if (state_ != TransferState::Verifying) {
            return;
        }
        if (!journalError.ok()) {
            lost(std::move(journalError));
            return;
        }
        onDisk<Error>([file = part_, target] { return file->publish(target); },
                      [this, target, number](Error error) {
                          if (state_ != TransferState::Verifying) {
                              return;  // renamingTo tells what may have come of it
                          }
                          if (error.systemError == EEXIST) {
                              publish(number + 1);
                          } else if (!error.ok()) {
                              lost(std::move(error));
                          } else {
                              record_->finalName = target;
                              published();
                          }
                      });
    };
    record_->renamingTo = target;
    if (!inJournal_) {
        rename({});
        return;
    }
    onJournal<Error>(
        [row = record_->row, target](Journal& journal) { return journal.renaming(row, target); },
        rename);
}

void Transfer::published() {
    record_->finishedMs = std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                              .count();
    record_->partName.clear();
    record_->renamingTo.clear();
    record_->state = static_cast<int>(TransferState::Done);
    part_.reset();
    dropOldPart([this] { forgetDownload(); });
}

void Transfer::forgetDownload() {
    if (state_ != TransferState::Verifying) {
        return;
    }
    if (!inJournal_) {
        enter(TransferEvent::Verified);
        return;
    }
    onJournal<Error>(
        [record = *record_, shared = engine_->journalShared()](Journal& journal) {
            return shared ? journal.remove(record.row)
                          : journal.done(record.row, record.finalName, record.total.value_or(0),
                                         record.finishedMs);
        },
        [this](const Error& /*the file is whole and in place: a start repeats this*/) {
            if (state_ == TransferState::Verifying) {
                enter(TransferEvent::Verified);
            }
        });
}

void Transfer::settled() {
    if (after_ == After::Removed) {
        settledRemoved();
        return;
    }
    if (bodyFailed()) {
        dropFailedBody();
    }
    if (part_ != nullptr && (segment_ != nullptr || part_->reserves()) &&
        !std::exchange(settleJobsAsked_, true)) {
        onDisk<Error>([file = part_] { return file->giveBack(); }, [](const Error& /*ignored*/) {});
        if (segment_ != nullptr) {
            segment_->makeDurable();
        }
        return;  // called again when that is done
    }
    if (outstanding_ > 0) {
        return;  // the marks fall first
    }
    if (segment_ != nullptr && part_ != nullptr) {
        have_ = segment_->received();
        record_->softEnd = have_;
        record_->durableEnd = have_;
    } else if (part_ != nullptr) {
        record_->softEnd = have_;
        record_->durableEnd = std::min(record_->durableEnd, have_);
    }
    segment_ = nullptr;
    body_.reset();
    part_.reset();  // gives up the lock: another process may take over what is paused
    suspect_ = record_->softEnd != record_->durableEnd;
    switch (std::exchange(after_, After::Nothing)) {
        case After::Paused:
            enter(TransferEvent::SettledPaused);
            break;
        case After::Asking:
            enter(TransferEvent::SettledAsking);
            break;
        case After::Failed:
            if (sink_ != nullptr) {
                endSink(error_);
            }
            enter(TransferEvent::SettledFailed);
            break;
        case After::Halted:
            enter(TransferEvent::SettledPaused);
            record_->state = static_cast<int>(TransferState::Queued);
            saveRecord();
            return;
        case After::Removed:
        case After::Nothing:
            break;
    }
    record_->state = static_cast<int>(state_);
    saveRecord();
}

// Once, whatever comes after it.
void Transfer::endSink(const Error& error) {
    if (!std::exchange(sinkEnded_, true)) {
        sink_->end(error);
    }
}

void Transfer::saveRecord() {
    if (!inJournal_ || engine_->journal() == nullptr) {
        return;
    }
    if (engine_->journalShared() && record_->partName.empty() && !record_->oldPart) {
        inJournal_ = false;  // `get` would only find a line about nothing
        onJournal<Error>([row = std::exchange(record_->row, 0)](
                             Journal& journal) { return journal.remove(row); },
                         [](const Error& /*ignored*/) {});
        return;
    }
    record_->error = error_;
    onJournal<Error>([record = *record_](Journal& journal) { return journal.update(record); },
                     [](const Error& /*the marks say enough to go on*/) {});
}

void Transfer::settledRemoved() {
    if (std::exchange(settleJobsAsked_, true)) {
        gone_ = true;
        return;
    }
    const bool wasDone = record_->state == static_cast<int>(TransferState::Done);

    struct Doomed {
        std::string name;
        FileId id;
        FileStage stage;
    };

    std::vector<Doomed> doomed;
    if (const auto old = std::exchange(record_->oldPart, {})) {
        doomed.push_back({old->name, old->part, FileStage::Part});
    }
    if (!record_->partName.empty()) {
        const bool renaming = !record_->renamingTo.empty();
        doomed.push_back(
            {record_->partName, record_->part, renaming ? FileStage::Renaming : FileStage::Part});
    } else if (wasDone && removal_ == Removal::DeleteFile) {
        doomed.push_back({record_->finalName, record_->part, FileStage::Published});
    }
    if (!record_->renamingTo.empty() && removal_ == Removal::DeleteFile) {
        // Removed while it was renamed.
        doomed.push_back({record_->renamingTo, record_->part, FileStage::Published});
    }
    record_->partName.clear();
    segment_ = nullptr;
    body_.reset();
    part_.reset();
    for (const Doomed& file : doomed) {
        onDisk<Error>(
            [files = engine_->files(), directory = record_->directory, file] {
                return removeFile(*files, directory, file.name, file.id, file.stage);
            },
            [](const Error& /*it was not ours any more*/) {});
    }
    if (std::exchange(inJournal_, false)) {
        onJournal<Error>([row = record_->row](Journal& journal) { return journal.remove(row); },
                         [](const Error& /*ignored*/) {});
    }
    if (outstanding_ == 0) {
        gone_ = true;
    }
}

}  // namespace penstock
