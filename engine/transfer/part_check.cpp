#include "engine/transfer/part_check.h"

#include "engine/store/disk_error.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace penstock {

namespace {

/// A few milliseconds of hashing, a tenth of a second of a slow disk.
constexpr std::uint64_t kPiece = std::uint64_t{4} << 20U;
constexpr std::size_t kBlock = std::size_t{256} << 10U;

/// Adds [from, end) of the part.
Error hashPiece(PartFile& part, Digest& digest, std::uint64_t from, std::uint64_t end) {
    std::vector<std::byte> block(std::min<std::uint64_t>(kBlock, end - from));
    while (from < end) {
        const auto into = std::span(block).first(std::min<std::uint64_t>(block.size(), end - from));
        const auto got = part.read(from, into);
        if (!got) {
            return got.error();
        }
        if (got.value() < into.size()) {
            return partCutError({part.directory(), part.partName()});
        }
        digest.add(into);
        from += into.size();
    }
    return {};
}

Error mismatch(const std::string& name, const Checksum& wanted, const std::string& found) {
    const std::string algorithm(penstock::name(wanted.algorithm));
    if (found.empty()) {
        return {ErrorKind::CheckMismatch, "The checksum of " + name + " cannot be made",
                "this system's OpenSSL has no " + algorithm, 0};
    }
    return {ErrorKind::CheckMismatch, name + " does not match its checksum",
            algorithm + " is to be " + wanted.hex + " and is " + found, 0};
}

}  // namespace

void PartCheck::begin(Task task, Then then) {
    run_ = std::make_shared<Run>(std::move(task), std::move(then));
    turn_.announce();
    next();
}

void PartCheck::next() {
    const std::uint64_t end = std::min(run_->done + kPiece, run_->task.size);
    jobs_->onHash<Error>(
        [run = run_, end] { return hashPiece(*run->task.part, run->digest, run->done, end); },
        [this, run = run_, end](const Error& error) {
            if (run != run_) {
                return;
            }
            run_->done = end;
            hashed(error);
        });
}

void PartCheck::hashed(const Error& error) {
    turn_.moved(0);
    if (error.ok() && run_->done < run_->task.size) {
        next();
        return;
    }
    const std::shared_ptr<Run> over = std::exchange(run_, nullptr);
    turn_.announce();
    if (!error.ok()) {
        over->then(error);
        return;
    }
    const std::string found = over->digest.finish();
    const bool same = found == over->task.wanted.hex;
    differed_ = !same;
    over->then(same ? Error{} : mismatch(over->task.name, over->task.wanted, found));
}

}  // namespace penstock
