#pragma once
// One range of a file on its way to the disk: leased buffers in, journalled bytes out.
//
// What it promises: the journal never claims a byte that the part does not hold, and what is in the
// part but not yet marked stays under kUnmarkedLimit, since writing waits until the journal has
// caught up; while another program keeps the list locked it goes on, unmarked and claimed no
// further. Up to kBufferedLimit may be in memory before reception is held; it is let go when half
// of that is written, since each hold costs two words to the loop. What it has counted is written
// before it goes: what replaces or destroys it waits until busy() is over, unless it has failed or
// nobody wants its bytes (discard()).
//
//   space() ─▶ arrived() ─▶ flush() ─▶ disk worker: write ─▶ journal: soft mark ─▶ …
//                                          └─▶ PartSync: durable, with all others of the part
//
// Thread: the engine's; the blocking parts are jobs.

#include "engine/base/rate_share.h"
#include "engine/transfer/body_target.h"
#include "engine/transfer/part_sync.h"
#include "engine/transfer/transfer_services.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace penstock {

class Segment final : public BodyTarget, public PartSync::Writer {
public:
    struct Host : RateShare::Owner {
        /// A job ended, or an error came up: look at busy() and error().
        virtual void segmentProgressed() = 0;
        /// There was no space; now there may be.
        virtual void segmentReadable() = 0;
        /// All buffers of the engine are lent out; call bufferFree() when one came back.
        virtual void segmentWaitsForBuffer() = 0;

        void rateChanged() override { segmentReadable(); }
    };

    /// Sees each new byte before it is counted.
    struct Witness {
        Witness() = default;
        Witness(const Witness&) = delete;
        Witness& operator=(const Witness&) = delete;
        virtual ~Witness() = default;

        /// An Error ends the transfer.
        virtual Error came(std::uint64_t at, std::span<const std::byte> bytes) = 0;
    };

    struct Plan {
        std::uint64_t begin = 0;  // the first byte that this response brings
        std::vector<std::byte>
            overlap;  // bytes from `begin` on that are here already: compared, not written
        std::optional<std::uint64_t> end;  // if known
        std::uint64_t soft = 0;     // how far the journal claims what is before the first new byte
        std::uint64_t durable = 0;  // how much of that a sync has vouched for
        bool cut = false;  // whatever the part holds behind that goes before the first write
        std::uint64_t markBegin = 0;       // marks claim from there on
        bool unproven = false;             // nothing is marked, nor made durable, before markAll()
        std::uint64_t* counter = nullptr;  // outlives it; gets what it has brought when it goes
    };

    /// `rates` are the transfer's and outlive it, as do the hosts.
    Segment(const TransferServices& services, Host& host, RateAccount& rates, Plan plan);
    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;
    ~Segment() override;

    /// The part to write to, and where its marks go. Until then space() holds reception.
    void attach(std::shared_ptr<PartSync> sync);

    BodySpace space() override;

    std::size_t readAtMost() override { return share_.promise(services_->now); }

    Error arrived(std::size_t n) override;
    /// The same two for bytes that came on another connection, whose limits have counted them.
    BodySpace spaceUncounted();
    Error arrivedUncounted(std::size_t n);
    void flush() override;
    void stop() override;
    [[nodiscard]] bool busy() const override;

    [[nodiscard]] std::uint64_t received() const override { return received_; }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override {
        return rateHeld_ ? std::optional(share_.heldUntil()) : std::nullopt;
    }

    /// It goes on with another answer, perhaps from elsewhere.
    void beginsPiece() { share_.moved(); }

    [[nodiscard]] const Error& error() const override { return error_; }

    /// How far the journal's marks are known to be.
    [[nodiscard]] std::uint64_t soft() const noexcept { return soft_; }

    [[nodiscard]] std::uint64_t durable() const noexcept { return durable_; }

    /// There is a part to write to, with what it needs of the disk.
    [[nodiscard]] bool attached() const noexcept { return sync_ != nullptr; }

    /// Whether all of the plan's overlap has come again, as it is here.
    [[nodiscard]] bool compared() const noexcept { return compared_ == plan_.overlap.size(); }

    /// A write or a sync has failed: the kernel may have dropped pages and marked them clean, so
    /// nothing beyond durable() may be claimed any more.
    [[nodiscard]] bool spoilt() const noexcept { return spoilt_; }

    /// With an error(): how far the part may be taken for right.
    [[nodiscard]] std::uint64_t sound() const noexcept { return spoilt_ ? durable_ : written_; }

    /// As if the disk had failed under it, with nothing of it durable; unless nothing counts yet.
    void condemn(const Error& error) override;

    /// What is not written yet is not wanted: the engine goes, and the part stays as it is.
    void discard() noexcept { discarded_ = true; }

    /// All that came was here already; leftToCompare() did not come yet.
    [[nodiscard]] bool broughtNothingNew() const { return brought() == 0; }

    /// Bytes that were not here already, up to `end` of the file.
    [[nodiscard]] std::uint64_t brought(std::uint64_t end = ~std::uint64_t{0}) const {
        const std::uint64_t before = plan_.begin + plan_.overlap.size();
        return std::max(std::min(received_, end), before) - before;
    }

    [[nodiscard]] std::vector<std::byte> leftToCompare() const {
        return {plan_.overlap.begin() + static_cast<std::ptrdiff_t>(compared_),
                plan_.overlap.end()};
    }

    /// Null: nobody. It outlives that.
    void setWitness(Witness* witness) noexcept { witness_ = witness; }

    void bufferFree();
    /// Nothing more comes: marks the last bytes, however few. Busy until that is done.
    void markAll();

    // PartSync::Writer
    void roomAgain() override { submitWrite(); }

    void synced(std::uint64_t end) override;
    void syncFailed(const Error& error, bool spoilt) override;

private:
    struct Batch;

    void submitWrite();
    [[nodiscard]] std::size_t writable() const;
    void written(const PartFile::Written& result, std::size_t asked);
    void softMark();
    void listLocked();
    bool leaseBuffer();
    void softMarked(const Error& error, std::uint64_t end);
    void jobEnded();
    void failWith(const Error& error);
    void diskFailed(const Error& error);
    Error compareOverlap(std::span<const std::byte> bytes);
    [[nodiscard]] std::size_t leaseSize() const;
    BodySpace hold();
    BodySpace spaceFor(std::uint64_t allowance);
    [[nodiscard]] bool mayGoOn() const;
    void letGo();
    [[nodiscard]] std::uint64_t buffered() const;

    [[nodiscard]] bool marking() const noexcept {
        return !plan_.unproven && sync_ != nullptr && sync_->row() != 0;
    }

    [[nodiscard]] WorkerKey diskKey() const;

    static constexpr std::uint64_t kUnmarkedLimit = 896U << 10U;
    static constexpr std::uint64_t kBufferedLimit = 8U << 20U;
    static constexpr std::uint64_t kSoftStep = 256U << 10U;
    static constexpr std::chrono::milliseconds kSoftInterval{500};

    const TransferServices* services_;
    Host* host_;
    RateShare share_;
    Plan plan_;
    std::shared_ptr<PartSync> sync_;  // shared with the part's other segments; none: no part yet
    PartSync::Share* ours_ = nullptr;
    std::shared_ptr<bool> alive_;  // false once gone, for completions that come late
    std::optional<Buffer> buffer_;
    std::vector<Buffer> full_;
    std::uint64_t received_;
    std::uint64_t written_;
    std::uint64_t soft_;
    std::uint64_t durable_;
    std::uint64_t most_ =
        kBufferedLimit;  // buffered bytes; of one that is held: half of what it had
    std::size_t compared_ = 0;
    Witness* witness_ = nullptr;
    std::size_t lastFill_ = 0;
    TimePoint softAt_;
    Error error_;
    bool writing_ = false;
    bool softMarking_ = false;
    bool markAll_ = false;
    bool held_ = false;
    bool rateHeld_ = false;
    bool spoilt_ = false;
    bool discarded_ = false;
};

}  // namespace penstock
