#include "engine/transfer/list_entry.h"

#include <utility>

namespace penstock {

void ListEntry::replaceBy(TransferRecord&& found) {
    *record_ = std::move(found);
    if (hasList()) {
        place_ = Place::Listed;
    }
}

void ListEntry::enlist(std::uint64_t row, TransferState state, Then then) {
    if (listed() || !hasList() || services_->journalShared) {
        return;
    }
    place_ = Place::Listed;
    record_->row = row;
    record_->state = state;
    jobs_->onJournal<Error>(
        [record = *record_](Journal& journal) {
            auto stored = journal.insert(record);
            return stored ? Error{} : stored.error();
        },
        [this, then = std::move(then)](Error error) {
            if (!error.ok()) {
                place_ = Place::Unlisted;
            }
            then(std::move(error));
        },
        Durability::Normal);
}

void ListEntry::accept(Then then) {
    using Stored = Result<std::uint64_t>;
    jobs_->onJournal<Stored>(
        [record = *record_, known = listed()](Journal& journal) -> Stored {
            if (known) {
                Error error = journal.accept(record);
                return error.ok() ? Stored(record.row) : Stored(std::move(error));
            }
            return journal.insert(record);
        },
        [this, then = std::move(then)](const Stored& row) {
            if (!row) {
                then(row.error());
                return;
            }
            record_->row = row.value();
            place_ = Place::Listed;
            then({});
        },
        listed() ? Durability::Full : Durability::Normal);
}

void ListEntry::save() {
    if (!listed() || !hasList()) {
        return;
    }
    if (services_->journalShared && record_->partName.empty() && !record_->oldPart) {
        remove();  // the next would only find a line about nothing
        return;
    }
    // The marks say enough to go on, should it fail.
    jobs_->onJournal<Error>(
        [record = *record_](Journal& journal) { return journal.update(record); }, ignoreError,
        Durability::Normal);
}

void ListEntry::goesOn() {
    const TransferState state = record_->state;
    if (state == TransferState::Paused || state == TransferState::Asking ||
        state == TransferState::Failed) {
        record_->state = TransferState::Queued;  // why it rested is still to be known of the part
        save();
    }
}

void ListEntry::rewind(Then then) {
    if (!listed()) {
        then({});
        return;
    }
    const Mark mark{record_->row, record_->generation, 0, record_->durableEnd};
    std::vector<Mark> kept;
    for (const RangeMark& range : record_->ranges) {
        kept.push_back({mark.row, mark.generation, range.begin, range.durableEnd});
    }
    jobs_->onJournal<Error>(
        [mark, kept = std::move(kept)](Journal& journal) {
            Error error = journal.rewindAll(mark);
            return error.ok() ? journal.durableMarks(kept) : error;
        },
        std::move(then));
}

void ListEntry::durable(ByteRange range) {
    if (listed()) {
        jobs_->onJournal<Error>(
            [mark = Mark{record_->row, record_->generation, range.begin, range.end}](
                Journal& journal) {
                return journal.durableMarks({&mark, 1});
            },
            ignoreError);
    }
}

void ListEntry::renaming(const std::string& target, Then then) {
    record_->renamingTo = target;
    if (!listed()) {
        then({});
        return;
    }
    jobs_->onJournal<Error>(
        [row = record_->row, target](Journal& journal) { return journal.renaming(row, target); },
        std::move(then));
}

// The file is whole and in place: should the list not take it, a start repeats this.
void ListEntry::done(std::function<void()> then) {
    if (!listed()) {
        then();
        return;
    }
    jobs_->onJournal<Error>(
        [record = *record_, shared = services_->journalShared](Journal& journal) {
            return shared ? journal.remove(record.row)
                          : journal.done(record.row, record.finalName, record.total.value_or(0),
                                         record.finishedMs);
        },
        [then = std::move(then)](const Error& /*ignored*/) { then(); },
        services_->journalShared ? Durability::Normal : Durability::Full);
}

void ListEntry::remove() {
    if (listed()) {
        place_ = Place::Searched;
        jobs_->onJournal<Error>([row = std::exchange(record_->row, 0)](
                                    Journal& journal) { return journal.remove(row); },
                                ignoreError, Durability::Normal);
    }
}

}  // namespace penstock
