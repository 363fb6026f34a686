#include "engine/transfer/segment.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace penstock {

// What one disk job writes; lent to the worker, given back with the completion.
struct Segment::Batch {
    std::vector<Buffer> buffers;
    std::uint64_t offset = 0;
    std::size_t bytes = 0;
    PartFile::Written result;
};

Segment::Segment(const TransferServices& services, Host& host, RateAccount& rates, Plan plan)
    : services_(&services),
      host_(&host),
      share_(rates, host),
      plan_(std::move(plan)),
      alive_(std::make_shared<bool>(true)),
      received_(plan_.begin),
      written_(plan_.begin + plan_.overlap.size()),
      soft_(std::min(plan_.soft, written_)),
      durable_(std::min(plan_.durable, written_)),
      softAt_(services.now) {}

Segment::~Segment() {
    *alive_ = false;
    // Else the next one begins behind a hole.
    assert(discarded_ || !error_.ok() || (!writing_ && received_ <= written_));
    if (ours_ != nullptr) {
        sync_->leave(*ours_, !discarded_ && !spoilt_);
    }
    if (plan_.counter != nullptr) {
        *plan_.counter += brought(discarded_ ? sound() : received_);
    }
}

void Segment::attach(std::shared_ptr<PartSync> sync) {
    sync_ = std::move(sync);
    ours_ = &sync_->join(*this, plan_.markBegin, written_, durable_);
    ours_->soft = soft_;
    if (held_) {
        letGo();
    }
}

BodySpace Segment::space() {
    rateHeld_ = false;
    if (!mayGoOn() || buffered() >= kBufferedLimit) {
        share_.stopWaiting();
        return hold();
    }
    const std::uint64_t allowance = share_.allowance(services_->now);
    if (allowance == 0) {
        rateHeld_ = true;
        return {{}, WaitsFor::RateTokens, share_.heldUntil()};
    }
    return spaceFor(allowance);
}

BodySpace Segment::spaceUncounted() {
    return mayGoOn() && buffered() < kBufferedLimit ? spaceFor(~std::uint64_t{0}) : hold();
}

BodySpace Segment::spaceFor(std::uint64_t allowance) {
    if (buffer_ && buffer_->space().empty()) {
        lastFill_ = buffer_->size();
        full_.push_back(*std::exchange(buffer_, std::nullopt));
    }
    if (!buffer_ && !leaseBuffer()) {
        if (buffered() == 0) {
            host_->segmentWaitsForBuffer();
        }
        return hold();
    }
    most_ = kBufferedLimit;
    std::span<std::byte> into = buffer_->space();
    const std::uint64_t most =
        std::min<std::uint64_t>({into.size(), kBufferedLimit - buffered(), allowance});
    return {into.first(static_cast<std::size_t>(most)), WaitsFor::Nothing, std::nullopt};
}

// Full, or without a buffer: until half of what there is has been written.
BodySpace Segment::hold() {
    held_ = true;
    if (most_ == kBufferedLimit) {
        most_ = buffered() / 2;
    }
    return {{}, WaitsFor::Disk, std::nullopt};
}

bool Segment::mayGoOn() const {
    return sync_ != nullptr && error_.ok() && buffered() <= most_;
}

void Segment::letGo() {
    held_ = false;
    most_ = kBufferedLimit;
    host_->segmentReadable();
}

// As large a piece as the last turns ask for, else what there is: who waits for a large one while a
// small one is free would be woken for it again and again.
bool Segment::leaseBuffer() {
    BufferPool& pool = services_->buffers;
    auto leased = pool.lease(leaseSize());
    if (!leased && pool.left() >= BufferPool::kSmallest) {
        leased = pool.lease(std::bit_floor(pool.left()));
    }
    buffer_ = std::move(leased);
    return buffer_.has_value();
}

Error Segment::arrived(std::size_t n) {
    share_.take(n, services_->now);
    return arrivedUncounted(n);
}

Error Segment::arrivedUncounted(std::size_t n) {
    if (compared_ < plan_.overlap.size()) {
        const std::span<const std::byte> bytes(buffer_->space().data(), n);
        return compareOverlap(bytes);
    }
    if (witness_ != nullptr) {
        if (Error error = witness_->came(received_, buffer_->space().first(n)); !error.ok()) {
            return error;
        }
    }
    buffer_->advance(n);
    received_ += n;
    return {};
}

// What is here already must come again as it is; only what follows it is written.
Error Segment::compareOverlap(std::span<const std::byte> bytes) {
    const std::size_t n = std::min(bytes.size(), plan_.overlap.size() - compared_);
    if (std::memcmp(bytes.data(), plan_.overlap.data() + compared_, n) != 0) {
        return {ErrorKind::EntityChanged,
                "What is here already does not match what the server sends",
                "the part was altered here, or the file there, and nothing else tells which", 0};
    }
    compared_ += n;
    received_ += bytes.size();
    if (bytes.size() > n) {
        std::memmove(buffer_->space().data(), bytes.data() + n, bytes.size() - n);
        buffer_->advance(bytes.size() - n);
    }
    return {};
}

void Segment::flush() {
    if (buffer_) {
        if (buffer_->size() > 0) {
            lastFill_ = buffer_->size();
            full_.push_back(std::move(*buffer_));
        }
        buffer_.reset();  // between turns an idle connection holds no memory
    }
    submitWrite();
    if (!full_.empty()) {
        softMark();  // it may be what the next write waits for
    }
}

void Segment::stop() {
    share_.stopWaiting();
    flush();
}

bool Segment::busy() const {
    return writing_ || softMarking_ || (!full_.empty() && error_.ok()) ||
           (buffer_ && buffer_->size() > 0 && error_.ok());
}

void Segment::bufferFree() {
    if (held_ && mayGoOn()) {
        letGo();
    }
}

void Segment::submitWrite() {
    if (writing_ || full_.empty() || !error_.ok() || sync_ == nullptr) {
        return;
    }
    const std::size_t count = writable();
    if (count == 0) {
        sync_->makeRoom(full_.front().size());
        return;
    }
    auto batch = std::make_shared<Batch>();  // shared by job and completion
    batch->offset = written_;
    for (std::size_t i = 0; i < count; ++i) {
        batch->bytes += full_[i].size();
        batch->buffers.push_back(std::move(full_[i]));
    }
    full_.erase(full_.begin(), full_.begin() + static_cast<std::ptrdiff_t>(count));
    writing_ = true;
    sync_->sent(batch->bytes);
    services_->workers.submit(
        diskKey(),
        [part = sync_->part(), batch, cut = std::exchange(plan_.cut, false)] {
            if (Error error = cut ? part->cutTo(batch->offset) : Error{}; !error.ok()) {
                batch->result.error = std::move(error);
                return;
            }
            std::vector<std::span<const std::byte>> pieces;
            for (const Buffer& buffer : batch->buffers) {
                pieces.push_back(buffer.bytes());
            }
            batch->result = part->write(batch->offset, pieces);
        },
        [this, alive = alive_, batch, sync = sync_] {
            batch->buffers.clear();
            sync->landed(batch->bytes);
            if (*alive) {
                written(batch->result, batch->bytes);
            }
        });
}

// How many of the filled buffers may go to the part before the journal has caught up.
std::size_t Segment::writable() const {
    if (!marking() || services_->journal->late()) {
        return full_.size();
    }
    std::uint64_t room =
        std::min(kUnmarkedLimit - std::min(kUnmarkedLimit, written_ - soft_), sync_->room());
    std::size_t count = 0;
    while (count < full_.size() && full_[count].size() <= room) {
        room -= full_[count].size();
        ++count;
    }
    return count;
}

void Segment::written(const PartFile::Written& result, std::size_t asked) {
    writing_ = false;
    written_ += result.bytes;
    if (result.refused) {
        failWith(result.error);
    } else if (result.bytes < asked || !result.error.ok()) {
        diskFailed(result.error);
    }
    if (!plan_.unproven) {
        sync_->wrote(*ours_, written_);
    }
    submitWrite();
    softMark();
    jobEnded();
}

void Segment::softMark() {
    const std::uint64_t unmarked = written_ - soft_;
    if (!marking() || !error_.ok() || softMarking_ || unmarked == 0 ||
        (unmarked < kSoftStep && full_.empty() && !markAll_ &&
         services_->now - softAt_ < kSoftInterval)) {
        return;
    }
    softMarking_ = true;
    const Mark mark{sync_->row(), sync_->generation(), plan_.markBegin, written_};
    services_->journal->run<Error>(
        [mark](Journal& journal) { return journal.softMarks(std::span(&mark, 1)); },
        [this, alive = alive_, end = mark.end](const Error& error) {
            if (*alive) {
                softMarked(error, end);
            }
        },
        Durability::Normal,
        [this, alive = alive_] {
            if (*alive) {
                listLocked();
            }
        });
}

void Segment::listLocked() {
    sync_->tellRoom();  // nobody is held back for the sake of the marks any more
    host_->segmentProgressed();
}

void Segment::softMarked(const Error& error, std::uint64_t end) {
    softMarking_ = false;
    softAt_ = services_->now;
    if (error.ok()) {
        soft_ = std::max(soft_, end);
        sync_->marked(*ours_, soft_);  // and goes on with what waits
        softMark();
    } else {
        failWith(error);
    }
    jobEnded();
}

void Segment::markAll() {
    markAll_ = true;
    if (std::exchange(plan_.unproven, false)) {
        sync_->wrote(*ours_, written_);
    }
    softMark();
}

void Segment::synced(std::uint64_t end) {
    durable_ = spoilt_ ? durable_ : std::max(durable_, end);
    soft_ = std::max(soft_, end);
    submitWrite();
    jobEnded();
}

void Segment::syncFailed(const Error& error, bool spoilt) {
    if (spoilt) {
        diskFailed(error);
    } else {
        failWith(error);
    }
    jobEnded();
}

void Segment::jobEnded() {
    host_->segmentProgressed();
    if (held_ && mayGoOn()) {
        letGo();
    }
}

void Segment::failWith(const Error& error) {
    if (error_.ok()) {
        error_ = error;
    }
    full_.clear();
    buffer_.reset();
    received_ = std::min(received_, written_);  // less, where it still compares
}

void Segment::condemn(const Error& error) {
    if (plan_.unproven) {
        return;
    }
    durable_ = std::min<std::uint64_t>(durable_, plan_.begin + plan_.overlap.size());
    diskFailed(error);
}

void Segment::diskFailed(const Error& error) {
    spoilt_ = true;
    sync_->spoil();
    failWith(error);
}

// Follows what the last turns filled: 256 KiB is the best size for a fast plain stream, and a slow
// one must not hold that much for a kilobyte.
std::size_t Segment::leaseSize() const {
    constexpr std::size_t kFirst = 64U << 10U;
    constexpr std::size_t kMost = 256U << 10U;
    if (lastFill_ == 0) {
        return kFirst;
    }
    return std::clamp(lastFill_ * 2, BufferPool::kSmallest, kMost);
}

std::uint64_t Segment::buffered() const {
    return std::max(received_, written_) - written_;
}

WorkerKey Segment::diskKey() const {
    return {WorkerKey::Kind::Disk, sync_->part()->id().device};
}

}  // namespace penstock
