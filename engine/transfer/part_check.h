#pragma once
// Whether the part of a file has the checksum that the file is to have, before it gets its name.
// What is read is the very file that is published: the same open descriptor. Read and hashed in
// pieces, on the worker for hashes, so that neither the engine nor a disk waits for it, and that it
// ends within a piece when nobody wants it any more. Thread: the engine's.

#include "engine/http/validators.h"
#include "engine/store/digest.h"
#include "engine/store/part_file.h"
#include "engine/store/transfer_record.h"
#include "engine/transfer/jobs.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace penstock {

/// What is known of the file that a part is of.
inline Validators validatorsOf(const TransferRecord& record) {
    return {record.etag, record.lastModified, record.lastModifiedStrong};
}

/// What the file of `record` is to have: a person's word goes before the server's. Null: nothing.
inline const Checksum* wantedChecksum(const TransferRecord& record) noexcept {
    if (record.checksum) {
        return &*record.checksum;
    }
    return record.serverDigest ? &*record.serverDigest : nullptr;
}

/// Whether pieces of the file can be told from those of another one, at the end at the latest: it
/// may come over several connections.
inline bool isProvable(const TransferRecord& record) {
    return wantedChecksum(record) != nullptr || validatorsOf(record).ifRange().has_value();
}

class PartCheck {
public:
    using Then = std::function<void(Error)>;

    struct Task {
        std::shared_ptr<PartFile> part;  // shared with the job that is out
        std::uint64_t size = 0;          // of the whole file
        Checksum wanted;
        std::string name;  // for the sentence
    };

    /// `jobs` outlives it.
    PartCheck(Jobs& jobs, TransferTurn turn) : jobs_(&jobs), turn_(turn) {}

    PartCheck(const PartCheck&) = delete;
    PartCheck& operator=(const PartCheck&) = delete;

    /// Nobody else uses the part until then() was called, with Check.Mismatch if it is another
    /// file, or with an error of the disk. Not called after stop().
    void begin(Task task, Then then);

    void stop() noexcept { run_.reset(); }

    [[nodiscard]] bool running() const noexcept { return run_ != nullptr; }

    /// The last part had another checksum, and no other was begun since.
    [[nodiscard]] bool differed() const noexcept { return differed_; }

    void anotherBegins() noexcept { differed_ = false; }

    /// Bytes that were read so far.
    [[nodiscard]] std::uint64_t done() const noexcept { return run_ == nullptr ? 0 : run_->done; }

private:
    struct Run {
        Run(Task&& what, Then&& after)
            : task(std::move(what)), digest(task.wanted.algorithm), then(std::move(after)) {}

        Task task;
        Digest digest;
        std::uint64_t done = 0;
        Then then;
    };

    void next();
    void hashed(const Error& error);

    Jobs* jobs_;
    TransferTurn turn_;
    bool differed_ = false;
    std::shared_ptr<Run> run_;  // shared with the job that is out
};

}  // namespace penstock
