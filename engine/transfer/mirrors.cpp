#include "engine/transfer/mirrors.h"

#include "engine/transfer/retry_policy.h"
#include "engine/transfer/share_plan.h"

#include <algorithm>

namespace penstock {

namespace {

/// Of the file, as a person wants it.
int connectionsOf(const ReceptionParts& parts) {
    const int said = parts.keeper.record().saidOptions().connections;
    return said > 0 ? said : parts.services.limits.connections;
}

constexpr int kMostFailures = 3;  // in a row

constexpr std::chrono::seconds kPatience{2};

bool isOfTheHost(MoreConnections why) {
    return why == MoreConnections::HostCeiling || why == MoreConnections::HostLimit ||
           why == MoreConnections::RetryAfter || why == MoreConnections::Refused;
}

}  // namespace

void Mirrors::tryOut(std::uint64_t written) {
    if (!parts_.sources.several()) {
        return;
    }
    since_ = since_.value_or(parts_.services.now);
    trials_.begin(written);
}

MoreConnections Mirrors::judge(MoreConnections why, std::size_t open) const {
    if (!parts_.sources.several()) {
        return why;
    }
    if (holdBack(open)) {
        return MoreConnections::NotYet;
    }
    return haveRoom(open, why) ? MoreConnections::Nothing : why;
}

bool Mirrors::holdBack(std::size_t open) const {
    const auto& mirrors = parts_.sources.mirrors();
    const auto connections = static_cast<std::size_t>(connectionsOf(parts_));
    return since_ && parts_.services.now - *since_ < kPatience &&
           open >= std::max<std::size_t>(connections / (mirrors.size() + 1), 1) &&
           std::ranges::any_of(mirrors, [&](const auto& each) {
               return each->state == SourceState::Untried &&
                      each.get() != &parts_.sources.current();
           });
}

bool Mirrors::haveRoom(std::size_t open, MoreConnections why) const {
    if (!isOfTheHost(why)) {
        return false;
    }
    const Source* mirror = fetches_->idlestMirror();
    const EngineLimits& limits = parts_.services.limits;
    const int most =
        limits.connectionsPerHost > 0 ? limits.connectionsPerHost : connectionsOf(parts_);
    return mirror != nullptr && open < static_cast<std::size_t>(connectionsOf(parts_)) &&
           fetches_->of(*mirror) < static_cast<std::size_t>(most);
}

Source& Mirrors::next(bool firstRests, MoreConnections why) {
    Source& source = choose(firstRests, why);
    parts_.sources.pieced |=
        &source != &parts_.sources.current() || !validatorsOf(parts_.keeper.record()).ifRange();
    return source;
}

// The one that brings the least; of alike ones a mirror, since the first reception is there
// already.
Source& Mirrors::choose(bool firstRests, MoreConnections why) const {
    Source& current = parts_.sources.current();
    Source* mirror = parts_.sources.several() ? fetches_->idlestMirror() : nullptr;
    if (mirror == nullptr) {
        return current;
    }
    const std::size_t here = fetches_->of(current) + (firstRests ? 0 : 1);
    return why != MoreConnections::Nothing || fetches_->of(*mirror) <= here ? *mirror : current;
}

bool Mirrors::judge(const PacedFetch& over) {
    Source& mirror = over.fetch.source();
    if (&mirror == &parts_.sources.current()) {
        return false;
    }
    const Error& error = over.fetch.error();
    if (over.came().size() > 0) {
        mirror.brought.add(over.came());
    }
    if (mirror.state != SourceState::InUse) {
        parts_.sources.lied |= !mirror.brought.empty();  // after it was found out
    } else if (error.ok() || over.came().size() >= kLeastShare) {
        mirror.failures = 0;
    } else if (!isTransient(error.kind)) {
        parts_.sources.drop(mirror, error, classOf(error.kind) == ErrorClass::Range);
    } else if (++mirror.failures >= kMostFailures) {
        parts_.sources.drop(mirror, error, error.kind == ErrorKind::CheckPart);
    }
    return true;
}

// What was compared was here already, and does not count.
void Mirrors::keep(const PacedFetch& over) const {
    const std::uint64_t before = parts_.plan.ranges().size();
    parts_.plan.add(over.came());
    over.fetch.source().bytes += parts_.plan.ranges().size() - before;
}

void Mirrors::takeBack() {
    for (const auto& mirror : parts_.sources.mirrors()) {
        if (mirror->state == SourceState::Dropped) {
            for (const ByteRange& range : mirror->brought.ranges()) {
                parts_.plan.remove(range);
            }
            mirror->bytes -= std::min(mirror->bytes, mirror->brought.size());
            mirror->brought.clear();
        }
    }
    parts_.keeper.claimOnly(parts_.plan.ranges(), ignoreError);
    parts_.sources.lied = false;
}

}  // namespace penstock
