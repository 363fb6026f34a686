#include "engine/transfer/growth.h"

#include <algorithm>

namespace penstock {

namespace {

/// So many are opened at once, and so many as soon as those were answered; the others one by one,
/// after a look at what the last one brings.
constexpr std::size_t kAtOnce = 4;
constexpr std::size_t kUnmeasured = 8;
/// So long a host may count a connection that was closed here.
constexpr std::chrono::milliseconds kStillCounted{300};
/// So long nothing is opened where no descriptor was left.
constexpr std::chrono::seconds kDescriptors{2};

std::size_t beyond(std::size_t count, int most) {
    const auto limit = static_cast<std::size_t>(most);
    return count > limit ? count - limit : 0;
}

}  // namespace

void Growth::begin() {
    cap_ = kMostCeiling;
    proven_ = 0;
    waitWhy_ = MoreConnections::Nothing;
    waitUntil_ = {};
    closedAt_.reset();
    why_ = MoreConnections::Nothing;
}

ConnectionPool::Room Growth::room() const {
    const Source& source = sources_->current();
    return services_->connections.roomAt({source.host, source.port});
}

int Growth::wanted() const noexcept {
    const int said = keeper_->record().saidOptions().connections;
    return std::clamp(said > 0 ? said : services_->limits.connections, 1, kMostCeiling);
}

int Growth::most() const {
    const int asked = wanted();
    const int host = room().most;
    const int allowed = host > 0 ? std::min(asked, host) : asked;
    return std::max(std::min(allowed, cap_), 1);
}

std::size_t Growth::tooMany(std::size_t count) const {
    return beyond(count, wanted());
}

std::size_t Growth::tooManyThere(std::size_t count) const {
    return beyond(count, most());
}

MoreConnections Growth::judge(const Open& open) {
    why_ = reason(open);
    return why_;
}

// One more while the last one brought at least half of the mean of the others. So many as there
// were already are opened again without that.
MoreConnections Growth::reason(const Open& open) const {
    const auto count = static_cast<int>(open.count);
    const ConnectionPool::Room room = this->room();
    const auto host = [&room] {
        return room.ceiling != nullptr ? MoreConnections::HostCeiling : MoreConnections::HostLimit;
    };
    if (count >= wanted()) {
        return MoreConnections::AsMany;
    }
    if (room.most > 0 && count >= room.most) {
        return host();
    }
    if (waitsUntil()) {
        return waitWhy_;
    }
    if (count >= cap_) {
        return MoreConnections::Refused;
    }
    if (count > 0 && !room.free) {
        return host();  // the others' transfers have them
    }
    if (open.count < kAtOnce || open.count < proven_ || open.last == nullptr) {
        return MoreConnections::Nothing;
    }
    if (open.count < kUnmeasured) {
        return open.unanswered == 0 ? MoreConnections::Nothing : MoreConnections::NotYet;
    }
    if (open.limit > 0 && open.rate >= open.limit / 10 * 9) {
        return MoreConnections::RateLimited;
    }
    const std::uint64_t others = open.rate - std::min(open.rate, open.last->rate());
    const bool pays = open.last->measured() && open.last->rate() * 2 * (open.count - 1) >= others;
    return pays ? MoreConnections::Nothing : MoreConnections::SmallGain;
}

void Growth::grown(std::size_t count) {
    proven_ = std::max(proven_, count);
}

void Growth::lost(const Error& error, const std::optional<HostRefusal>& refusal, int running) {
    if (error.kind == ErrorKind::ResFds) {
        waitWhy_ = MoreConnections::Descriptors;
        waitUntil_ = services_->now + kDescriptors;
        return;
    }
    proven_ = 0;
    if (refusal && closedAt_ && services_->now - *closedAt_ < kStillCounted) {
        waitWhy_ = MoreConnections::HostCeiling;
        waitUntil_ = std::max(waitUntil_, services_->now + kStillCounted);
        return;
    }
    if (refusal && refusal->retryAfter) {
        waitWhy_ = MoreConnections::RetryAfter;
        waitUntil_ = std::max(waitUntil_, services_->now + *refusal->retryAfter);
    }
    const bool plainly = refusal && (refusal->plainly || refusal->retryAfter);
    if (refusal && services_->connections.refused({refusal->host, refusal->port}, error, plainly)) {
        return;
    }
    if (refusal && refusal->retryAfter) {
        return;
    }
    // As many as run are taken, and one fewer each time, so that this ends.
    cap_ = std::max(std::min(cap_ - 1, running), 1);
}

void Growth::refused(const Error& error, bool plainly) const {
    const Source& source = sources_->current();
    services_->connections.refused({source.host, source.port}, error, plainly);
}

std::optional<TimePoint> Growth::waitsUntil() const {
    const bool waits = waitWhy_ != MoreConnections::Nothing && services_->now < waitUntil_;
    return waits ? std::optional(waitUntil_) : std::nullopt;
}

std::optional<std::chrono::system_clock::time_point> Growth::ceilingSince() const {
    if (why_ != MoreConnections::HostCeiling) {
        return std::nullopt;
    }
    const HostCeiling* ceiling = room().ceiling;
    return ceiling == nullptr ? std::nullopt : std::optional(ceiling->since);
}

}  // namespace penstock
