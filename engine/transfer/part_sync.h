#pragma once
// Forces to the disk what all ranges of one part have written, and marks it durable: one sync at a
// time, for all of them, on a worker of its own, so that no write waits behind one.
//
//   Segment ──wrote()──▶ each 8 MiB or 5 s: sync ─▶ journal: durable marks ─▶ synced()
//
// What it promises: a durable mark is raised only to what was written before a sync of its own
// began, and no more once a write or a sync of the part has failed; no more than kMostVolatile of a
// file is ever written and not durable, while the list takes marks. Thread: the engine's.

#include "engine/store/part_file.h"
#include "engine/transfer/jobs.h"

#include <cstdint>
#include <functional>
#include <list>
#include <memory>

namespace penstock {

class PartSync final : public std::enable_shared_from_this<PartSync> {
public:
    struct Writer {
        Writer() = default;
        Writer(const Writer&) = delete;
        Writer& operator=(const Writer&) = delete;
        virtual ~Writer() = default;

        /// There may be room again.
        virtual void roomAgain() = 0;
        /// All that it wrote before `end` is durable. There may be room again.
        virtual void synced(std::uint64_t end) = 0;
        /// `spoilt`: nothing that is not durable yet may be claimed any more; else the list did not
        /// take the mark.
        virtual void syncFailed(const Error& error, bool spoilt) = 0;
    };

    /// What one range has written. Its bytes stay with the part when the writer has left.
    struct Share {
        Writer* writer = nullptr;
        std::uint64_t begin = 0;  // where its marks begin
        std::uint64_t written = 0;
        std::uint64_t soft = 0;  // how far that is marked
        std::uint64_t durable = 0;
        std::uint64_t covered = 0;  // by the sync that is out
    };

    /// `row` 0: there is no list, and nothing is synced by itself. `claim` is told of what became
    /// durable after its writer had left. The jobs outlive what is out.
    PartSync(const TransferServices& services, Jobs& jobs, std::shared_ptr<PartFile> part,
             std::uint64_t row, std::uint64_t generation, std::function<void(ByteRange)> claim);

    [[nodiscard]] const std::shared_ptr<PartFile>& part() const noexcept { return part_; }

    [[nodiscard]] std::uint64_t row() const noexcept { return row_; }

    [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }

    /// A range that goes on at `written`. Valid until leave().
    Share& join(Writer& writer, std::uint64_t begin, std::uint64_t written, std::uint64_t durable);
    /// `keep`: what it wrote is wanted, and becomes durable with the next sync.
    void leave(Share& share, bool keep);

    /// So many bytes more may be on their way to the part, so that neither what is not durable nor
    /// what is not marked becomes more than is to be fetched again after a crash.
    [[nodiscard]] std::uint64_t room() const;

    /// Somebody waits to write so much: what is in the way is made durable, and then all are told.
    void makeRoom(std::uint64_t bytes);

    void sent(std::uint64_t bytes) noexcept { onTheirWay_ += bytes; }

    /// They are not any more, written or not.
    void landed(std::uint64_t bytes) noexcept { onTheirWay_ -= bytes; }

    /// Of the share what is before `end` is written.
    void wrote(Share& share, std::uint64_t end);

    /// The share is marked up to `soft`.
    void marked(Share& share, std::uint64_t soft);

    /// Tells all that write that there may be room again.
    void tellRoom() const;

    /// Syncs what is not durable, if anything is.
    void makeDurable();

    /// A write has failed: the kernel may have dropped what a later sync would vouch for.
    void spoil() noexcept { spoilt_ = true; }

    /// A sync has failed.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// What follows belongs to another part, or to nobody.
    void abandon() noexcept { claim_ = nullptr; }

    static constexpr std::uint64_t kDurableStep = 8U << 20U;
    static constexpr std::uint64_t kMostVolatile = 16U << 20U;
    /// Written and not marked: so much of a file, and so much more for each that writes.
    static constexpr std::uint64_t kUnmarkedOfFile = 768U << 10U;
    static constexpr std::uint64_t kUnmarkedOfEach = 256U << 10U;
    static constexpr std::chrono::seconds kDurableInterval{5};

private:
    [[nodiscard]] std::uint64_t volatileBytes() const;
    [[nodiscard]] std::uint64_t volatileRoom() const;
    [[nodiscard]] std::uint64_t unmarkedRoom() const;
    void maybeSync();
    void sync();
    void synced(const Error& error);
    void mark();
    void marked(const Error& error);
    void durable();
    void fail(const Error& error);

    const TransferServices* services_;
    Jobs* jobs_;
    std::shared_ptr<PartFile> part_;  // shared with the jobs that are out
    std::uint64_t row_;
    std::uint64_t generation_;
    std::function<void(ByteRange)> claim_;
    std::list<Share> shares_;  // references to them are handed out
    std::uint64_t onTheirWay_ = 0;
    TimePoint durableAt_;
    Error error_;
    bool out_ = false;
    bool again_ = false;
    bool spoilt_ = false;
};

}  // namespace penstock
